package dev.slipway.worker;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The worker's command line.
 *
 * @param config the installation's files, the later before the earlier; empty for the user's own, or the defaults where
 *     there is none
 * @param roles what this process polls for
 * @param slots workspaces at a time; 0 for what the configuration or the machine says
 * @param readyFile written, as JSON, once the worker polls; null for none
 * @param noIsolation run agents and builds without isolation, said out loud by the user
 */
record WorkerFlags(
        List<Path> config,
        Set<Role> roles,
        int slots,
        @Nullable Path readyFile,
        boolean noIsolation) {
    WorkerFlags {
        config = List.copyOf(config);
    }

    /** What a worker polls for. */
    enum Role {
        /** Workflow tasks. */
        WORKFLOWS,
        /** Short network calls. */
        GITHUB,
        /** Workspaces: agents and builds. */
        WORK
    }

    static final String USAGE = """
            Usage: slipway worker [--config FILE]... [--roles workflows,github,work] [--slots N] [--no-isolation]
                                  [--ready-file FILE]""";

    /** @throws IllegalArgumentException naming the word that is wrong */
    static WorkerFlags parse(List<String> arguments) {
        List<Path> config = new ArrayList<>();
        Path readyFile = null;
        Set<Role> roles = EnumSet.allOf(Role.class);
        int slots = 0;
        boolean noIsolation = false;
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String word = rest.removeFirst();
            int equals = word.indexOf('=');
            String flag = equals < 0 ? word : word.substring(0, equals);
            if (equals >= 0) {
                rest.addFirst(word.substring(equals + 1));
            }
            switch (flag) {
                case "--config" -> config.add(Path.of(value(flag, rest)));
                case "--ready-file" -> readyFile = Path.of(value(flag, rest));
                case "--roles" -> roles = roles(value(flag, rest));
                case "--slots" -> slots = slots(value(flag, rest));
                case "--no-isolation" -> noIsolation = true;
                default -> throw new IllegalArgumentException("unknown argument '" + word + "'");
            }
        }
        return new WorkerFlags(config, roles, slots, readyFile, noIsolation);
    }

    private static String value(String flag, Deque<String> rest) {
        if (rest.isEmpty()) {
            throw new IllegalArgumentException(flag + " needs a value");
        }
        return rest.removeFirst();
    }

    private static int slots(String value) {
        try {
            int slots = Integer.parseInt(value);
            if (slots >= 1 && slots <= 1000) {
                return slots;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException("--slots takes a number from 1 to 1000, not '" + value + "'");
    }

    private static Set<Role> roles(String value) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : value.split(",", -1)) {
            try {
                roles.add(Role.valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "--roles takes workflows, github and work, not '" + name.strip() + "'", e);
            }
        }
        return roles;
    }
}
