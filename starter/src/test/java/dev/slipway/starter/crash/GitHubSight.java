package dev.slipway.starter.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.slipway.starter.stack.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** What the sandbox's GitHub shows to its users. */
record GitHubSight(Sandbox sandbox) {
    /** The head commit of a pull request, by its link. */
    String head(String link) {
        String path = URI.create(link).getPath().replace("/pull/", "/pulls/");
        return get("/repos" + path).path("head").path("sha").asText();
    }

    /**
     * The tree of a commit, one that no branch leads to included.
     *
     * @param repository {@code /owner/name}
     */
    String tree(String repository, String commit) {
        return get("/repos" + repository + "/git/commits/" + commit)
                .path("tree")
                .path("sha")
                .asText();
    }

    /** Each user makes a repository of that name. */
    void everybodyHas(String name) {
        for (String login : logins()) {
            JsonNode made = send(login, "POST", "/user/repos", "{\"name\":\"" + name + "\"}");
            assertThat(made.path("name").asText()).isEqualTo(name);
        }
    }

    private JsonNode get(String path) {
        return send(path.split("/")[2], "GET", path, "");
    }

    private JsonNode send(String login, String method, String path, String body) {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(sandbox.apiUrl() + path))
                                    .header("Authorization", "Bearer " + token(login))
                                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode())
                    .as("%s %s: %s", method, path, answer.body())
                    .isLessThan(300);
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<String> logins() {
        List<String> logins = new ArrayList<>();
        for (JsonNode token : sandbox.tokens().path("tokens")) {
            String login = token.path("login").asText();
            if (login.startsWith("factory-") && !logins.contains(login)) {
                logins.add(login);
            }
        }
        return logins;
    }

    private String token(String login) {
        for (JsonNode token : sandbox.tokens().path("tokens")) {
            if (token.path("login").asText().equals(login)
                    && token.path("kind").asText().equals("classic")) {
                return token.path("token").asText();
            }
        }
        throw new AssertionError("no token of " + login);
    }
}
