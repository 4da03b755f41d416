package dev.slipway.worker;

import dev.slipway.activities.workspace.HostCheck;
import dev.slipway.activities.workspace.HostSessions;
import dev.slipway.run.HostId;
import dev.slipway.run.TaskQueues;
import io.temporal.worker.WorkerFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * The order in which a worker begins and ends. It announces itself when it polls, and on SIGTERM takes no new work,
 * lets the running steps finish and be checkpointed, and only then goes: the starter's own shutdown would not wait for
 * running activities (sdk-java #2026).
 */
final class WorkerLifecycle implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(WorkerLifecycle.class);

    /** Longer than any agent's usual run; a service manager's own limit comes on top. */
    private static final Duration LONGEST_STEP = Duration.ofMinutes(19);

    private static final int WRONG_CONFIGURATION = 2;

    private final HostId host;
    private final WorkerFactory workers;
    private final @Nullable HostSessions sessions;
    private final Announcer announcer;
    private final WorkerFlags flags;
    private final int slots;
    private final @Nullable HostCheck check;
    private volatile boolean running;

    WorkerLifecycle(
            HostId host,
            WorkerFactory workers,
            @Nullable HostSessions sessions,
            @Nullable HostCheck check,
            Announcer announcer,
            WorkerFlags flags,
            int slots) {
        this.host = host;
        this.workers = workers;
        this.sessions = sessions;
        this.check = check;
        this.announcer = announcer;
        this.flags = flags;
        this.slots = slots;
        if (sessions != null) {
            sessions.admittedBy(announcer.admission());
        }
    }

    /** After the starter's own listener has started the workers. */
    @EventListener
    @Order(Ordered.LOWEST_PRECEDENCE)
    void polling(ApplicationReadyEvent event) throws IOException {
        ApplicationContext context = event.getApplicationContext();
        announcer.start(reason -> leave(context, reason));
        if (announcer.admission().isCompletedExceptionally()) {
            return;
        }
        int port = context instanceof WebServerApplicationContext web && web.getWebServer() != null
                ? web.getWebServer().getPort()
                : -1;
        if (flags.readyFile() != null) {
            new ReadyFile(flags.readyFile()).write(host, port, slots);
        }
        log.info("host {} polls with {} slots; health and metrics on port {}", host, slots, port);
    }

    /** A host that may not join ends, and says so; no service manager need start it again before that is mended. */
    private static void leave(ApplicationContext context, String reason) {
        log.error("This worker may not run: {}", reason);
        System.err.println("This worker may not run: " + reason);
        new Thread(() -> System.exit(SpringApplication.exit(context, () -> WRONG_CONFIGURATION)), "leave").start();
    }

    /** Before anything is polled. */
    @Override
    public void start() {
        if (check != null) {
            check.await();
        }
        running = true;
    }

    @Override
    public void stop() {
        log.info("host {} stops: takes no new work, finishes what runs", host);
        announcer.stop();
        if (sessions != null) {
            workers.getWorker(TaskQueues.WORK).suspendPolling();
            sessions.drain(LONGEST_STEP);
        }
        workers.shutdown();
        workers.awaitTermination(LONGEST_STEP.toSeconds(), TimeUnit.SECONDS);
        running = false;
        log.info("host {} has stopped", host);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops first, while everything that the running steps need is still there. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
