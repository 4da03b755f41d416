package dev.slipway.settings.work;

import dev.slipway.account.AccountName;
import dev.slipway.settings.Target;
import dev.slipway.settings.toolchain.Toolchains;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a file of work is read with: the toolchains that there are, and what the command line says about all projects.
 *
 * @param target in the sandbox, owners and accounts whose variable is not set are left open
 * @param withTests {@code --with-tests}: also where the file does not ask for it
 * @param optimise {@code --optimise}: likewise
 * @param account {@code --account}: whatever the file says; null for the file's
 */
public record WorkDefaults(
        Toolchains toolchains,
        Target target,
        boolean withTests,
        boolean optimise,
        @Nullable AccountName account) {
    public WorkDefaults {
        Objects.requireNonNull(toolchains, "toolchains is null");
        Objects.requireNonNull(target, "target is null");
    }

    /** Nothing said on the command line. */
    public static WorkDefaults of(Toolchains toolchains, Target target) {
        return new WorkDefaults(toolchains, target, false, false, null);
    }
}
