package dev.slipway.starter.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.slipway.starter.stack.Sandbox;
import dev.slipway.starter.stack.SandboxFaults;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Revokes one principal's token and suspends another one's account, for good, once so many writes were seen. */
final class Losing implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Sandbox sandbox;
    private final List<String> logins;
    private final int afterWrites;
    private final Thread watching = new Thread(this::watch, "losing-principals");
    private volatile @Nullable Struck struck;

    /**
     * When it happened.
     *
     * @param writes that had been seen by then
     */
    record Struck(Instant at, int writes) {}

    /** @param logins the one to revoke, and the one to suspend */
    Losing(Sandbox sandbox, List<String> logins, int afterWrites) {
        this.sandbox = sandbox;
        this.logins = List.copyOf(logins);
        this.afterWrites = afterWrites;
        watching.setDaemon(true);
    }

    void start() {
        watching.start();
    }

    /** Empty as long as it has not happened. */
    Optional<Struck> struck() {
        return Optional.ofNullable(struck);
    }

    private void watch() {
        try {
            int seen = WriteTrace.of(sandbox.requests()).writes();
            while (seen < afterWrites) {
                Thread.sleep(LOOK.toMillis());
                seen = WriteTrace.of(sandbox.requests()).writes();
            }
            SandboxFaults faults = new SandboxFaults(sandbox.url());
            faults.add(fault("token-revoked", logins.get(0)));
            faults.add(fault("account-suspended", logins.get(1)));
            struck = new Struck(Instant.now(), seen);
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonNode fault(String kind, String login) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind).put("user", login);
    }

    @Override
    public void close() {
        watching.interrupt();
    }
}
