package dev.slipway.sandbox;

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

    List<String> problems() {
        return problems;
    }

    /** The routes that answered with success. */
    Set<String> served() {
        return served;
    }
}
