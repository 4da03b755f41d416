package dev.slipway.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.settings.installation.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledger in a real PostgreSQL. */
class PostgreSqlLedgerIT extends LedgerContract {
    private static PostgresCluster cluster;
    private StoreSettings database;

    @BeforeAll
    static void startCluster() {
        cluster = PostgresCluster.start();
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeEach
    @Override
    void begin() {
        database = cluster.database();
        super.begin();
    }

    @Override
    Ledger open() {
        return PostgresCluster.ledger(database);
    }

    @Override
    Ledger openAnother() {
        return PostgresCluster.ledger(cluster.database());
    }

    @Test
    void aFileMovesIntoItWholeAndBack() throws IOException {
        Path there = folder.resolve("there.jsonl");
        try (Ledger file = Ledger.in(folder.resolve("ledger.db"))) {
            everything();
            Path here = folder.resolve("here.jsonl");
            try (Ledger own = open()) {
                new LedgerFile(own).exportTo(here);
            }
            new LedgerFile(file).importFrom(here);
            new LedgerFile(file).exportTo(there);
            try (Ledger moved = openAnother()) {
                new LedgerFile(moved).importFrom(there);
                Path back = folder.resolve("back.jsonl");
                new LedgerFile(moved).exportTo(back);
                assertThat(back).hasSameTextualContentAs(there);
            }
            assertThat(there).hasSameTextualContentAs(here);
        }
    }

    @Test
    void severalHostsThatComeUpAtOnceMigrateItOnce() {
        StoreSettings empty = cluster.database();
        List<String> identities = IntStream.range(0, 6)
                .parallel()
                .mapToObj(i -> {
                    try (Ledger one = PostgresCluster.ledger(empty)) {
                        return one.identity();
                    }
                })
                .toList();
        assertThat(identities.stream().distinct()).hasSize(1);
    }

    @Test
    void aWrongPasswordIsToldWithoutThePassword() {
        StoreSettings wrong =
                PostgresCluster.settings(PostgresCluster.ledger(database).where(), "not-the-password");
        try (Ledger ledger = PostgresCluster.ledger(wrong)) {
            assertThatThrownBy(ledger::identity)
                    .isInstanceOf(LedgerTroubleException.class)
                    .hasMessageContaining("password authentication failed")
                    .hasMessageNotContaining("not-the-password");
        }
    }
}
