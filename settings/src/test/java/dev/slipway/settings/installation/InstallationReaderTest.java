package dev.slipway.settings.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.account.AccountName;
import dev.slipway.agent.Billing;
import dev.slipway.agent.WorkCategory;
import dev.slipway.run.AgentName;
import dev.slipway.seat.PoolRules;
import dev.slipway.seat.QuotaRules;
import dev.slipway.seat.SeatChoice;
import dev.slipway.seat.WindowRule;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.Target;
import dev.slipway.settings.secret.SecretRef;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallationReaderTest {
    @TempDir
    private Path folder;

    @Test
    void nothingConfiguredIsTheLocalStackAndClaude() {
        Installation installation = InstallationReader.defaults(Map.of());

        assertThat(installation.source()).isNull();
        assertThat(installation.temporal().address()).isNull();
        assertThat(installation.temporal().namespace()).isEqualTo("slipway");
        assertThat(installation.temporal().tls()).isFalse();
        assertThat(installation.github())
                .isEqualTo(new GitHubSettings(
                        URI.create("https://api.github.com"), URI.create("https://github.com"), Duration.ofSeconds(1)));
        assertThat(installation.accounts()).isEmpty();
        assertThat(installation.agents().defaultAgent()).isEqualTo(AgentName.of("claude"));
        assertThat(installation.stores().artifacts()).isNull();
        assertThat(installation.worker())
                .isEqualTo(new WorkerSettings(
                        0, Duration.ofSeconds(5), Duration.ofMinutes(2), Isolation.AUTO, 2_000_000_000L, 0));
    }

    @Test
    void loginsInTheEnvironmentServeWhereNothingIsConfigured() {
        Installation installation = InstallationReader.defaults(
                Map.of("GITHUB_TOKEN", "t", "CLAUDE_CODE_OAUTH_TOKEN", "o", "ANTHROPIC_API_KEY", "k"));

        assertThat(installation.accounts())
                .containsExactly(new AccountSettings(
                        AccountName.of("github"), null, new SecretRef.Environment("GITHUB_TOKEN"), 0));
        // One seat: a key beside a subscription would be billed without anybody's asking.
        assertThat(installation.agents().agents().get(0).seats())
                .containsExactly(new SeatSettings(
                        "claude", Billing.SUBSCRIPTION, null, new SecretRef.Environment("CLAUDE_CODE_OAUTH_TOKEN")));
    }

    @Test
    void theEnvironmentsTokenNeverGoesToAnotherGitHub() throws IOException {
        Path file = write("github: {api_url: 'http://127.0.0.1:4000'}");

        assertThat(InstallationReader.read(file, Map.of("GITHUB_TOKEN", "t")).accounts())
                .isEmpty();
        assertThat(InstallationReader.inspect(List.of(), Map.of("GITHUB_TOKEN", "t"), Target.SANDBOX)
                        .installation()
                        .accounts())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.github.com/, https://github.com",
        "https://api.acme.ghe.com, https://acme.ghe.com",
        "https://ghe.example.com/api/v3, https://ghe.example.com/",
        "https://ghe.example.com/api/v3/, https://ghe.example.com/",
    })
    void tokensForGitGoToTheHostOfTheWebsiteThatBelongsToTheApi(String api, String git) throws IOException {
        InstallationReport report = InstallationReader.inspect(
                List.of(write("github: {api_url: '" + api + "'}")), Map.of(), Target.SANDBOX);
        assertThat(report.installation().github().gitUrl()).hasToString(git);
        assertThat(report.warnings()).isEmpty();
    }

    @Test
    void anEnterpriseServersAddressWithoutItsApiIsWarnedOf() throws IOException {
        Path file = write("github:\n  api_url: https://ghe.example.com\n");
        assertThat(InstallationReader.inspect(List.of(file), Map.of(), Target.SANDBOX)
                        .warnings())
                .containsExactly(
                        file + ":2: 'api_url' under 'github' does not end with /api/v3, where the API of a GitHub"
                                + " Enterprise Server is: https://ghe.example.com/api/v3");
    }

    @Test
    void readsEverySection() throws IOException {
        Files.writeString(folder.resolve("client.pem"), "x");
        Files.writeString(folder.resolve("client.key"), "x");
        Path file = write("""
                temporal: {address: "temporal.example.com:7233", namespace: building, certificate: client.pem, key: client.key}
                github: {api_url: "https://ghe.example.com/api/v3", write_spacing: 2s}
                accounts:
                  - {name: factory, owner: acme, token: "${FACTORY_TOKEN}", max_projects: 5}
                  - {name: alice, token: "${file:alice.token}"}
                agents:
                  default: local
                  claude:
                    max_turns: 40
                    model: ${MODEL}
                    tools: [Read, Write]
                    env: {HTTPS_PROXY: "http://proxy:3128", EXTRA_TOKEN: "${EXTRA}"}
                    seats:
                      - {name: team, billing: subscription, oauth_token: "${CLAUDE_TOKEN}"}
                      - {name: spare, api_key: "${KEY}"}
                  local: {kind: command, command: "my-agent --model 'big one' \\"a b\\"", api_key: "${KEY}"}
                stores: {artifacts: artifacts}
                worker: {slots: 4, heartbeat_timeout: 20, grace: 1m, isolation: required, min_free_disk: 500MB, management_port: 9090}
                """);

        Installation installation = InstallationReader.read(file, Map.of("MODEL", "large"));

        assertThat(installation.temporal())
                .isEqualTo(new TemporalSettings(
                        "temporal.example.com:7233",
                        "building",
                        null,
                        true,
                        folder.resolve("client.pem"),
                        folder.resolve("client.key"),
                        null));
        assertThat(installation.github())
                .isEqualTo(new GitHubSettings(
                        URI.create("https://ghe.example.com/api/v3"),
                        URI.create("https://ghe.example.com/"),
                        Duration.ofSeconds(2)));
        assertThat(installation.accounts())
                .containsExactly(
                        new AccountSettings(
                                AccountName.of("factory"), "acme", new SecretRef.Environment("FACTORY_TOKEN"), 5),
                        new AccountSettings(
                                AccountName.of("alice"), null, new SecretRef.File(folder.resolve("alice.token")), 0));
        assertThat(installation.agents().defaultAgent()).isEqualTo(AgentName.of("local"));
        AgentSettings claude = installation.agents().agents().get(0);
        assertThat(claude.kind()).isEqualTo(AgentKind.CLAUDE);
        assertThat(claude.command()).isEmpty();
        assertThat(claude.model()).isEqualTo("large");
        assertThat(claude.maxTurns()).isEqualTo(40);
        assertThat(claude.tools()).containsExactly("Read", "Write");
        assertThat(claude.env().get("EXTRA_TOKEN")).isEqualTo(new SecretRef.Environment("EXTRA"));
        assertThat(claude.seats())
                .containsExactly(
                        new SeatSettings("team", Billing.SUBSCRIPTION, null, new SecretRef.Environment("CLAUDE_TOKEN")),
                        new SeatSettings("spare", Billing.METERED, new SecretRef.Environment("KEY"), null));
        AgentSettings local = installation.agents().agents().get(1);
        assertThat(local.kind()).isEqualTo(AgentKind.COMMAND);
        assertThat(local.command()).containsExactly("my-agent", "--model", "big one", "a b");
        assertThat(local.seats()).extracting(SeatSettings::name).containsExactly("local");
        assertThat(installation.stores().artifacts())
                .isEqualTo(folder.resolve("artifacts").toUri());
        assertThat(installation.worker())
                .isEqualTo(new WorkerSettings(
                        4, Duration.ofSeconds(20), Duration.ofMinutes(1), Isolation.REQUIRED, 500_000_000L, 9090));
    }

    @Test
    void theLaterFileHoldsKeyByKey() throws IOException {
        Path config = write("config.yaml", "worker: {slots: 2, grace: 1m}\naccounts: [{name: a, token: '${A}'}]");
        Path work = write("slipway.yaml", "worker: {slots: 3}\naccounts: [{name: b, token: '${B}'}]");

        Installation installation = InstallationReader.inspect(List.of(config, work), Map.of(), Target.GITHUB)
                .installation();

        assertThat(installation.worker().slots()).isEqualTo(3);
        assertThat(installation.worker().grace()).isEqualTo(Duration.ofMinutes(1));
        assertThat(installation.accounts())
                .extracting(account -> account.name().value())
                .containsExactly("a", "b");
        assertThat(installation.source()).isEqualTo(config);
    }

    @Test
    void tokensOfTheOlderFormBecomeAccountsAndAWarning() throws IOException {
        Path file = write("github:\n  tokens:\n    - \"${ONE}\"\n    - ghp_literal\n");

        InstallationReport report = InstallationReader.inspect(List.of(file), Map.of(), Target.GITHUB);

        assertThat(report.installation().accounts())
                .extracting(account -> account.name().value())
                .containsExactly("token-1", "token-2");
        assertThat(report.warnings())
                .anySatisfy(
                        warning -> assertThat(warning).startsWith(file + ":2: ").contains("config.yaml"))
                .anySatisfy(
                        warning -> assertThat(warning).startsWith(file + ":4: ").contains("the secret itself"))
                .noneSatisfy(warning -> assertThat(warning).contains("ghp_literal"));
    }

    @Test
    void saysWhichSecretsCantBeResolvedAndWhere() throws IOException {
        Path file = write("""
                accounts:
                  - {name: a, token: "${SET}"}
                  - {name: b, token: "${UNSET}"}
                  - {name: c, token: "${file:none.token}"}
                """);

        InstallationReport report = InstallationReader.inspect(List.of(file), Map.of("SET", "x"), Target.GITHUB);

        assertThat(report.missingSecrets()).hasSize(2);
        assertThat(report.missingSecrets().get(0)).startsWith(file + ":3: ").contains("UNSET");
        assertThat(report.missingSecrets().get(1)).startsWith(file + ":4: ").contains("none.token");
    }

    @Test
    void theSandboxLeavesAccountVariablesUnresolved() throws IOException {
        Path file = write("accounts: [{name: a, owner: '${ORGANISATION}', token: '${UNSET}'}]");

        assertThat(InstallationReader.inspect(List.of(file), Map.of(), Target.SANDBOX)
                        .installation()
                        .accounts())
                .containsExactly(new AccountSettings(AccountName.of("a"), null, new SecretRef.Environment("UNSET"), 0));
        assertThat(problems(file)).singleElement().asString().contains(":1: ", "ORGANISATION", "is not set");
    }

    @Test
    void everyMistakeIsToldWithItsLine() throws IOException {
        Path file = write("""
                temporal:
                  adress: localhost:7233
                  address: http://localhost:7233
                github: {api_url: "http://ghe.example.com/api"}
                accounts:
                  - {name: a, token: "${A}"}
                  - {name: A, token: "x ${A}"}
                  - {owner: "no one", token: "${A}"}
                agents:
                  default: claud
                  claude: {max_turns: many, seats: [{name: s, api_key: "${A}", oauth_token: "${B}"}]}
                  other: {command: "sh 'x"}
                worker: {isolation: maybe, slots: -1}
                stores: {artifacts: "gs://bucket/slipway"}
                """);

        assertThat(problems(file))
                .satisfiesExactly(
                        problem -> told(problem, 2, "unknown key 'adress' under 'temporal'. Did you mean 'address'?"),
                        problem -> told(problem, 3, "'address' under 'temporal'", "host:port"),
                        problem -> told(problem, 4, "https://"),
                        problem -> told(problem, 7, "second time", ":6"),
                        problem -> told(problem, 7, "mixes text"),
                        problem -> told(problem, 8, "no 'name'"),
                        problem -> told(problem, 8, "'no one'", "user or organisation"),
                        problem -> told(problem, 10, "'claud'", "Did you mean 'claude'?"),
                        problem -> told(problem, 11, "'many'", "whole number"),
                        problem -> told(problem, 11, "Keep one of them"),
                        problem -> told(problem, 12, "'other'", "kind"),
                        problem -> told(problem, 12, "quotes that are closed"),
                        problem -> told(problem, 13, "'-1'", "from 0 to 256"),
                        problem -> told(problem, 13, "'maybe'", "auto, required, none"),
                        problem -> told(problem, 14, "gs://bucket"));
    }

    @Test
    void sectionsOfTheWorkAreAcceptedAndTheirKeysChecked() throws IOException {
        assertThat(InstallationReader.read(
                        write("name: x\nprojects: [{name: a, description: b, toolchain: go}]"), Map.of()))
                .isNotNull();
        assertThat(problems(write("automation: {parralel_workers: 3}")))
                .containsExactly(folder.resolve("config.yaml")
                        + ":1: unknown key 'parralel_workers' under 'automation'. Did you mean 'parallel_workers'?");
    }

    @Test
    void budgetsHoldForMeteredSeatsUnlessConfiguredOtherwise() throws IOException {
        assertThat(InstallationReader.defaults(Map.of()).rules().budget().dailyUsd())
                .isEqualByComparingTo("50");
        Installation installation = InstallationReader.read(write("""
                budget: {daily_usd: none, monthly_usd: 200, batch_tokens: 900000, alert_at: 80, zone: Europe/Berlin}
                windows: {preset: conservative, testing: {tokens_per_minute: 900, requests_per_minute: none}}
                quota: {margin: 1m, auto_resume: false}
                agents:
                  default: claude
                  claude: {seats: [{name: team, billing: subscription, max_projects: 3}]}
                  mine: {kind: command, command: mine}
                failover: {route: [claude/team, mine, wait], on: [session_limit, busy]}
                """), Map.of());

        PoolRules rules = installation.rules();
        assertThat(rules.budget().dailyUsd()).isNull();
        assertThat(rules.budget().monthlyUsd()).isEqualByComparingTo("200");
        assertThat(rules.budget().batchTokens()).isEqualTo(900_000);
        assertThat(rules.budget().zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(rules.windows().get(WorkCategory.TESTING)).isEqualTo(new WindowRule(900L, 8_000L, 50_000L, null));
        assertThat(rules.windows().get(WorkCategory.ANALYSIS)).isEqualTo(new WindowRule(800L, 12_000L, 60_000L, 4L));
        assertThat(rules.quota()).isEqualTo(new QuotaRules(Duration.ofMinutes(1), Duration.ofSeconds(10), false));
        assertThat(rules.failover().route()).extracting(SeatChoice::toString).containsExactly("claude/team", "mine");
        assertThat(installation.agents().agents().get(0).seats().get(0).maxProjects())
                .isEqualTo(3);
    }

    @Test
    void whatMakesNoSenseForThePoolIsToldWithItsLine() throws IOException {
        List<String> problems = problems(write("""
                budget:
                  daily_usd: -5
                  zone: Europe/Atlantis
                windows:
                  preset: liberal
                  testing:
                    tokens_per_minute: 0
                quota:
                  margin: 3y
                agents:
                  claude: {}
                failover:
                  - claud
                  - claude/nobody
                """));

        assertThat(problems).hasSize(7);
        told(problems.get(0), 2, "'-5'");
        told(problems.get(1), 3, "Europe/Atlantis", "Europe/Berlin");
        assertThat(problems).anySatisfy(problem -> told(problem, 5, "liberal", "conservative"));
        assertThat(problems).anySatisfy(problem -> told(problem, 7, "from 1"));
        assertThat(problems).anySatisfy(problem -> told(problem, 9, "3y"));
        assertThat(problems).anySatisfy(problem -> told(problem, 13, "claud", "Did you mean 'claude'?"));
        assertThat(problems).anySatisfy(problem -> told(problem, 14, "claude/nobody", "claude/default"));
    }

    private static void told(String problem, int line, String... words) {
        assertThat(problem).contains(":" + line + ": ").contains(words);
    }

    private static List<String> problems(Path file) {
        return catchThrowableOfType(
                        ConfigurationException.class, () -> InstallationReader.read(file, Map.of("A", "x", "B", "y")))
                .problems();
    }

    private Path write(String yaml) throws IOException {
        return write("config.yaml", yaml);
    }

    private Path write(String name, String yaml) throws IOException {
        return Files.writeString(folder.resolve(name), yaml);
    }

    @Test
    void artifactsMayGoToAnS3Store() throws IOException {
        Path file = write("""
                stores:
                  artifacts: s3://factory/slipway?endpoint=http://127.0.0.1:9000&region=eu-west-1
                  access_key: ${S3_ACCESS}
                  secret_key: ${file:s3.secret}
                """);

        StoreSettings stores = InstallationReader.read(file, Map.of()).stores();

        assertThat(S3Location.of(stores.artifacts().toString()))
                .isEqualTo(
                        new S3Location("factory", "slipway", URI.create("http://127.0.0.1:9000"), "eu-west-1", true));
        assertThat(stores.accessKey()).isEqualTo(new SecretRef.Environment("S3_ACCESS"));
        assertThat(stores.secretKey()).isEqualTo(new SecretRef.File(folder.resolve("s3.secret")));
    }

    @Test
    void anS3StoreThatMakesNoSenseIsToldWithItsLine() throws IOException {
        Map<String, String> mistakes = Map.of(
                "s3://AKIA:planted@bucket/x", "access_key",
                "s3://Bucket/x", "bucket's name",
                "s3://bucket/../x", "letters, digits",
                "s3://bucket?endpont=http://127.0.0.1", "endpoint, path_style, region",
                "s3://bucket?endpoint=127.0.0.1:9000", "endpoint",
                "s3://bucket?path_style=maybe", "neither true nor false");
        for (Map.Entry<String, String> mistake : mistakes.entrySet()) {
            Path file = write("x-line: 1\nstores: {artifacts: '" + mistake.getKey() + "'}\n");

            assertThat(catchThrowableOfType(ConfigurationException.class, () -> InstallationReader.read(file, Map.of()))
                            .problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem)
                            .contains(":2: 'artifacts' under 'stores'")
                            .contains(mistake.getValue())
                            .doesNotContain("planted"));
        }
    }

    @Test
    void oneKeyOfAnS3StoreAloneIsAMistake() throws IOException {
        Path file = write("stores: {artifacts: 's3://bucket', access_key: '${A}'}");

        assertThat(catchThrowableOfType(ConfigurationException.class, () -> InstallationReader.read(file, Map.of()))
                        .problems())
                .singleElement()
                .satisfies(
                        problem -> assertThat(problem).contains("'access_key'").contains("secret_key"));
    }

    @Test
    void whatGoesUnencryptedToAnotherMachineIsWarnedOf() throws IOException {
        Path there = write("stores: {artifacts: 's3://bucket?endpoint=http://store:9000'}");
        assertThat(InstallationReader.inspect(List.of(there), Map.of(), Target.GITHUB)
                        .warnings())
                .singleElement()
                .satisfies(warning -> assertThat(warning).contains("unencrypted"));

        Path here = write("stores: {artifacts: 's3://bucket?endpoint=http://127.0.0.1:9000'}");
        assertThat(InstallationReader.inspect(List.of(here), Map.of(), Target.GITHUB)
                        .warnings())
                .isEmpty();
    }
}
