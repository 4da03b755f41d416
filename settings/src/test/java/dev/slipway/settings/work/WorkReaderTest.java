package dev.slipway.settings.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.account.AccountName;
import dev.slipway.change.Step;
import dev.slipway.project.ProjectSpec;
import dev.slipway.repository.MergeMethod;
import dev.slipway.repository.OnNameTaken;
import dev.slipway.repository.Visibility;
import dev.slipway.run.AgentName;
import dev.slipway.run.BatchName;
import dev.slipway.run.Priority;
import dev.slipway.run.ProjectName;
import dev.slipway.run.ToolchainName;
import dev.slipway.seat.FailoverRules.Cause;
import dev.slipway.seat.SeatChoice;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.Target;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.settings.toolchain.Toolchains;
import dev.slipway.verification.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkReaderTest {
    private static final Toolchains TOOLCHAINS = Toolchains.load(Path.of("no-toolchains-of-our-own"));

    @TempDir
    private Path folder;

    @Test
    void readsItsOwnForm() throws IOException {
        Path file = resource("own-form.yaml");
        Files.writeString(folder.resolve("rules.md"), "Be brief.");
        Files.createDirectory(folder.resolve("own"));
        Files.writeString(folder.resolve("own/rules.md"), "Be long.");

        Work work = read(file, Map.of("ORGANISATION", "acme"));

        assertThat(work.name()).isEqualTo(BatchName.of("autumn"));
        assertThat(work.parallel()).isEqualTo(8);
        assertThat(work.constitution()).isEqualTo(folder.resolve("rules.md"));
        assertThat(work.constitutionOf(ProjectName.of("any.thing_2"))).contains(folder.resolve("own/rules.md"));
        assertThat(work.constitutionOf(ProjectName.of("plain"))).contains(folder.resolve("rules.md"));
        assertThat(work.warnings()).isEmpty();
        assertThat(work.tokens()).isEmpty();
        assertThat(work.source()).isEqualTo(file);
        assertThat(work.projects())
                .extracting(project -> project.name() + " " + project.toolchain())
                .containsExactly(
                        "savings-vault solc",
                        "ticket-sale clarinet",
                        "word-count go",
                        "any.thing_2 command",
                        "plain python");
    }

    @Test
    void aProjectsOwnValuesHold() throws IOException {
        assertThat(project(2))
                .isEqualTo(new ProjectSpec(
                        ProjectName.of("word-count"),
                        "Counts words; understands \"quotes\", 'apostrophes', $(subshells), `backticks`, ${PATH}, ; and"
                                + " && and |\nand a second line.",
                        "",
                        ToolchainName.of("go"),
                        new Commands(
                                List.of(),
                                List.of("python -m compileall ."),
                                List.of(),
                                List.of("make dist", "cp dist/words $TARGET")),
                        Priority.MEDIUM,
                        "acme",
                        AccountName.of("factory"),
                        AgentName.of("local"),
                        Visibility.PUBLIC,
                        List.of("words", "text"),
                        "trunk",
                        OnNameTaken.NEEDS_ATTENTION,
                        MergeMethod.SQUASH,
                        0,
                        Duration.ofMillis(500),
                        Duration.ofHours(2),
                        Duration.ofDays(1),
                        true,
                        true,
                        false,
                        List.of(Step.MERGE, Step.DEPLOY),
                        null,
                        List.of(),
                        null));
    }

    @Test
    void aProjectSaysWhereItsWorkGoesAndForWhatAndWhereThatStands() throws IOException {
        Path file = Files.writeString(folder.resolve("slipway.yaml"), """
                defaults: {toolchain: go, failover: [claude, wait]}
                projects:
                  - {name: a, description: b}
                  - name: c
                    description: d
                    agent: local
                    failover:
                      route: [codex/org, claude, wait]
                      on: [weekly_limit, overloaded]
                  - {name: e, description: f, agent: local, failover: [wait]}
                """);

        Work work = read(file, Map.of());

        assertThat(work.projects().get(0).failover()).containsExactly(SeatChoice.of("claude"));
        assertThat(work.projects().get(0).failoverOn()).isNull();
        assertThat(work.projects().get(1).failover())
                .containsExactly(SeatChoice.of("codex/org"), SeatChoice.of("claude"));
        assertThat(work.projects().get(1).failoverOn()).containsExactly(Cause.WEEKLY_LIMIT, Cause.OVERLOADED);
        assertThat(work.projects().get(2).failover()).isEmpty();
        assertThat(work.projects().get(2).failoverOn()).isEmpty();
        assertThat(work.seats().get(SeatChoice.of("claude")).line()).isEqualTo(1);
        assertThat(work.seats().get(SeatChoice.of("local")).line()).isEqualTo(6);
        assertThat(work.seats().get(SeatChoice.of("codex/org")).line()).isEqualTo(8);
    }

    @Test
    void waitEndsAProjectsList() throws IOException {
        Path file = Files.writeString(folder.resolve("slipway.yaml"), """
                projects:
                  - name: a
                    description: b
                    toolchain: go
                    failover: [claude, wait, codex]
                  - name: c
                    description: d
                    toolchain: go
                    failover: {route: [claude], on: [tuesdays]}
                """);

        assertThatThrownBy(() -> read(file, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("slipway.yaml:5: ")
                .hasMessageContaining("'wait' before other places")
                .hasMessageContaining("slipway.yaml:9: ")
                .hasMessageContaining("tuesdays");
    }

    @Test
    void theDefaultsFillTheRest() throws IOException {
        assertThat(project(4))
                .isEqualTo(new ProjectSpec(
                        ProjectName.of("plain"),
                        "Nothing but the defaults",
                        "",
                        ToolchainName.of("python"),
                        new Commands(List.of(), List.of("python -m compileall ."), List.of()),
                        Priority.MEDIUM,
                        null,
                        null,
                        null,
                        Visibility.PRIVATE,
                        List.of("built-by-slipway"),
                        "main",
                        OnNameTaken.SUFFIX,
                        null,
                        5,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(10),
                        Duration.ofDays(7),
                        false,
                        false,
                        true,
                        List.of(),
                        null,
                        List.of(),
                        null));
    }

    @Test
    void anchorsMergeTheirKeys() throws IOException {
        ProjectSpec vault = project(0);

        assertThat(vault.type()).isEqualTo("vault");
        assertThat(vault.topics()).containsExactly("vault");
        assertThat(vault.priority()).isEqualTo(Priority.URGENT);
    }

    @Test
    void commandsKeepTheirDollars() throws IOException {
        assertThat(project(3).commands())
                .isEqualTo(new Commands(
                        List.of("make deps"),
                        List.of("python -m compileall ."),
                        List.of("make unit", "FLAGS=${FLAGS} make slow")));
    }

    @Test
    void nothingSaidIsThreeAtATimeAndThreeRetries() throws IOException {
        Path file = write("my list.yaml", "projects: [{name: a, description: b, toolchain: go}]");

        Work work = read(file, Map.of());

        assertThat(work.name()).isEqualTo(BatchName.of("my-list"));
        assertThat(work.parallel()).isEqualTo(3);
        assertThat(work.constitution()).isNull();
        ProjectSpec project = work.projects().get(0);
        assertThat(project.maxRetries()).isEqualTo(3);
        assertThat(project.retryDelay()).isEqualTo(Duration.ofSeconds(5));
        assertThat(project.timeout()).isEqualTo(Duration.ofMinutes(15));
        assertThat(project.cleanupOnFailure()).isFalse();
        assertThat(project.commands()).isEqualTo(Commands.NONE);
    }

    @Test
    void readsTheOlderForm() throws IOException {
        Path file = resource("older-form.yaml");

        Work work = read(file, Map.of());

        assertThat(work.name()).isEqualTo(BatchName.of("older-form"));
        assertThat(work.parallel()).isEqualTo(4);
        assertThat(work.projects())
                .extracting(project -> project.name() + " " + project.toolchain() + " " + project.priority())
                .containsExactly(
                        "CrowdFunding clarinet HIGH", "RoyaltySplitter solc MEDIUM", "Guestbook clarinet MEDIUM");
        assertThat(work.projects()).allSatisfy(project -> {
            assertThat(project.retryDelay()).isEqualTo(Duration.ofSeconds(5));
            assertThat(project.timeout()).isEqualTo(Duration.ofMinutes(5));
            assertThat(project.cleanupOnFailure()).isTrue();
        });
        assertThat(work.projects().get(0).description())
                .isEqualTo("Pledges until a date; \"refunds\" when the goal isn't met");
        assertThat(work.tokens())
                .extracting(
                        account -> account.name() + " " + account.credential().secret())
                .containsExactly(
                        "token-1 " + new SecretRef.Environment("FIRST_TOKEN"),
                        "token-2 " + new SecretRef.Environment("SECOND_TOKEN"));
        assertThat(work.warnings()).hasSize(2);
        assertThat(work.warnings().get(0)).startsWith(file + ":3: ").contains("Move the tokens out of this file");
        assertThat(work.warnings().get(1)).startsWith(file + ":22: ").contains("deployment_network");
    }

    @Test
    void aLanguageOfItsOwnOutweighsTheGeneralChain() throws IOException {
        Path file = write("w.yaml", """
                smart_contracts: {blockchain: stacks, language: clarity}
                projects: [{name: a, description: b, language: solidity, testing_framework: foundry}]
                """);

        assertThat(read(file, Map.of()).projects().get(0).toolchain()).isEqualTo(ToolchainName.of("foundry"));
    }

    @Test
    void theCommandLineOutweighsTheFile() throws IOException {
        Path file = write("w.yaml", "projects: [{name: a, description: b, toolchain: go, account: mine}]");

        ProjectSpec project = WorkReader.read(
                        file,
                        Map.of(),
                        new WorkDefaults(TOOLCHAINS, Target.GITHUB, true, true, AccountName.of("other")))
                .projects()
                .get(0);

        assertThat(project.account()).isEqualTo(AccountName.of("other"));
        assertThat(project.withTests()).isTrue();
        assertThat(project.optimise()).isTrue();
    }

    @Test
    void theSandboxLeavesOwnersOpenWhoseVariableIsNotSet() throws IOException {
        Path file =
                write("w.yaml", "projects: [{name: a, description: b, toolchain: go, owner: '${O}', account: '${A}'}]");

        ProjectSpec project = WorkReader.read(file, Map.of(), WorkDefaults.of(TOOLCHAINS, Target.SANDBOX))
                .projects()
                .get(0);

        assertThat(project.owner()).isNull();
        assertThat(project.account()).isNull();
    }

    @Test
    void aDescriptionMayComeFromAFileBesideIt() throws IOException {
        Files.writeString(folder.resolve("brief.txt"), "Long ${NOT_EXPANDED} text\n");
        Path file = write("w.yaml", "projects: [{name: a, description: '${file:brief.txt}', toolchain: go}]");

        assertThat(read(file, Map.of()).projects().get(0).description()).isEqualTo("Long ${NOT_EXPANDED} text");
    }

    @Test
    void tenThousandProjectsAreRead() throws IOException {
        StringBuilder yaml = new StringBuilder("x-common: &common {toolchain: go, topics: [one, two]}\nprojects:\n");
        for (int i = 0; i < 10_000; i++) {
            yaml.append("  - {name: project-")
                    .append(i)
                    .append(", description: \"")
                    .append("Something to build, described at some length. ".repeat(4))
                    .append("\", priority: low, <<: *common}\n");
        }
        Path file = write("many.yaml", yaml.toString());

        Work work = read(file, Map.of());

        assertThat(work.projects()).hasSize(10_000);
        assertThat(work.projects().get(9_999).topics()).containsExactly("one", "two");
    }

    private ProjectSpec project(int number) throws IOException {
        Files.writeString(folder.resolve("rules.md"), "Be brief.");
        Files.createDirectories(folder.resolve("own"));
        Files.writeString(folder.resolve("own/rules.md"), "Be long.");
        return read(resource("own-form.yaml"), Map.of("ORGANISATION", "acme"))
                .projects()
                .get(number);
    }

    private static Work read(Path file, Map<String, String> environment) {
        return WorkReader.read(file, environment, WorkDefaults.of(TOOLCHAINS, Target.GITHUB));
    }

    private Path resource(String name) throws IOException {
        try (InputStream in = WorkReaderTest.class.getResourceAsStream("/work/" + name)) {
            return write(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private Path write(String name, String yaml) throws IOException {
        return Files.writeString(folder.resolve(name), yaml);
    }
}
