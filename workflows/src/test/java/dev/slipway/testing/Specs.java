package dev.slipway.testing;

import dev.slipway.account.AccountName;
import dev.slipway.change.Step;
import dev.slipway.project.ProjectSpec;
import dev.slipway.repository.MergeMethod;
import dev.slipway.repository.OnNameTaken;
import dev.slipway.repository.Visibility;
import dev.slipway.run.Priority;
import dev.slipway.run.ProjectName;
import dev.slipway.run.ToolchainName;
import dev.slipway.verification.Commands;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Project specifications for tests: all defaults, except for what a test changes. */
public final class Specs {
    private final String name;
    private String description = "ERC-20 vault with timelocked withdrawals";
    private Commands commands = Commands.NONE;
    private Priority priority = Priority.MEDIUM;
    private @Nullable String owner;
    private @Nullable AccountName account;
    private @Nullable MergeMethod merge;
    private int maxRetries = 3;
    private Duration patience = Duration.ofDays(7);
    private Duration retryDelay = Duration.ofMillis(10);
    private boolean withTests;
    private boolean optimise;
    private boolean cleanupOnFailure;
    private List<Step> gates = List.of();

    private Specs(String name) {
        this.name = name;
    }

    public static Specs project(String name) {
        return new Specs(name);
    }

    public Specs description(String value) {
        description = value;
        return this;
    }

    public Specs priority(Priority value) {
        priority = value;
        return this;
    }

    public Specs owner(String value) {
        owner = value;
        return this;
    }

    public Specs account(String value) {
        account = AccountName.of(value);
        return this;
    }

    public Specs merge(MergeMethod value) {
        merge = value;
        return this;
    }

    public Specs maxRetries(int value) {
        maxRetries = value;
        return this;
    }

    public Specs patience(Duration value) {
        patience = value;
        return this;
    }

    public Specs retryDelay(Duration value) {
        retryDelay = value;
        return this;
    }

    public Specs withTests() {
        withTests = true;
        return this;
    }

    public Specs optimise() {
        optimise = true;
        return this;
    }

    public Specs cleanupOnFailure() {
        cleanupOnFailure = true;
        return this;
    }

    /** Merged, and deployed by that. */
    public Specs deploy(String... lines) {
        merge = MergeMethod.SQUASH;
        commands = new Commands(List.of(), List.of(), List.of(), List.of(lines));
        return this;
    }

    public Specs gates(Step... before) {
        gates = List.of(before);
        return this;
    }

    public ProjectSpec spec() {
        return new ProjectSpec(
                ProjectName.of(name),
                description,
                "vault",
                ToolchainName.of("solc"),
                commands,
                priority,
                owner,
                account,
                null,
                Visibility.PRIVATE,
                List.of("slipway"),
                "main",
                OnNameTaken.SUFFIX,
                merge,
                maxRetries,
                retryDelay,
                Duration.ofMinutes(15),
                patience,
                withTests,
                optimise,
                cleanupOnFailure,
                gates,
                null,
                List.of(),
                null);
    }
}
