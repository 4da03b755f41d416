package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxServerTest {
    @TempDir
    Path folder;

    @Test
    void refusesAFolderThatAnotherSandboxUses() throws IOException {
        try (SandboxServer first = SandboxServer.start(SandboxOptions.in(folder))) {
            assertThat(first.url()).startsWith("http://127.0.0.1:");
            assertThatThrownBy(() -> SandboxServer.start(SandboxOptions.in(folder)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another sandbox uses this folder");
        }
        SandboxServer.start(SandboxOptions.in(folder)).close();
    }

    @Test
    void saysWhenThePortIsTakenAndLetsGoOfTheFolder(@TempDir Path other) throws IOException {
        try (SandboxServer first = SandboxServer.start(SandboxOptions.in(other))) {
            int port = Integer.parseInt(first.url().substring("http://127.0.0.1:".length()));
            assertThatThrownBy(
                            () -> SandboxServer.start(SandboxOptions.in(folder).onPort(port)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(String.valueOf(port));
        }
        SandboxServer.start(SandboxOptions.in(folder)).close();
    }

    @Test
    void takesMoreServletsBesideGitHubs() throws IOException {
        SandboxOptions options = SandboxOptions.in(folder).withServlet("/model/*", server -> new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getOutputStream().print("beside " + server.apiUrl() + request.getPathInfo());
            }
        });
        try (SandboxServer sandbox = SandboxServer.start(options)) {
            String answer = new RestClient(sandbox.url(), null)
                    .get("/model/v1/messages")
                    .expect(200)
                    .raw()
                    .body();
            assertThat(answer).isEqualTo("beside " + sandbox.apiUrl() + "/v1/messages");
        }
    }

    @Test
    void letsAFilterWithholdAnAnswerAfterItsEffect() throws IOException {
        HttpFilter lost = new HttpFilter() {
            @Override
            protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws IOException, ServletException {
                chain.doFilter(request, response);
                if (request.getMethod().equals("POST")) {
                    response.reset();
                    response.setStatus(502);
                }
            }
        };
        try (SandboxServer sandbox =
                SandboxServer.start(SandboxOptions.in(folder).withFilters(List.of(lost)))) {
            RestClient client = RestClient.as(sandbox, "factory-1");
            client.post("/user/repos", "{'name':'vault'}").expect(502);
            client.get("/repos/factory-1/vault").expect(200);
            assertThat(sandbox.requests().all().get(0).status()).isEqualTo(502);
        }
    }

    @Test
    void tellsTokensToTheCommandLineButNotToPagesInABrowser() throws IOException {
        try (SandboxServer sandbox = SandboxServer.start(SandboxOptions.in(folder))) {
            RestClient inspection = new RestClient(sandbox.url() + "/_sandbox", null);
            assertThat(inspection
                            .get("/tokens")
                            .expect(200)
                            .json()
                            .at("/tokens/0/token")
                            .asText())
                    .isEqualTo(sandbox.token("factory-1"));
            inspection.get("/tokens", "Origin", "https://example.org").expect(403);
        }
    }

    @Test
    void escapesWhatStrangersWroteOnItsPages() throws IOException {
        try (SandboxServer sandbox = SandboxServer.start(SandboxOptions.in(folder))) {
            RestClient client = RestClient.as(sandbox, "factory-1");
            client.post("/user/repos", "{'name':'vault','description':'<script>alert(1)</script>'}")
                    .expect(201);
            client.post("/repos/factory-1/vault/issues", "{'title':'<b>bold</b>'}")
                    .expect(201);
            RestClient pages = new RestClient(sandbox.url(), null);
            assertThat(pages.get("/factory-1/vault").expect(200).raw().body())
                    .contains("&lt;script&gt;")
                    .doesNotContain("<script>");
            assertThat(pages.get("/factory-1/vault/issues/1").expect(200).raw().body())
                    .contains("&lt;b&gt;bold");
            pages.get("/factory-1/nothing").expect(404);
        }
    }
}
