package dev.slipway.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergingTest {
    private static final String REPO = "/repos/factory-1/vault";

    @TempDir
    Path folder;

    private SandboxServer sandbox;
    private RestClient client;

    @BeforeEach
    void start() throws IOException {
        sandbox = SandboxServer.start(SandboxOptions.in(folder));
        client = RestClient.as(sandbox, "factory-1");
        if (client.get(REPO).status() == 404) {
            client.post("/user/repos", "{'name':'vault','auto_init':true}").expect(201);
        }
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void bringsBothParentsTogetherInAMergeCommit() {
        String before = tip("main");
        branch("work");
        write("work", "a.txt", "a");
        String head = tip("work");
        open("work");
        client.put(REPO + "/pulls/1/merge", "{'merge_method':'merge'}").expect(200);
        JsonNode merged = client.get(REPO + "/commits/main").json();
        assertThat(merged.at("/commit/message").asText()).startsWith("Merge pull request #1 from factory-1/work");
        assertThat(merged.at("/parents/0/sha").asText()).isEqualTo(before);
        assertThat(merged.at("/parents/1/sha").asText()).isEqualTo(head);
    }

    @Test
    void putsTheCommitsOnTheNewBaseWhenRebasing() {
        branch("work");
        write("work", "a.txt", "a");
        write("work", "b.txt", "b");
        write("main", "c.txt", "c");
        open("work");
        client.put(REPO + "/pulls/1/merge", "{'merge_method':'rebase'}").expect(200);
        assertThat(messages("main")).containsExactly("Write b.txt", "Write a.txt", "Write c.txt", "Initial commit");
        assertThat(client.get(REPO + "/pulls/1/commits").json()).hasSize(2);
    }

    @Test
    void doesNotMergeWhatConflicts() {
        branch("work");
        write("work", "same.txt", "ours");
        write("main", "same.txt", "theirs");
        open("work");
        JsonNode pull = client.get(REPO + "/pulls/1").json();
        assertThat(pull.path("mergeable").asBoolean()).isFalse();
        assertThat(pull.path("mergeable_state").asText()).isEqualTo("dirty");
        String before = tip("main");
        for (String method : List.of("merge", "squash", "rebase")) {
            client.put(REPO + "/pulls/1/merge", "{'merge_method':'" + method + "'}")
                    .expect(405);
        }
        assertThat(tip("main")).isEqualTo(before);
        assertThat(client.get(REPO + "/pulls/1").text("state")).isEqualTo("open");
    }

    @Test
    void mergesOnlyAsTheRepositoryAllowsAndDeletesTheBranchWhereItIsWanted() {
        client.patch(REPO, "{'allow_merge_commit':false,'delete_branch_on_merge':true}")
                .expect(200);
        branch("work");
        write("work", "a.txt", "a");
        open("work");
        assertThat(client.put(REPO + "/pulls/1/merge", "{}").expect(405).text("message"))
                .isEqualTo("Merge commits are not allowed on this repository.");
        client.put(REPO + "/pulls/1/merge", "{'merge_method':'squash'}").expect(200);
        client.get(REPO + "/branches/work").expect(404);
        assertThat(client.get(REPO + "/pulls/1").json().path("merged").asBoolean())
                .isTrue();
    }

    @Test
    void asksForTheChecksOfAProtectedBranchAndForItsNewestCommit() throws IOException {
        protect(true);
        branch("work");
        write("work", "a.txt", "a");
        open("work");
        assertThat(mergeableState()).isEqualTo("blocked");
        assertThat(client.put(REPO + "/pulls/1/merge", "{}").expect(405).text("message"))
                .isEqualTo("Required status check \"ci\" is expected.");

        status("work", "failure");
        assertThat(mergeableState()).isEqualTo("blocked");
        status("work", "success");
        assertThat(mergeableState()).isEqualTo("clean");

        write("main", "b.txt", "b");
        sandbox.close();
        start();
        assertThat(mergeableState()).isEqualTo("behind");
        client.put(REPO + "/pulls/1/merge", "{}").expect(405);
        assertThat(client.get(REPO + "/pulls/1").json().path("mergeable").asBoolean())
                .as("in Git there is nothing in the way")
                .isTrue();

        protect(false);
        client.put(REPO + "/pulls/1/merge", "{}").expect(200);
    }

    private void protect(boolean strict) {
        client.put(
                        REPO + "/branches/main/protection",
                        "{'required_status_checks':{'strict':" + strict
                                + ",'contexts':['ci']},'enforce_admins':true,"
                                + "'required_pull_request_reviews':null,'restrictions':null}")
                .expect(200);
    }

    @Test
    void letsAdminsPassWhereAProtectionIsNotForThem() {
        client.put(
                        REPO + "/branches/main/protection",
                        "{'required_status_checks':{'strict':true,'contexts':['ci']},'enforce_admins':null,"
                                + "'required_pull_request_reviews':null,'restrictions':null}")
                .expect(200);
        branch("work");
        write("work", "a.txt", "a");
        open("work");
        assertThat(mergeableState()).isEqualTo("blocked");
        client.put(REPO + "/pulls/1/merge", "{}").expect(200);
    }

    private void status(String branch, String state) {
        client.post(REPO + "/statuses/" + tip(branch), "{'state':'" + state + "','context':'ci'}")
                .expect(201);
    }

    private String mergeableState() {
        return client.get(REPO + "/pulls/1").text("mergeable_state");
    }

    @Test
    void finishesAMergeThatAKillInterrupted() throws IOException {
        String before = tip("main");
        branch("work");
        write("work", "a.txt", "a");
        open("work");
        String merged = client.put(REPO + "/pulls/1/merge", "{'merge_method':'squash'}")
                .expect(200)
                .text("sha");
        long id = client.get(REPO).json().path("id").asLong();
        sandbox.close();

        // As a kill leaves it between writing the merge down and moving the branch.
        Path journal = folder.resolve("journal.jsonl");
        List<String> lines = Files.readAllLines(journal);
        Files.write(journal, lines.subList(0, lines.size() - 1));
        try (var git = new FileRepositoryBuilder()
                .setGitDir(folder.resolve("git/" + id + ".git").toFile())
                .build()) {
            RefUpdate back = git.updateRef("refs/heads/main");
            back.setNewObjectId(ObjectId.fromString(before));
            back.setForceUpdate(true);
            back.update();
        }

        start();
        assertThat(tip("main")).isEqualTo(merged);
        assertThat(client.get(REPO + "/pulls/1").json().path("merged").asBoolean())
                .isTrue();
    }

    private void branch(String name) {
        client.post(REPO + "/git/refs", "{'ref':'refs/heads/" + name + "','sha':'" + tip("main") + "'}")
                .expect(201);
    }

    private void write(String branch, String file, String text) {
        String content = Base64.getEncoder().encodeToString(text.getBytes());
        client.put(
                        REPO + "/contents/" + file,
                        "{'message':'Write " + file + "','content':'" + content + "','branch':'" + branch + "'}")
                .expect(201);
    }

    private void open(String branch) {
        client.post(REPO + "/pulls", "{'title':'Work','head':'" + branch + "','base':'main'}")
                .expect(201);
    }

    private String tip(String branch) {
        return client.get(REPO + "/git/ref/heads/" + branch)
                .expect(200)
                .json()
                .at("/object/sha")
                .asText();
    }

    private List<String> messages(String branch) {
        return client.get(REPO + "/commits?sha=" + branch).json().findValuesAsText("message");
    }
}
