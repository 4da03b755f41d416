package dev.slipway.worker;

import dev.slipway.settings.connection.ServerUnreachableException;
import dev.slipway.settings.connection.TemporalConnection;
import dev.slipway.settings.installation.TemporalSettings;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Healthy while the Temporal server answers. */
@Component
class TemporalHealthIndicator implements HealthIndicator {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final WorkflowServiceStubs stubs;
    private final TemporalSettings settings;

    TemporalHealthIndicator(WorkflowServiceStubs stubs, TemporalSettings settings) {
        this.stubs = stubs;
        this.settings = settings;
    }

    @Override
    public Health health() {
        try {
            TemporalConnection.awaitServer(stubs, settings, PATIENCE);
            return Health.up()
                    .withDetail("address", TemporalConnection.address(settings))
                    .withDetail("namespace", settings.namespace())
                    .build();
        } catch (ServerUnreachableException e) {
            return Health.down().withDetail("reason", e.getMessage()).build();
        }
    }
}
