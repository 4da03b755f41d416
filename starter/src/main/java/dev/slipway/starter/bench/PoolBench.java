package dev.slipway.starter.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.run.WorkflowIds;
import dev.slipway.starter.connection.Server;
import dev.slipway.starter.run.Pool;
import dev.slipway.starter.run.SeatPool;
import dev.slipway.starter.run.Visibility;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * How fast the pools decide while five hundred wait. The pools are the real ones, on a real worker; who asks is a workflow
 * each, here in this process, which gives back at once what it was granted and asks again. A decision counts when it has
 * arrived there.
 */
public final class PoolBench implements Benchmark {
    private static final int REQUESTERS = 500;
    private static final int ROUNDS = 5;
    private static final double DECISIONS = 20;
    private static final long EVENTS = 10_000;
    private static final String QUEUE = "slipway-bench";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration ASKS_FOR = Duration.ofSeconds(20);

    /**
     * Of one pool.
     *
     * @param perSecond decisions, while as many waited
     * @param events in its longest history between two continue-as-new
     */
    record Speed(double perSecond, long events, int runs) {
        boolean met() {
            return perSecond >= DECISIONS && events <= EVENTS;
        }
    }

    @Override
    public String word() {
        return "pools";
    }

    @Override
    public String bar() {
        return "account and agent pool with 500 waiting: decisions a second >= 20, history between continue-as-new"
                + " <= 10,000 events";
    }

    @Override
    public Measured measure(Stage stage) {
        int requesters = stage.projects() == null ? REQUESTERS : stage.projects();
        try (BenchStack stack = BenchStack.start(stage, BenchStack.Shape.unpaced(1, 0))) {
            Server server = stack.stack().server();
            AtomicLong grants = new AtomicLong();
            WorkerFactory factory = WorkerFactory.newInstance(server.client());
            Worker worker = factory.newWorker(QUEUE);
            worker.registerWorkflowImplementationFactory(
                    PoolRequester.class, () -> new PoolRequesterWorkflow(grants::incrementAndGet));
            factory.start();
            try {
                PoolSupply supply = new PoolSupply(server.client());
                Pool accountPool = new Pool(server);
                Speed accounts = speed(
                        server,
                        requesters,
                        grants,
                        new Asked(
                                WorkflowIds.ACCOUNT_POOL,
                                false,
                                () -> accountPool
                                        .state(ASKS_FOR)
                                        .map(state -> state.waiting())
                                        .orElse(0),
                                supply::accounts));
                stage.console().say("account pool: " + said(accounts));
                SeatPool seatPool = new SeatPool(server);
                Speed seats = speed(
                        server,
                        requesters,
                        grants,
                        new Asked(
                                WorkflowIds.AGENT_POOL,
                                true,
                                () -> seatPool.state().waiting(),
                                supply::seat));
                stage.console().say("agent pool: " + said(seats));
                return new Measured(figure(accounts, seats), json(requesters, accounts, seats));
            } finally {
                factory.shutdownNow();
            }
        }
    }

    /** @param supply begins to hand out */
    private record Asked(String pool, boolean seats, IntSupplier waiting, Runnable supply) {}

    private static Speed speed(Server server, int requesters, AtomicLong grants, Asked asked) {
        grants.set(0);
        List<WorkflowStub> all = new ArrayList<>();
        for (int i = 0; i < requesters; i++) {
            PoolRequester one = server.client()
                    .newWorkflowStub(
                            PoolRequester.class,
                            WorkflowOptions.newBuilder()
                                    .setWorkflowId("bench/" + asked.pool() + "/" + i)
                                    .setTaskQueue(QUEUE)
                                    .build());
            var unused = WorkflowClient.start(one::run, new PoolRequester.Order(asked.seats(), ROUNDS));
            all.add(WorkflowStub.fromTyped(one));
        }
        BenchStack.await("all wait", PATIENCE, () -> asked.waiting().getAsInt() >= requesters);
        // In the last round those that are done ask no more, and fewer wait.
        long wanted = (long) requesters * (ROUNDS - 1);
        long before = System.nanoTime();
        asked.supply().run();
        BenchStack.await("all but the last round", PATIENCE, () -> grants.get() >= wanted);
        double seconds = Duration.ofNanos(System.nanoTime() - before).toMillis() / 1000.0;
        double perSecond = grants.get() / seconds;
        all.forEach(one -> one.getResult(Void.class));
        List<WorkflowExecutionInfo> runs = new Visibility(server).runs(asked.pool());
        return new Speed(
                perSecond,
                runs.stream()
                        .mapToLong(WorkflowExecutionInfo::getHistoryLength)
                        .max()
                        .orElse(0),
                runs.size());
    }

    static Figure figure(Speed accounts, Speed seats) {
        return new Figure(
                Math.min(accounts.perSecond(), seats.perSecond()),
                accounts.met() && seats.met(),
                "account pool " + said(accounts) + "; agent pool " + said(seats));
    }

    private static String said(Speed speed) {
        return String.format(
                Locale.ROOT,
                "%.1f decisions a second, at most %d events in each of %d histories",
                speed.perSecond(),
                speed.events(),
                speed.runs());
    }

    private static ObjectNode json(int requesters, Speed accounts, Speed seats) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("requesters", requesters);
        put(json.putObject("accountPool"), accounts);
        put(json.putObject("agentPool"), seats);
        return json;
    }

    private static void put(ObjectNode node, Speed speed) {
        node.put("decisionsPerSecond", Math.round(speed.perSecond() * 10) / 10.0)
                .put("events", speed.events())
                .put("histories", speed.runs());
    }
}
