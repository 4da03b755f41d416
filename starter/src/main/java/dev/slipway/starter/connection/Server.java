package dev.slipway.starter.connection;

import dev.slipway.settings.connection.TemporalConnection;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.secret.SecretResolver;
import dev.slipway.starter.engine.Engine;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A Temporal server that has answered. */
public final class Server implements AutoCloseable {
    /** How long closed workflows are kept. */
    private static final Duration RETENTION = Duration.ofDays(30);

    private final Engine engine;
    private final TemporalSettings settings;
    private final WorkflowServiceStubs stubs;
    private @Nullable WorkflowClient client;

    private Server(Engine engine, TemporalSettings settings, WorkflowServiceStubs stubs) {
        this.engine = engine;
        this.settings = settings;
        this.stubs = stubs;
    }

    /**
     * Connects.
     *
     * @throws dev.slipway.settings.connection.ServerUnreachableException within 10 s, saying what was tried
     */
    public static Server connect(Engine engine, TemporalSettings configured, Map<String, String> environment) {
        TemporalSettings settings = at(engine, configured);
        return new Server(engine, settings, TemporalConnection.connect(settings, new SecretResolver(environment)));
    }

    /** Makes namespace and search attributes ready, where they are not. */
    public void prepare() {
        if (engine.kind() == Engine.Kind.IN_MEMORY) {
            TestServerAttributes.register(stubs, engine.namespace());
            return;
        }
        TemporalConnection.ensureNamespaceAndSearchAttributes(stubs, settings, RETENTION);
        if (engine.kind() == Engine.Kind.DEV_SERVER) {
            Retention.atLeast(stubs, engine.namespace(), RETENTION);
        }
    }

    public Engine engine() {
        return engine;
    }

    public WorkflowServiceStubs stubs() {
        return stubs;
    }

    /** Made when it is first asked for: lists do without. */
    public synchronized WorkflowClient client() {
        if (client == null) {
            client = TemporalConnection.client(stubs, settings);
        }
        return client;
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }

    private static TemporalSettings at(Engine engine, TemporalSettings configured) {
        if (engine.kind() == Engine.Kind.CONFIGURED) {
            return new TemporalSettings(
                    engine.address(),
                    engine.namespace(),
                    configured.apiKey(),
                    configured.tls(),
                    configured.certificate(),
                    configured.key(),
                    configured.ca());
        }
        return new TemporalSettings(engine.address(), engine.namespace(), null, false, null, null, null);
    }
}
