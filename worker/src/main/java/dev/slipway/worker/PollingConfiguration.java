package dev.slipway.worker;

import dev.slipway.run.HostId;
import dev.slipway.settings.connection.TemporalConnection;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.secret.SecretResolver;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.spring.boot.TemporalOptionsCustomizer;
import io.temporal.spring.boot.WorkerOptionsCustomizer;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How this process talks to Temporal: the parts that the starter's properties can't say. */
@Configuration(proxyBeanMethods = false)
class PollingConfiguration {
    private static final int VIRTUAL_THREADS_SINCE = 21;

    /**
     * Heartbeats leave the worker each second. The SDK's default throttles them to 80 % of the time-out, and then a host
     * that stands still for two seconds loses all its sessions.
     */
    private static final Duration HEARTBEAT_THROTTLE = Duration.ofSeconds(1);

    /**
     * How long a workflow task waits for the worker that has the workflow in its cache, which may be dead: part of the time
     * until its projects go on elsewhere. A worker that is only busy loses the task to one that reads the history again.
     */
    private static final Duration STICKY_TIMEOUT = Duration.ofMillis(1500);

    /** A server that was away is found again within a second; gRPC's own waits grow to minutes. */
    private static final Duration RECONNECTS_EVERY = Duration.ofSeconds(1);

    @Bean
    DataConverter mainDataConverter() {
        return TemporalConnection.dataConverter();
    }

    @Bean
    TemporalOptionsCustomizer<WorkflowServiceStubsOptions.Builder> connection(
            TemporalSettings temporal, SecretResolver secrets) {
        return builder -> TemporalConnection.apply(builder, temporal, secrets)
                .setGrpcClientInterceptors(List.of(new PatientPolls()))
                .setConnectionBackoffResetFrequency(RECONNECTS_EVERY);
    }

    @Bean
    TemporalOptionsCustomizer<WorkflowClientOptions.Builder> identity(HostId host) {
        return builder ->
                builder.setIdentity(host + "/" + ProcessHandle.current().pid());
    }

    @Bean
    TemporalOptionsCustomizer<WorkerFactoryOptions.Builder> threads() {
        boolean virtual = Runtime.version().feature() >= VIRTUAL_THREADS_SINCE;
        return builder -> {
            builder.setWorkerInterceptors(new NetworkCallHeartbeats());
            return virtual ? builder.setUsingVirtualWorkflowThreads(true) : builder;
        };
    }

    @Bean
    WorkerOptionsCustomizer polling() {
        return new WorkerOptionsCustomizer() {
            @Override
            public io.temporal.worker.WorkerOptions.Builder customize(
                    io.temporal.worker.WorkerOptions.Builder builder, String worker, String queue) {
                return builder.setMaxHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
                        .setDefaultHeartbeatThrottleInterval(HEARTBEAT_THROTTLE)
                        .setStickyQueueScheduleToStartTimeout(STICKY_TIMEOUT);
            }
        };
    }
}
