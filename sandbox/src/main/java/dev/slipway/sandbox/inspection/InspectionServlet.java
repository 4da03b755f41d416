package dev.slipway.sandbox.inspection;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.sandbox.app.GitHubApp;
import dev.slipway.sandbox.forge.Forge;
import dev.slipway.sandbox.http.RequestLog;
import dev.slipway.sandbox.world.Account;
import dev.slipway.sandbox.world.Issue;
import dev.slipway.sandbox.world.Json;
import dev.slipway.sandbox.world.Pull;
import dev.slipway.sandbox.world.Repository;
import dev.slipway.sandbox.world.Token;
import dev.slipway.sandbox.world.Tokens;
import dev.slipway.sandbox.world.World;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code /_sandbox}: what no GitHub tells, for the command line, tests and benchmarks. */
public final class InspectionServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient World world;
    private final transient Forge forge;
    private final transient Tokens tokens;
    private final transient GitHubApp app;
    private final transient RequestLog log;
    private final transient Statistics statistics;
    private final String url;
    private final String apiUrl;

    public InspectionServlet(Forge forge, Tokens tokens, GitHubApp app, RequestLog log, String url, String apiUrl) {
        this.world = forge.world();
        this.forge = forge;
        this.tokens = tokens;
        this.app = app;
        this.log = log;
        this.statistics = new Statistics(world, log);
        this.url = url;
        this.apiUrl = apiUrl;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = Optional.ofNullable(request.getPathInfo()).orElse("/");
        switch (path) {
            case "/" -> write(response, 200, contents());
            case "/tokens" -> tokens(request, response);
            case "/requests" -> requests(request, response);
            case "/stats" -> write(response, 200, statistics.json());
            default -> {
                if (path.startsWith("/avatar/")) {
                    avatar(response);
                } else {
                    write(response, 404, problem("there is no " + path + "; try /_sandbox"));
                }
            }
        }
    }

    private ObjectNode contents() {
        ObjectNode json = Json.object().put("url", url).put("apiUrl", apiUrl);
        ArrayNode accounts = json.putArray("accounts");
        world.accounts().all().forEach(account -> accounts.add(account(account)));
        ArrayNode repositories = json.putArray("repositories");
        world.existingRepositories().forEach(repository -> repositories.add(repository(repository)));
        return json;
    }

    private ObjectNode account(Account account) {
        ObjectNode json = Json.object()
                .put("login", account.login())
                .put("type", account.kind().type());
        ArrayNode organizations = json.putArray("memberOf");
        world.memberships()
                .all()
                .filter(membership -> membership.login().equals(account.login()))
                .forEach(membership -> organizations.add(membership.organization()));
        return json;
    }

    private ObjectNode repository(Repository repository) {
        ObjectNode json = Json.object()
                .put("fullName", repository.fullName())
                .put("url", url + "/" + repository.fullName())
                .put("private", repository.profile().isPrivate())
                .put("description", repository.profile().description())
                .put("project", repository.project())
                .put("defaultBranch", forge.git().defaultBranch(repository.id()))
                .put("pushedAt", Json.time(repository.times().pushedAt()));
        json.set("topics", Json.strings(repository.profile().topics()));
        ArrayNode pulls = json.putArray("pullRequests");
        for (Pull pull : world.pulls().within(repository.id())) {
            Optional<Issue> issue = world.issue(repository, pull.number());
            pulls.addObject()
                    .put("number", pull.number())
                    .put("url", url + "/" + repository.fullName() + "/pull/" + pull.number())
                    .put("title", issue.map(found -> found.content().title()).orElse(""))
                    .put(
                            "state",
                            pull.merged() ? "merged" : issue.map(Issue::state).orElse("closed"))
                    .put("head", pull.head())
                    .put("base", pull.base())
                    .put("runKey", pull.runKey());
        }
        return json;
    }

    private void tokens(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // A page in a browser must not read them either: it would send an Origin or come from another site.
        boolean local = InetAddress.getByName(request.getRemoteAddr()).isLoopbackAddress();
        boolean browser = request.getHeader("Origin") != null || request.getHeader("Sec-Fetch-Site") != null;
        if (!local || browser) {
            write(response, 403, problem("tokens are told on loopback only, and not to browsers"));
            return;
        }
        ObjectNode json = Json.object().put("file", tokens.file().toString());
        ArrayNode list = json.putArray("tokens");
        for (Token token : tokens.all()) {
            ObjectNode entry = list.addObject()
                    .put("login", token.login())
                    .put("kind", token.kind().name().toLowerCase(Locale.ROOT))
                    .put("token", token.value())
                    .put("organization", token.organization());
            entry.set("scopes", Json.strings(token.scopes()));
        }
        json.set("app", app());
        write(response, 200, json);
    }

    private ObjectNode app() {
        ObjectNode json = Json.object()
                .put("id", GitHubApp.ID)
                .put("slug", GitHubApp.SLUG)
                .put("privateKeyFile", app.keyFile().toString());
        ArrayNode installations = json.putArray("installations");
        app.installations()
                .forEach(one -> installations.addObject().put("id", one.id()).put("account", one.account()));
        return json;
    }

    private void requests(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<String> repository = Optional.ofNullable(request.getParameter("repo"));
        Instant since;
        try {
            since = Optional.ofNullable(request.getParameter("since"))
                    .map(Instant::parse)
                    .orElse(Instant.MIN);
        } catch (DateTimeParseException e) {
            write(response, 400, problem("'since' must be a time such as 2026-01-31T12:00:00Z"));
            return;
        }
        List<RequestLog.Entry> entries = log.all().stream()
                .filter(entry -> repository.isEmpty() || repository.get().equalsIgnoreCase(entry.repository()))
                .filter(entry -> !entry.time().isBefore(since))
                .toList();
        ObjectNode json = Json.object().put("count", entries.size());
        json.set("requests", Json.MAPPER.valueToTree(entries));
        write(response, 200, json);
    }

    private static void avatar(HttpServletResponse response) throws IOException {
        response.setContentType("image/svg+xml");
        response.getOutputStream()
                .write(("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'>"
                                + "<circle cx='4' cy='3' r='2'/><path d='M1 8a3 3 0 0 1 6 0z'/></svg>")
                        .getBytes(UTF_8));
    }

    private static ObjectNode problem(String message) {
        return Json.object().put("message", message);
    }

    private static void write(HttpServletResponse response, int status, JsonNode json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json; charset=utf-8");
        response.getOutputStream()
                .write(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }
}
