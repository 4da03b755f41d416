package dev.slipway.activities.github;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.AccountName;
import dev.slipway.account.AccountPoolState;
import dev.slipway.account.WorkerAnnouncement;
import dev.slipway.account.WorkerState;
import dev.slipway.run.HostId;
import dev.slipway.sandbox.SandboxOptions;
import dev.slipway.sandbox.SandboxServer;
import dev.slipway.sandbox.http.SecondaryLimits;
import dev.slipway.settings.installation.AccountSettings;
import dev.slipway.settings.installation.GitHubSettings;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many requests of one principal are under way at a time, over all workers. */
class RequestTurnsTest {
    private static final AccountName ONE = AccountName.of("one");
    private static final int EACH = 30;

    @TempDir
    Path folder;

    @Test
    void aShareThatShrinksLetsNobodyBeginUntilEnoughHaveEnded() throws Exception {
        RequestTurns turns = new RequestTurns(3);
        turns.take();
        turns.take();
        turns.take();
        turns.share(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> next = thread.submit(() -> {
                turns.take();
                return true;
            });
            turns.giveBack();
            turns.giveBack();
            assertThat(turns.underWay()).isEqualTo(1);
            assertThat(next.isDone()).isFalse();
            turns.giveBack();
            assertThat(next.get()).isTrue();
            assertThat(turns.underWay()).isEqualTo(1);
            turns.share(2);
            turns.take();
            assertThat(turns.underWay()).isEqualTo(2);
        } finally {
            thread.shutdownNow();
        }
    }

    /** Holds each request that changes something in the middle: it counts as one at a time until the gate opens. */
    private static final class Gate extends HttpFilter {
        private static final long serialVersionUID = 1L;
        private final transient CountDownLatch opened = new CountDownLatch(1);
        private final AtomicInteger held = new AtomicInteger();

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(request.getMethod().equals("POST") ? slow(request) : request, response);
        }

        private HttpServletRequest slow(HttpServletRequest request) {
            return new HttpServletRequestWrapper(request) {
                @Override
                public ServletInputStream getInputStream() throws IOException {
                    held.incrementAndGet();
                    try {
                        opened.await();
                    } catch (InterruptedException stopping) {
                        Thread.currentThread().interrupt();
                    }
                    return super.getInputStream();
                }
            };
        }
    }

    private static AccountPoolState pool(int workers) {
        return new AccountPoolState(
                List.of(),
                IntStream.range(0, workers)
                        .mapToObj(i -> new WorkerState(
                                new WorkerAnnouncement(
                                        HostId.of("host-" + i),
                                        "h",
                                        "test",
                                        4,
                                        List.of(),
                                        List.of(),
                                        null,
                                        List.of(),
                                        true,
                                        true,
                                        null,
                                        null),
                                Instant.now()))
                        .toList(),
                0,
                null);
    }

    @Test
    void workersThatJoinBeforeTheOthersKnowStayBelowAHundredAtOnceTogether() throws Exception {
        Gate gate = new Gate();
        try (SandboxServer server = SandboxServer.start(SandboxOptions.in(folder)
                .withUsers(1)
                .withSecondary(new SecondaryLimits.Allowed(0, 0, 100))
                .withFilters(List.of(gate)))) {
            List<Principals> workers = new ArrayList<>();
            List<Future<Integer>> answers = new ArrayList<>();
            ExecutorService threads = Executors.newCachedThreadPool();
            try {
                for (int i = 0; i < 5; i++) {
                    Principals worker = new Principals(InstantSource.system(), PoolReports.NONE);
                    workers.add(worker);
                    worker.learnt(ONE, "factory-1");
                    AccountSettings account = new AccountSettings(
                            ONE, null, new SecretRef.Literal(new Secret(server.token("factory-1"))), 0);
                    GitHubClients clients = new GitHubClients(
                            new GitHubSettings(
                                    URI.create(server.apiUrl()), URI.create(server.url()), Duration.ofMillis(1)),
                            List.of(account),
                            reference -> ((SecretRef.Literal) reference).secret(),
                            worker);
                    for (int n = 0; n < EACH; n++) {
                        String name = "w" + i + "-" + n;
                        answers.add(threads.submit(() -> {
                            clients.as(ONE).createRepository(name).create();
                            return 1;
                        }));
                    }
                    int expected = (i + 1) * 19;
                    Awaitility.await().until(() -> gate.held.get() == expected);
                }
                workers.forEach(worker -> worker.poolSays(pool(5)));
                gate.opened.countDown();
                for (Future<Integer> answer : answers) {
                    assertThat(answer.get()).isEqualTo(1); // and not refused with a limit
                }
            } finally {
                gate.opened.countDown();
                threads.shutdownNow();
            }
            assertThat(server.requests().all())
                    .filteredOn(entry -> entry.method().equals("POST"))
                    .hasSize(5 * EACH)
                    .allSatisfy(entry -> assertThat(entry.status()).isEqualTo(201));
        }
    }
}
