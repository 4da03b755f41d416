package dev.slipway.activities.ledger;

import dev.slipway.ledger.AccountUse;
import dev.slipway.ledger.AgentRunRecord;
import dev.slipway.ledger.Decision;
import dev.slipway.ledger.LimitMet;
import dev.slipway.ledger.RunRecord;
import dev.slipway.ledger.StepRecord;
import dev.slipway.run.RunKey;
import dev.slipway.run.RunState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Records to write. */
final class Rows {
    static final Instant NOON = Instant.parse("2026-11-01T12:00:00.123Z");
    static final Instant EVER = Instant.parse("2000-01-01T00:00:00Z");
    static final Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

    private Rows() {}

    static RunRecord run(String name, RunState state, Instant started, Duration took, int attempts) {
        String id = "project/demo/" + name;
        return new RunRecord(
                id,
                key(name),
                started,
                started.plus(took),
                "project",
                "demo",
                name,
                "acme/" + name,
                "https://github.test/acme/" + name + "/pull/1",
                "solc",
                "development",
                state,
                state == RunState.FAILED ? "VERIFY" : "PULL_REQUEST",
                state == RunState.FAILED ? "after 4 attempts: TEST failed" : "",
                attempts,
                new BigDecimal("0.10"),
                "alice",
                "claude",
                "host-1",
                List.of(
                        new StepRecord(
                                "1-generate",
                                1,
                                "GENERATE",
                                started,
                                Duration.ofSeconds(40),
                                true,
                                "ok",
                                "wrote 3 files"),
                        new StepRecord(
                                "2-verify",
                                1,
                                "VERIFY",
                                started.plusSeconds(41),
                                Duration.ofMillis(1_234),
                                state == RunState.COMPLETED,
                                state == RunState.COMPLETED ? "ok" : "test failed",
                                "expected 1, \"was\" 2; 日本")),
                List.of(agentRun(name, "1-generate", "host-1", started, "0.10", "metered")),
                List.of(new AccountUse("alice", 7)),
                null,
                new BigDecimal("0.20"));
    }

    static RunKey key(String name) {
        return RunKey.of("key0" + name.replaceAll("[^a-z0-9]", "") + "0000");
    }

    static AgentRunRecord agentRun(String name, String step, String host, Instant started, String usd, String billing) {
        return new AgentRunRecord(
                "project/demo/" + name,
                key(name),
                step,
                host,
                "GENERATE",
                "development",
                "claude",
                "team-max",
                billing,
                "some-model",
                "COMPLETED",
                null,
                started,
                Duration.ofSeconds(40),
                12,
                1_000,
                200,
                30_000,
                4_000,
                new BigDecimal(usd),
                false);
    }

    static Decision decision(Instant at, String what) {
        return new Decision(at, "ann", what, "project/demo/vault", "since | it, \"was\" so");
    }

    static LimitMet limit(Instant at) {
        return new LimitMet(
                at, "seat/claude/team-max", "session limit", "project/demo/vault", at.plusSeconds(600), "5-hour limit");
    }
}
