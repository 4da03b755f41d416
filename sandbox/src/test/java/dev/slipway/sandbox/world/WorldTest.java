package dev.slipway.sandbox.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorldTest {
    @TempDir
    Path folder;

    @Test
    void rewritesAJournalThatIsMostlyPast() throws IOException {
        Label last;
        try (World world = open()) {
            Label label = world.write(tx -> tx.put(new Label(tx.newId(), 1, "name-0", "ffffff", null, false)));
            for (int change = 1; change <= 2_100; change++) {
                Label renamed = new Label(label.id(), 1, "name-" + change, "ffffff", null, false);
                world.write(tx -> tx.put(renamed));
            }
            last = world.labels().find(label.id()).orElseThrow();
        }
        try (World world = open()) {
            assertThat(world.labels().all()).containsExactly(last);
        }
        assertThat(Files.readAllLines(journal())).hasSize(1);
        try (World world = open()) {
            assertThat(world.labels().all()).containsExactly(last);
            assertThat(world.<Long>write(Transaction::newId)).isGreaterThan(last.id());
        }
    }

    @Test
    void keepsNothingOfATransactionThatFails() throws IOException {
        try (World world = open()) {
            assertThatThrownBy(() -> world.write(tx -> {
                        tx.put(new Label(tx.newId(), 1, "half", "ffffff", null, false));
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(world.labels().size()).isZero();
        }
        assertThat(journal()).isEmptyFile();
    }

    @Test
    void namesTheLineThatItCannotRead() throws IOException {
        Files.writeString(journal(), "[]\n[{\"kind\":\"dragon\",\"value\":{}}]\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("journal.jsonl:2:")
                .hasMessageContaining("delete the sandbox's data folder");
    }

    private World open() throws IOException {
        return World.open(journal(), Clock.systemUTC());
    }

    private Path journal() {
        return folder.resolve("journal.jsonl");
    }
}
