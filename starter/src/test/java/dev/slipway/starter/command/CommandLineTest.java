package dev.slipway.starter.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.settings.path.SlipwayHome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong usage and wrong files: exit code 2, words that help, and nothing started or created. */
class CommandLineTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private Path home;
    private Path work;

    @BeforeEach
    void folders() throws IOException {
        home = folder.resolve("home");
        work = Files.createDirectories(folder.resolve("work"));
        environment.put("SLIPWAY_HOME", home.toString());
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", folder.toString());
    }

    @Test
    void anUnknownCommandIsAnsweredWithASimilarOne() {
        assertThat(slipway("statsu")).isEqualTo(2);
        assertThat(err()).contains("statsu").contains("slipway status");
    }

    @Test
    void anUnknownOptionIsNamed() {
        assertThat(slipway("run", "--paralel", "3")).isEqualTo(2);
        assertThat(err()).contains("--paralel").contains("--parallel");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evolution --tokens-per-minute 5|'evolution' is no category",
                "development|Say what is to change",
                "development --tokens-per-minute 0|'0' is no bound",
                "development --tokens-per-hour many|'many' is no bound",
                "development --tokens-per-day 99999999999|'99999999999' is no bound",
                "development default|'default' says nothing here",
                "development configured --requests-per-minute 3|Say what is to change"
            })
    void aWindowThatMakesNoSenseIsRefusedBeforeAnybodyIsAsked(String line) {
        String[] parts = line.split("\\|");
        assertThat(slipway(("budget window " + parts[0]).split(" "))).isEqualTo(2);
        assertThat(err()).contains(parts[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1E+999999999", "1e3", "-5", "0x10", "1,50", "1234567890123", "0.1234567", "NaN", "much", " 5"})
    void anAmountThatIsNoneIsRefusedBeforeAnybodyIsAsked(String amount) {
        assertThat(slipway("budget", "set", "usd/day", amount)).isEqualTo(2);
        assertThat(err()).contains("'" + amount + "' is no amount");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "budget: {daily_usd: 1E+999999999}|1:'daily_usd'",
                "budget: {daily_usd: 60, monthly_usd: 50}|1:more than the 50 of a month",
                "budget:\n  daily_usd: 1200|2:more than the 1000 of a month",
                "budget:\n  zone: Mars/Olympus|2:the name of a time zone is needed",
                "windows:\n  testing: {tokens_per_minute: 0}|2:'0'",
                "windows:\n  testing: {tokens_per_minute: 900, tokens_per_hour: 800}|2:900 tokens a minute are more",
                "windows:\n  testing: {tokens_per_hour: 900, tokens_per_day: 800}|2:900 tokens an hour are more",
                "windows:\n  preset: conservative\n  testing: {tokens_per_day: 100}|3:8000 tokens an hour are more",
                "windows: {preset: careless}|1:there is one preset"
            })
    void limitsThatMakeNoSenseAreRefusedWithFileAndLine(String line) throws IOException {
        String[] parts = line.split("\\|");
        String[] told = parts[1].split(":", 2);
        Files.writeString(work.resolve("config.yaml"), parts[0] + "\n");

        assertThat(slipway("status", "--config", "config.yaml")).isEqualTo(2);

        assertThat(err()).contains("config.yaml:" + told[0] + ":", told[1]);
    }

    @Test
    void noCommandIsWrongUsage() {
        assertThat(slipway()).isEqualTo(2);
        assertThat(err()).contains("Which command?");
    }

    @Test
    void withoutAFileRunSaysHowToGetOne() {
        assertThat(slipway("run")).isEqualTo(2);
        assertThat(err()).contains("slipway.yaml").contains("slipway init");
        assertThat(home).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "projects: []",
                "projects:\n  - {name: a, description: b, toolchain: cobolt}",
                "projects:\n  - {name: a, description: b, toolchain: go}\n  - {name: a, description: b, toolchain: go}",
                "projects:\n  - {name: '../../etc/passwd', description: b, toolchain: go}",
                "projects:\n  - {nmae: a, description: b, toolchain: go}",
                "projects: 12",
                "\tno yaml: [at all",
                "projects:\n  - {name: a, description: '${NO_SUCH_VARIABLE}', toolchain: go}",
            })
    void aWrongFileIsRefusedWithItsNameAndNothingIsStarted(String content) throws IOException {
        Files.writeString(work.resolve("slipway.yaml"), content);

        assertThat(slipway("run")).isEqualTo(2);
        assertThat(slipway("run", "--sandbox")).isEqualTo(2);

        assertThat(err()).contains("slipway.yaml");
        assertThat(out()).isEmpty();
        assertThat(home).doesNotExist();
    }

    @Test
    void aWrongConfigurationIsRefusedWithFileAndLine() throws IOException {
        Files.writeString(work.resolve("slipway.yaml"), "projects:\n  - {name: a, description: b, toolchain: go}\n");
        Files.writeString(work.resolve("config.yaml"), "temporal:\n  adress: localhost:7233\n");

        assertThat(slipway("run", "--config", "config.yaml")).isEqualTo(2);

        assertThat(err()).contains("config.yaml:2").contains("adress").contains("address");
        assertThat(home).doesNotExist();
    }

    @Test
    void aFailoverToAnUnknownAgentOrSeatIsRefusedWithFileAndLine() throws IOException {
        environment.put("GITHUB_TOKEN", "ghp_0123456789012345678901234567890123ab");
        Files.writeString(work.resolve("slipway.yaml"), """
                agents: {default: mine, mine: {kind: command, command: sh}}
                projects:
                  - name: a
                    description: b
                    toolchain: command
                    commands: {test: 'true'}
                    failover:
                      - mine
                      - codx/org
                      - mine/second
                      - wait
                """);

        assertThat(slipway("run")).isEqualTo(2);

        assertThat(err())
                .contains("slipway.yaml:9: There is no agent 'codx'; there is mine.")
                .contains("slipway.yaml:10: There is no seat 'mine/second'; there is mine/default.")
                .doesNotContain("slipway.yaml:8");
    }

    @Test
    void aWrongPriceIsRefusedWithFileAndLine() throws IOException {
        Path prices = SlipwayHome.from(environment).prices();
        Files.createDirectories(prices.getParent());
        Files.writeString(prices, "# ours\nclaude-opus-5,cheap,1,1,1,us,2026-11-21\n");

        assertThat(slipway("status")).isEqualTo(2);

        assertThat(err()).contains(prices + ":2").contains("cheap");
    }

    @Test
    void aMissingConfigurationIsNamed() {
        assertThat(slipway("status", "--config", "nowhere.yaml")).isEqualTo(2);
        assertThat(err()).contains("nowhere.yaml");
    }

    @Test
    void aProjectThatTheFileDoesNotHaveIsNamedWithThoseThatItHas() throws IOException {
        Files.writeString(work.resolve("slipway.yaml"), "projects:\n  - {name: ring, description: b, toolchain: go}\n");

        assertThat(slipway("run", "--sandbox", "--project", "rnig")).isEqualTo(2);
        assertThat(err()).contains("rnig").contains("ring");
    }

    @Test
    void withoutAServerReadingCommandsSayWhatWasTried() {
        assertThat(slipway("status")).isEqualTo(3);
        assertThat(err())
                .contains("No Temporal server")
                .contains(home.toString())
                .contains("slipway up");
    }

    @Test
    void aServerOutOfReachIsExitCodeThree() {
        environment.put("SLIPWAY_TEMPORAL_ADDRESS", "127.0.0.1:1");
        assertThat(slipway("status", "--json")).isEqualTo(3);
        assertThat(err()).contains("127.0.0.1:1");
        assertThat(out()).isEmpty();
    }

    @Test
    void theDemoRefusesToolchainsThatItDoesNotKnow() {
        assertThat(slipway("demo", "--toolchains", "solc,cobol")).isEqualTo(2);
        assertThat(err()).contains("cobol").contains("clarinet");
        assertThat(home.resolve("state")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--projects=0", "--workers=0", "--parallel=0", "--agent-seconds=-1", "--agent=gpt"})
    void theDemoRefusesFiguresThatMakeNoSense(String flag) {
        assertThat(slipway("demo", flag)).isEqualTo(2);
        assertThat(err()).contains(flag.substring(0, flag.indexOf('=')));
    }

    @Test
    void initWritesAFileThatRunAcceptsAndDoesNotOverwriteIt() throws IOException {
        assertThat(slipway("init")).isZero();
        assertThat(work.resolve("slipway.yaml")).isNotEmptyFile();
        assertThat(home.resolve("config/config.yaml")).isNotEmptyFile();

        Files.writeString(work.resolve("slipway.yaml"), "mine");
        assertThat(slipway("init")).isEqualTo(2);
        assertThat(work.resolve("slipway.yaml")).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void completionKnowsAllCommands(String shell) {
        assertThat(slipway("completion", shell)).isZero();
        assertThat(out())
                .contains("status")
                .contains("toolchain")
                .contains("--follow".substring(2))
                .doesNotContain("warm-up");
    }

    @Test
    void helpListsTheCommandsAndHidesTheInnerOnes() {
        assertThat(slipway("--help")).isZero();
        assertThat(List.of(
                        "demo",
                        "init",
                        "check",
                        "up",
                        "down",
                        "run",
                        "test",
                        "list",
                        "status",
                        "show",
                        "logs",
                        "pause",
                        "resume",
                        "approve",
                        "reject",
                        "retry",
                        "skip",
                        "cancel",
                        "reset",
                        "account",
                        "toolchain",
                        "worker",
                        "engine",
                        "sandbox",
                        "completion",
                        "version"))
                .allSatisfy(command -> assertThat(out()).contains("  " + command));
        assertThat(out()).doesNotContain("warm-up").doesNotContain("serve-in-memory");
    }

    private int slipway(String... arguments) {
        return CommandLines.run(
                new Surroundings(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        work),
                arguments);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
