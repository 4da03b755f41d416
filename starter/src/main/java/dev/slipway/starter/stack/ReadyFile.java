package dev.slipway.starter.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.starter.output.CommandFailure;
import dev.slipway.starter.process.BackgroundProcess;
import dev.slipway.starter.process.LogFile;
import dev.slipway.starter.process.ProcessRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A JSON file by which a process that we started says that it is ready. */
record ReadyFile(Path path) {
    /** Before the process is started: what an earlier one wrote does not count. */
    void clear() throws IOException {
        Files.createDirectories(path.getParent());
        Files.deleteIfExists(path);
    }

    /**
     * What the process wrote.
     *
     * @throws CommandFailure when it ends or its time runs out, with the end of its log; the process is ended
     */
    JsonNode await(ProcessRecord started, LogFile log, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            while (!Files.exists(path)) {
                if (!started.alive() || System.nanoTime() > deadline) {
                    BackgroundProcess.stop(started, Duration.ofSeconds(2));
                    throw CommandFailure.failed("the " + started.name() + " did not come up. The end of its log ("
                            + log.path() + "):\n" + log.tail(20));
                }
                Thread.sleep(50);
            }
            return new ObjectMapper().readTree(Files.readString(path));
        } catch (IOException e) {
            throw CommandFailure.failed("can't read " + path + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            BackgroundProcess.stop(started, Duration.ofSeconds(2));
            throw CommandFailure.failed("interrupted while waiting for the " + started.name());
        }
    }
}
