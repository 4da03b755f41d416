package dev.slipway.settings.path;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where everything lies. With {@code SLIPWAY_HOME} set, all of it below that folder ({@code state}, {@code cache},
 * {@code config}); else in the user's XDG state, cache and configuration folders. {@code SLIPWAY_STATE_DIR} and
 * {@code SLIPWAY_CACHE_DIR} name one of them alone: several workers of one machine have a state each, and share the cache
 * the folder of artifacts ({@code SLIPWAY_ARTIFACTS_DIR}) and the ledger ({@code SLIPWAY_LEDGER_FILE}).
 *
 * @param artifacts the artifact store that serves this host only
 * @param ledger the SQLite file of the ledger that serves this host only
 */
public record SlipwayHome(Path state, Path cache, Path config, Path artifacts, Path ledger) {
    /** With its artifacts and its ledger in the state folder. */
    public SlipwayHome(Path state, Path cache, Path config) {
        this(state, cache, config, state.resolve("artifacts"), state.resolve("ledger.db"));
    }

    /** From the environment given: {@code SLIPWAY_HOME}, {@code XDG_STATE_HOME}, {@code XDG_CACHE_HOME}, {@code XDG_CONFIG_HOME}, {@code HOME}. */
    public static SlipwayHome from(Map<String, String> environment) {
        SlipwayHome home = whole(environment);
        Path state = own(environment, "SLIPWAY_STATE_DIR", home.state);
        return new SlipwayHome(
                state,
                own(environment, "SLIPWAY_CACHE_DIR", home.cache),
                home.config,
                own(environment, "SLIPWAY_ARTIFACTS_DIR", state.resolve("artifacts")),
                own(environment, "SLIPWAY_LEDGER_FILE", state.resolve("ledger.db")));
    }

    private static Path own(Map<String, String> environment, String variable, Path fallback) {
        String set = environment.get(variable);
        return set == null || set.isBlank()
                ? fallback
                : Path.of(set).toAbsolutePath().normalize();
    }

    private static SlipwayHome whole(Map<String, String> environment) {
        String home = environment.get("SLIPWAY_HOME");
        if (home != null && !home.isBlank()) {
            Path root = Path.of(home).toAbsolutePath().normalize();
            return new SlipwayHome(root.resolve("state"), root.resolve("cache"), root.resolve("config"));
        }
        Path user = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        return new SlipwayHome(
                folder(environment, "XDG_STATE_HOME", user.resolve(".local/state")),
                folder(environment, "XDG_CACHE_HOME", user.resolve(".cache")),
                folder(environment, "XDG_CONFIG_HOME", user.resolve(".config")));
    }

    private static Path folder(Map<String, String> environment, String variable, Path fallback) {
        String set = environment.get(variable);
        Path base = set == null || set.isBlank() ? fallback : Path.of(set);
        return base.toAbsolutePath().normalize().resolve("slipway");
    }

    /** Workspaces of this host. */
    public Path workspaces() {
        return state.resolve("workspaces");
    }

    /** Logs of the local stack's processes. */
    public Path logs() {
        return state.resolve("logs");
    }

    /** Process records of the local stack. */
    public Path run() {
        return state.resolve("run");
    }

    /** Data of the local Temporal server. */
    public Path engine() {
        return state.resolve("engine");
    }

    /** Data of the sandbox. */
    public Path sandbox() {
        return state.resolve("sandbox");
    }

    /** Tools that Slipway installed for itself: Temporal, agents, compilers. */
    public Path tools() {
        return cache.resolve("tools");
    }

    /** The installation's own list prices of models; need not be there. */
    public Path prices() {
        return config.resolve("prices.csv");
    }

    /** The installation's configuration file. */
    public Path configFile() {
        return config.resolve("config.yaml");
    }
}
