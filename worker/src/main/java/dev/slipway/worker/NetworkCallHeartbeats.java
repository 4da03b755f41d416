package dev.slipway.worker;

import dev.slipway.run.TaskQueues;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Heartbeats for what runs on {@link TaskQueues#GITHUB} while it runs, so that a call whose worker was killed is made
 * again within seconds, and not when the time is over that its requests may take. One that answers within a second
 * costs no heartbeat.
 */
final class NetworkCallHeartbeats extends WorkerInterceptorBase {
    private static final Logger log = LoggerFactory.getLogger(NetworkCallHeartbeats.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "call-heartbeats");
        thread.setDaemon(true);
        return thread;
    });

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new ActivityInboundCallsInterceptorBase(next) {
            private ActivityExecutionContext context;

            @Override
            public void init(ActivityExecutionContext given) {
                context = given;
                super.init(given);
            }

            @Override
            public ActivityOutput execute(ActivityInput input) {
                if (!TaskQueues.GITHUB.equals(context.getInfo().getActivityTaskQueue())) {
                    return super.execute(input);
                }
                ScheduledFuture<?> beats = clock.scheduleAtFixedRate(
                        () -> beat(context), EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
                try {
                    return super.execute(input);
                } finally {
                    beats.cancel(false);
                }
            }
        };
    }

    private static void beat(ActivityExecutionContext context) {
        try {
            context.heartbeat(null);
        } catch (RuntimeException e) {
            // A call that nobody waits for any more still ends by itself, and what it created is found by the next one;
            // a server that did not answer this beat may answer the next.
            log.debug("a call's heartbeat: {}", e.getMessage());
        }
    }
}
