package dev.slipway.settings.toolchain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program that a toolchain needs on the machine.
 *
 * @param tool its name on the PATH
 * @param args that make it print its version
 * @param minimum lowest version that serves, such as {@code 20.0}; null: any
 * @param locate arguments that make it print the folder it is installed in, or the real program; empty: the program's
 *     own place, symbolic links followed. Version managers put wrappers on the PATH that need the user's home, which
 *     builds don't see.
 * @param also further places to look, as glob patterns that may begin with <code>${HOME}</code>
 * @param get how a person gets it
 */
public record ToolRequirement(
        String tool, List<String> args, @Nullable String minimum, List<String> locate, List<String> also, String get) {
    public ToolRequirement {
        requireNonNull(tool, "tool is null");
        args = List.copyOf(args);
        locate = List.copyOf(locate);
        also = List.copyOf(also);
    }
}
