package dev.slipway.starter.demo;

import dev.slipway.project.ProjectSpec;
import dev.slipway.repository.OnNameTaken;
import dev.slipway.repository.Visibility;
import dev.slipway.run.Priority;
import dev.slipway.run.ProjectName;
import dev.slipway.run.ToolchainName;
import dev.slipway.verification.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the demo builds: for each toolchain the kind of thing that the script book knows how to write. */
public final class DemoProjects {
    private static final int FIX_ROUNDS = 3;
    private static final Duration TIMEOUT = Duration.ofMinutes(15);
    private static final Duration PATIENCE = Duration.ofDays(1);

    private record Idea(String name, String type, String description) {}

    private static final Map<String, Idea> IDEAS = new LinkedHashMap<>();

    static {
        idea(
                "solc",
                "token-vault",
                "vault",
                "Vault for one token with timelocked withdrawals and an owner who can pause");
        idea("clarinet", "name-registry", "registry", "Registers names for a yearly fee; transfer, renewal, expiry");
        idea("maven", "lru-cache", "library", "Generic LRU cache with a time to live, safe for concurrent use");
        idea("go", "url-shortener", "service", "HTTP service that shortens URLs, in memory, with expiry");
        idea("cargo", "ring-buffer", "library", "Ring buffer for a single producer and a single consumer");
        idea("python", "csv-columns", "command", "Converts CSV to a columnar file and reports the rows it refused");
        idea("npm", "rate-limiter", "library", "Token-bucket rate limiter with tests");
        idea(
                "hardhat",
                "timelock-vault",
                "vault",
                "Vault for one token with timelocked withdrawals, tested in Solidity");
        idea("foundry", "guarded-vault", "vault", "Vault for one token with timelocked withdrawals, tested with Forge");
        idea("command", "release-notes", "script", "Release notes, rendered as Markdown by a shell script");
    }

    private DemoProjects() {}

    /** Toolchains that the demo has a project for, in the order in which it prefers them. */
    static List<String> known() {
        return List.copyOf(IDEAS.keySet());
    }

    /** So many projects, spread over the toolchains in turn; names are distinct. */
    public static List<ProjectSpec> spread(int count, List<ToolchainName> toolchains) {
        Map<ToolchainName, Integer> used = new HashMap<>();
        List<ProjectSpec> projects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ToolchainName toolchain = toolchains.get(i % toolchains.size());
            int number = used.merge(toolchain, 1, Integer::sum);
            projects.add(project(toolchain, number));
        }
        return projects;
    }

    private static ProjectSpec project(ToolchainName toolchain, int number) {
        Idea idea = IDEAS.get(toolchain.value());
        String name = number == 1 ? idea.name() : idea.name() + "-" + number;
        return new ProjectSpec(
                ProjectName.of(name),
                idea.description(),
                idea.type(),
                toolchain,
                toolchain.value().equals("command")
                        ? new Commands(List.of(), List.of(), List.of("sh check.sh"))
                        : Commands.NONE,
                Priority.MEDIUM,
                null,
                null,
                null,
                Visibility.PRIVATE,
                List.of("slipway-demo"),
                "main",
                OnNameTaken.SUFFIX,
                null,
                FIX_ROUNDS,
                Duration.ZERO,
                TIMEOUT,
                PATIENCE,
                false,
                false,
                false,
                List.of(),
                null,
                List.of(),
                null);
    }

    private static void idea(String toolchain, String name, String type, String description) {
        IDEAS.put(toolchain, new Idea(name, type, description));
    }
}
