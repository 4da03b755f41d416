package dev.slipway.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The ledger in a file. */
class SqliteLedgerTest extends LedgerContract {
    private int others;

    @Override
    Ledger open() {
        return Ledger.in(folder.resolve("state/ledger.db"));
    }

    @Override
    Ledger openAnother() {
        return Ledger.in(folder.resolve("other-" + ++others + ".db"));
    }

    @Test
    void severalThatOpenItAtOnceMigrateItOnce() {
        Path file = folder.resolve("new/ledger.db");
        List<String> identities = IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> {
                    try (Ledger one = Ledger.in(file)) {
                        return one.identity();
                    }
                })
                .toList();
        assertThat(identities.stream().distinct()).hasSize(1);
    }

    @Test
    void aFileThatIsNoDatabaseIsTold() throws Exception {
        Path file = Files.writeString(
                folder.resolve("notes.txt"), "no database at all, and long enough to be read ".repeat(50));
        try (Ledger wrong = Ledger.in(file)) {
            assertThatThrownBy(wrong::identity)
                    .isInstanceOf(LedgerTroubleException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("not a database");
        }
    }

    @Test
    void theTablesAreThoseOfTheMigrations() {
        try (Ledger ledger = open()) {
            for (LedgerTable table : LedgerTable.values()) {
                List<String> columns = ledger.use(connection -> {
                    List<String> names = new ArrayList<>();
                    try (var rows = connection.getMetaData().getColumns(null, null, table.sqlName(), null)) {
                        while (rows.next()) {
                            names.add(rows.getString("COLUMN_NAME"));
                        }
                    }
                    return names;
                });
                assertThat(columns)
                        .as(table.name())
                        .containsExactlyElementsOf(
                                table.columns().stream().map(LedgerColumn::name).toList());
            }
        }
    }
}
