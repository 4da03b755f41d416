package dev.slipway.activities.github;

import dev.slipway.account.AccountLease;
import dev.slipway.account.AccountName;
import dev.slipway.sandbox.SandboxOptions;
import dev.slipway.sandbox.SandboxServer;
import dev.slipway.settings.installation.AccountSettings;
import dev.slipway.settings.installation.GitHubSettings;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sandbox, clients for some of its users, a log of what they asked, and faults on demand. */
final class SandboxAccounts implements AutoCloseable {
    /** What happens to one request. */
    interface Fault {
        void apply(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException;
    }

    private record Planned(String method, String pathEnd, Fault fault) {}

    final SandboxServer server;
    final GitHubClients clients;
    final List<String> requests = new CopyOnWriteArrayList<>();
    private final Deque<Planned> faults = new ArrayDeque<>();
    private final List<AccountSettings> accounts = new ArrayList<>();

    SandboxAccounts(Path folder) throws IOException {
        server = SandboxServer.start(SandboxOptions.in(folder).withUsers(4).withFilters(List.of(door())));
        account("one", null, server.token("factory-1"));
        account("two", "acme", server.token("factory-2"));
        account("four", null, server.token("factory-4"));
        account("outsider", null, server.token("outsider"));
        account("bot", "acme", server.token("slipway-sandbox[bot]"));
        account("wrong", null, "ghp_" + "x".repeat(36));
        clients = new GitHubClients(settings(), accounts, reference -> ((SecretRef.Literal) reference).secret());
    }

    /** Clients of another worker, which knows nothing yet. */
    GitHubClients freshClients() {
        return new GitHubClients(settings(), accounts, reference -> ((SecretRef.Literal) reference).secret());
    }

    private AccountSettings account(String name, String owner, String token) {
        AccountSettings account =
                new AccountSettings(new AccountName(name), owner, new SecretRef.Literal(new Secret(token)), 0);
        accounts.add(account);
        return account;
    }

    AccountSettings account(String name) {
        return accounts.stream()
                .filter(account -> account.name().value().equals(name))
                .findFirst()
                .orElseThrow();
    }

    GitHubSettings settings() {
        return new GitHubSettings(URI.create(server.apiUrl()), URI.create(server.url()), Duration.ofMillis(1));
    }

    static AccountLease lease(String account, String login) {
        return new AccountLease(
                new AccountName(account), login, login, 1, Instant.now().plusSeconds(600));
    }

    /** Plans a fault for the next request of that method whose path ends so. */
    synchronized void next(String method, String pathEnd, Fault fault) {
        faults.add(new Planned(method, pathEnd, fault));
    }

    static Fault answer(int status, String body, String... headers) {
        return (request, response, chain) -> {
            for (int i = 0; i < headers.length; i += 2) {
                response.setHeader(headers[i], headers[i + 1]);
            }
            response.setStatus(status);
            response.setContentType("application/json");
            response.getWriter().write(body);
        };
    }

    /** GitHub acts, and its answer is lost on the way. */
    static Fault lostAnswer() {
        return (request, response, chain) -> {
            jakarta.servlet.http.HttpServletResponseWrapper nobody =
                    new jakarta.servlet.http.HttpServletResponseWrapper(response) {
                        @Override
                        public java.io.PrintWriter getWriter() {
                            return new java.io.PrintWriter(java.io.Writer.nullWriter());
                        }

                        @Override
                        public jakarta.servlet.ServletOutputStream getOutputStream() {
                            return new Nowhere();
                        }
                    };
            chain.doFilter(request, nobody);
            response.reset();
            response.setStatus(502);
        };
    }

    private static final class Nowhere extends jakarta.servlet.ServletOutputStream {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(jakarta.servlet.WriteListener listener) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void write(int b) {
            // lost
        }
    }

    private Filter door() {
        return new HttpFilter() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws IOException, ServletException {
                String path = request.getRequestURI();
                requests.add(request.getMethod() + " " + path.replaceFirst("^/api/v3", ""));
                Planned planned;
                synchronized (SandboxAccounts.this) {
                    planned = faults.peek();
                    if (planned != null
                            && planned.method().equals(request.getMethod())
                            && path.endsWith(planned.pathEnd())) {
                        faults.remove();
                    } else {
                        planned = null;
                    }
                }
                if (planned == null) {
                    chain.doFilter(request, response);
                } else {
                    planned.fault().apply(request, response, chain);
                }
            }
        };
    }

    @Override
    public void close() {
        server.close();
    }
}
