package dev.slipway.verification;

import java.util.List;

/**
 * A project's own commands, each run by {@code sh -c} in the working tree; an empty list leaves the toolchain's. The
 * toolchain {@code command} has none of its own and takes these.
 *
 * @param deploy run on what was merged; no toolchain has commands for that. Empty: it is not deployed
 */
public record Commands(List<String> prepare, List<String> compile, List<String> test, List<String> deploy) {
    public static final Commands NONE = new Commands(List.of(), List.of(), List.of(), List.of());

    public Commands {
        prepare = List.copyOf(prepare);
        compile = List.copyOf(compile);
        test = List.copyOf(test);
        deploy = deploy == null ? List.of() : List.copyOf(deploy);
    }

    /** Of a project that is not deployed. */
    public Commands(List<String> prepare, List<String> compile, List<String> test) {
        this(prepare, compile, test, List.of());
    }
}
