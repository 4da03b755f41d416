package dev.slipway.sandbox;

import dev.slipway.sandbox.app.Installation;
import dev.slipway.sandbox.http.RequestLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Holds answers against GitHub's description and remembers which routes gave them. */
final class CheckedAnswers {
    private final SandboxServer sandbox;
    private final GitHubDescription description;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> served = new TreeSet<>();

    CheckedAnswers(SandboxServer sandbox, GitHubDescription description) {
        this.sandbox = sandbox;
        this.description = description;
    }

    RestClient.Reply answer(RestClient.Reply reply, int status) {
        reply.expect(status);
        List<RequestLog.Entry> log = sandbox.requests().all();
        RequestLog.Entry entry = log.get(log.size() - 1);
        String template = String.valueOf(entry.route());
        String route = entry.method() + " " + template;
        if (status < 300) {
            served.add(route);
        }
        for (String problem : description.problems(
                entry.method(), template, status, reply.raw().body())) {
            problems.add(route + " " + status + ": " + problem);
        }
        return reply;
    }

    /** What only the App itself asks. */
    void apps() {
        RestClient app = new RestClient(sandbox.apiUrl(), AppJwt.of(sandbox));
        String installation = "/app/installations/" + Installation.FULL.id();
        answer(app.get("/app"), 200);
        answer(app.get(installation), 200);
        answer(app.get("/app/installations/1"), 404);
        String token =
                answer(app.post(installation + "/access_tokens", "{}"), 201).text("token");
        sandbox.app().suspend(Installation.FULL.id(), true);
        answer(app.get(installation), 200);
        answer(app.post(installation + "/access_tokens", "{}"), 403);
        sandbox.app().suspend(Installation.FULL.id(), false);
        answer(new RestClient(sandbox.apiUrl(), token).delete("/installation/token"), 204);
        answer(app.post(installation + "/access_tokens", "{'permissions':{'packages':'write'}}"), 422);
    }

    List<String> problems() {
        return problems;
    }

    /** The routes that answered with success. */
    Set<String> served() {
        return served;
    }
}
