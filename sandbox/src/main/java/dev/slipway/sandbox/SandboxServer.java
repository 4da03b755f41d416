package dev.slipway.sandbox;

import dev.slipway.sandbox.api.Api;
import dev.slipway.sandbox.api.Links;
import dev.slipway.sandbox.app.GitHubApp;
import dev.slipway.sandbox.fault.FaultFilter;
import dev.slipway.sandbox.fault.FaultPlan;
import dev.slipway.sandbox.fault.FaultServlet;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.git.GitStore;
import dev.slipway.sandbox.http.ApiServlet;
import dev.slipway.sandbox.http.Credentials;
import dev.slipway.sandbox.http.RateLimits;
import dev.slipway.sandbox.http.RequestLog;
import dev.slipway.sandbox.http.RequestLogFilter;
import dev.slipway.sandbox.http.Route;
import dev.slipway.sandbox.http.Router;
import dev.slipway.sandbox.http.SecondaryLimits;
import dev.slipway.sandbox.inspection.InspectionServlet;
import dev.slipway.sandbox.transport.GitTransport;
import dev.slipway.sandbox.web.PageServlet;
import dev.slipway.sandbox.world.Seed;
import dev.slipway.sandbox.world.Token;
import dev.slipway.sandbox.world.Tokens;
import dev.slipway.sandbox.world.World;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A GitHub on loopback: REST under {@value #API_PATH}, Git and pages at the root, what only a sandbox tells under
 * {@code /_sandbox}. Everything it is told is on disk before it answers.
 */
public final class SandboxServer implements AutoCloseable {
    /** Where the REST API is, as on a GitHub Enterprise Server. */
    public static final String API_PATH = "/api/v3";

    /** More than the requests at a time that GitHub allows one user, or that limit could not be met. */
    private static final int MOST_THREADS = 160;

    private static final int FEWEST_THREADS = 4;
    private static final int IDLE_MILLIS = 60_000;
    private static final String EVERYTHING = "/*";

    private final Deque<AutoCloseable> held = new ArrayDeque<>();
    private final String url;
    private final Tokens tokens;
    private final RequestLog log;
    private final Router router;
    private final GitHubApp app;

    /**
     * Starts a sandbox; when this returns, it listens.
     *
     * @throws IOException when the data cannot be read, another sandbox uses the folder, or the port is taken
     */
    public static SandboxServer start(SandboxOptions options) throws IOException {
        return new SandboxServer(options);
    }

    private SandboxServer(SandboxOptions options) throws IOException {
        Path folder = Files.createDirectories(options.folder().toAbsolutePath());
        try {
            hold(lock(folder));
            tokens = Seed.tokens(folder.resolve("tokens.json"), options.users());
            World world = hold(World.open(folder.resolve("journal.jsonl"), options.clock()));
            Seed.plant(world, options.users());
            GitStore git = hold(new GitStore(folder.resolve("git")));
            RateLimits limits = new RateLimits(options.clock(), options.rateLimit());
            app = hold(GitHubApp.open(folder, world, options.clock(), options.tokenLifetime()));
            log = hold(RequestLog.open(folder.resolve("requests.jsonl"), limits));
            FaultPlan faults = FaultPlan.open(folder.resolve("faults.json"), options.clock());

            Server jetty = new Server(threads());
            hold(jetty::stop);
            ServerConnector connector = connector(jetty, options.port());
            hold(connector::close);
            connector.open(); // the address is known before anything that needs it is made
            url = "http://127.0.0.1:" + connector.getLocalPort();

            Forge forge = new Forge(world, git);
            router = new Router(Api.routes(forge, limits, new Links(url, apiUrl()), app));
            jetty.setHandler(context(options, forge, limits, faults));
            jetty.start();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        } catch (Exception e) {
            close();
            throw new IOException("the sandbox could not start in " + folder, e);
        }
    }

    private ServletContextHandler context(SandboxOptions options, Forge forge, RateLimits limits, FaultPlan faults) {
        Credentials credentials = new Credentials(forge.world(), tokens, app);
        SecondaryLimits secondary = new SecondaryLimits(options.clock(), options.secondary());
        ServletContextHandler context = new ServletContextHandler();
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        add(context, new RequestLogFilter(log, options.clock(), API_PATH));
        add(context, new FaultFilter(faults, credentials, limits, API_PATH));
        options.filters().forEach(filter -> add(context, filter));
        GitTransport.filters(forge, credentials).forEach(filter -> add(context, filter));
        add(context, new ApiServlet(forge, router, credentials, limits, secondary, API_PATH, url), API_PATH + "/*");
        add(context, new InspectionServlet(forge, tokens, app, log, url, apiUrl()), "/_sandbox/*");
        add(
                context,
                new FaultServlet(faults, login -> forge.world().account(login).isPresent()),
                "/_sandbox/faults/*");
        options.servlets().forEach((path, servlet) -> add(context, servlet.apply(this), path));
        // Pages are last, and under a pattern that makes the path the path info, which JGit's filter reads.
        add(context, new PageServlet(forge, credentials), EVERYTHING);
        return context;
    }

    /** The address, without a slash at the end: Git and pages are below it. */
    public String url() {
        return url;
    }

    /** The address of the REST API, to be given to clients as their endpoint. */
    public String apiUrl() {
        return url + API_PATH;
    }

    /** The file with the tokens, which only its owner may read. */
    public Path tokensFile() {
        return tokens.file();
    }

    /** The names of the users who own tokens with all scopes, in order. */
    public List<String> users() {
        return tokens.all().stream()
                .map(Token::login)
                .filter(login -> login.startsWith("factory-"))
                .distinct()
                .toList();
    }

    /**
     * A user's token, or that of the App's bot ({@link Seed#APP_BOT}).
     *
     * @throws IllegalArgumentException when there is no such user
     */
    public String token(String login) {
        return tokens.of(login)
                .map(Token::value)
                .orElseThrow(() -> new IllegalArgumentException("the sandbox has no user " + login));
    }

    /** All tokens. */
    public List<Token> tokens() {
        return tokens.all();
    }

    /** The App that is installed here. */
    public GitHubApp app() {
        return app;
    }

    /** All requests so far. */
    public RequestLog requests() {
        return log;
    }

    List<Route> routes() {
        return router.routes();
    }

    /** Stops listening and lets go of the folder. The data stays. */
    @Override
    public void close() {
        List<Exception> failures = new ArrayList<>();
        while (!held.isEmpty()) {
            try {
                held.pop().close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("the sandbox did not stop cleanly", failures.get(0));
        }
    }

    private <T extends AutoCloseable> T hold(T resource) {
        held.push(resource);
        return resource;
    }

    private static QueuedThreadPool threads() {
        // Jetty's own queue would start JMX to ask for the processor's cache line.
        return new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS, IDLE_MILLIS, new LinkedBlockingQueue<>());
    }

    private static ServerConnector connector(Server jetty, int port) throws IOException {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        // Clients encode the slashes of refs and paths.
        configuration.setUriCompliance(UriCompliance.LEGACY.with(
                "sandbox",
                UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
        ServerConnector connector = new ServerConnector(jetty, 1, 1, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        jetty.addConnector(connector);
        return connector;
    }

    private static FileChannel lock(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            held = null;
        }
        if (held == null) {
            channel.close();
            throw new IOException(folder + ": another sandbox uses this folder; stop it or choose another with --dir");
        }
        return channel;
    }

    private static void add(ServletContextHandler context, Filter filter) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        context.addFilter(holder, EVERYTHING, EnumSet.of(DispatcherType.REQUEST));
    }

    private static void add(ServletContextHandler context, Servlet servlet, String path) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, path);
    }
}
