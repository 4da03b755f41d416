package dev.slipway.activities.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program to run, as a stranger: isolated where asked for, its whole process tree ended with it.
 *
 * @param command program and arguments, not a shell line
 * @param directory its working directory, writable
 * @param home writable folder that it sees as HOME
 * @param environment all of its environment: nothing is inherited
 * @param readOnly further paths that it may read (tools); system folders are always readable
 * @param writable further paths that it may write (caches)
 * @param input for its standard input, then end of file; empty for none
 * @param output file that standard output and standard error are appended to
 * @param timeout after which the whole tree is killed
 * @param maxOutput bytes kept in {@code output}; more is counted and dropped
 */
public record ProcessSpec(
        List<String> command,
        Path directory,
        Path home,
        Map<String, String> environment,
        List<Path> readOnly,
        List<Path> writable,
        String input,
        Path output,
        Duration timeout,
        long maxOutput) {
    public ProcessSpec {
        command = List.copyOf(command);
        readOnly = List.copyOf(readOnly);
        writable = List.copyOf(writable);
    }
}
