package dev.slipway.settings.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.Target;
import dev.slipway.settings.toolchain.Toolchains;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input: what is told, with file, line and the offending word, before anything starts. */
class WorkMistakesTest {
    private static final Toolchains TOOLCHAINS = Toolchains.load(Path.of("no-toolchains-of-our-own"));

    @TempDir
    private Path folder;

    @Test
    void anUnknownKeyIsToldWithTheNearest() throws IOException {
        assertThat(problems("""
                        projects:
                          - {name: a, description: b, toolchain: go, discription: x}
                        automation:
                          parralel_workers: 3
                          maxRetries: 2
                        max_retries: 4
                        whatever: 5
                        """))
                .satisfiesExactly(
                        problem -> told(
                                problem, 2, "unknown key 'discription' under 'projects'. Did you mean 'description'?"),
                        problem -> told(
                                problem,
                                4,
                                "unknown key 'parralel_workers' under 'automation'. Did you mean 'parallel_workers'?"),
                        problem -> told(problem, 5, "Did you mean 'max_retries'?"),
                        problem -> told(
                                problem,
                                6,
                                "unknown key 'max_retries' at the top level. It belongs under 'automation'."),
                        problem -> told(
                                problem, 7, "unknown key 'whatever' at the top level. Known are: accounts, agents,"));
    }

    @Test
    void aKeyOfTheInstallationIsCheckedToo() throws IOException {
        assertThat(problems("projects: [{name: a, description: b, toolchain: go}]\nagents: {claude: {modell: x}}"))
                .singleElement()
                .asString()
                .contains(":2: unknown key 'modell' under 'agents.claude'. Did you mean 'model'?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    max_retries: lots           | 'lots'    | whole number from 0 to 100
                    max_retries: -1             | '-1'      | whole number from 0 to 100
                    max_retries: 1000000        | '1000000' | whole number from 0 to 100
                    max_retries: 2.5            | '2.5'     | whole number
                    max_retries: [1]            | 'max_retries' | holds a list; a single value is needed
                    retry_delay: soon           | 'soon'    | such as 5s, 15m, 2h or 7d
                    retry_delay: -5s            | '-5s'     | a duration from 0s to 1d
                    timeout: 0                  | '0'       | a duration from 1s to 1d
                    timeout: 99999999999h       | '99999999999h' | a duration
                    patience: 5000d             | '5000d'   | to 365d
                    priority: hihg              | 'hihg'    | Did you mean 'high'?
                    priority: {a: b}            | 'priority' | holds a mapping
                    visibility: secret          | 'secret'  | one of public, private
                    on_name_taken: sufix        | 'sufix'   | Did you mean 'suffix'?
                    merge: true                 | 'true'    | one of merge, squash, rebase
                    gates: [push, review]       | 'review'  | one of push, pull_request, merge, deploy
                    gates: deploy               | 'deploy'  | has no commands to deploy with
                    commands: {deploy: make}    | 'deploy'  | Set 'merge' to merge, squash or rebase
                    with_tests: maybe           | 'maybe'   | true or false
                    topics: [Upper]             | 'Upper'   | a topic
                    default_branch: "a..b"      | 'a..b'    | the name of a branch
                    default_branch: "x.lock"    | 'x.lock'  | the name of a branch
                    owner: "no one"             | 'no one'  | user or organisation
                    account: "-x"               | '-x'      | an account under 'accounts'
                    agent: "a b"                | 'a b'     | an agent under 'agents'
                    toolchain: mavn             | 'mavn'    | Did you mean 'maven'?
                    toolchain: command          | 'command' | Add 'commands'
                    blockchain: etherium        | 'etherium' | Did you mean 'ethereum'?
                    commands: make              | 'commands' | 'key: value' lines are needed
                    commands: {test: ""}        | 'test' under 'projects.commands' | is empty
                    constitution: none.md       | 'none.md' | no such file
                    description: ""             | 'description' | is empty
                    description: [a]            | 'description' | holds a list
                    """)
    void aWrongValueIsToldWithWhatIsNeeded(String line, String word, String needed) throws IOException {
        String key = line.substring(0, line.indexOf(':'));
        String others = (key.equals("toolchain") || key.equals("blockchain") ? "" : "    toolchain: go\n")
                + (key.equals("description") ? "" : "    description: b\n");

        assertThat(problems("projects:\n  - name: a\n" + others + "    " + line + "\n"))
                .singleElement()
                .asString()
                .startsWith(
                        folder.resolve("slipway.yaml") + ":" + (others.lines().count() + 3) + ": ")
                .contains(word, needed);
    }

    @Test
    void aDeploymentFromTheDefaultsOfAProjectThatIsNotMergedIsToldWhereItStands() throws IOException {
        assertThat(problems("""
                        projects:
                          - {name: a, description: b, toolchain: go, merge: squash}
                          - {name: c, description: d, toolchain: go}
                          - {name: e, description: f, toolchain: go, merge: rebase, commands: {deploy: []}}
                        defaults:
                          commands: {deploy: make deploy}
                        automation: {gates: deploy}
                        """))
                .satisfiesExactly(
                        problem -> told(problem, 6, "'deploy' runs what was merged, and project 'c' is not merged"),
                        problem -> told(problem, 7, "project 'e' has no commands to deploy with"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    my project      | Did you mean 'my-project'?
                    naïve           | Did you mean 'na-ve'?
                    a/b             | Did you mean 'a-b'?
                    ..              | GitHub refuses
                    tool.git        | Did you mean 'tool'?
                    tool.WIKI       | Did you mean 'tool'?
                    """)
    void aNameThatGitHubRefusesIsTold(String name, String hint) throws IOException {
        assertThat(problems("projects:\n  - {name: '" + name + "', description: b, toolchain: go}"))
                .singleElement()
                .asString()
                .contains(":2: ", "'" + name + "'", hint);
    }

    @Test
    void aNameThatIsTooLongIsTold() throws IOException {
        assertThat(problems("projects: [{name: " + "x".repeat(101) + ", description: b, toolchain: go}]"))
                .singleElement()
                .asString()
                .contains("up to 100");
    }

    @Test
    void twoProjectsOfOneNameAreToldWithBothLines() throws IOException {
        assertThat(problems("""
                        projects:
                          - {name: vault, description: b, toolchain: go}
                          - {name: other, description: b, toolchain: go}
                          - {name: Vault, description: b, toolchain: go}
                        """)).singleElement().asString().contains(":4: ", "'Vault'", "in line 2");
    }

    @Test
    void aKeyThatStandsTwiceIsToldWithBothLines() throws IOException {
        assertThat(problems("projects:\n  - name: a\n    description: b\n    toolchain: go\n    name: c\n"))
                .singleElement()
                .asString()
                .contains(":5: ", "'name'", "line 2");
    }

    @Test
    void whatIsMissingIsTold() throws IOException {
        assertThat(problems("projects:\n  - {toolchain: go}\n  - {name: b, description: c}\n  - just text\n"))
                .satisfiesExactly(
                        problem -> told(problem, 2, "no 'name'"),
                        problem -> told(problem, 2, "no 'description'"),
                        problem -> told(problem, 3, "'b'", "no 'toolchain'", "maven"),
                        problem -> told(problem, 4, "'projects'", "holds a single value"));
    }

    @Test
    void aVariableThatIsNotSetIsTold() throws IOException {
        assertThat(problems("""
                        projects:
                          - {name: a, description: b, toolchain: go, owner: "${NO_OWNER}"}
                          - {name: c, description: "${file:none.txt}", toolchain: "${bad name}"}
                        """))
                .satisfiesExactly(
                        problem -> told(problem, 2, "'owner'", "NO_OWNER is not set"),
                        problem -> told(problem, 3, "'description'", "none.txt"),
                        problem -> told(problem, 3, "'toolchain'", "${bad name}", "${NAME}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"projects: []", "projects:", "projects: ~"})
    void anEmptyListIsTold(String yaml) throws IOException {
        assertThat(problems(yaml)).singleElement().asString().contains(":1: ", "'projects'", "empty", "Add a project");
    }

    @Test
    void noListAtAllIsTold() throws IOException {
        assertThat(problems("name: x")).singleElement().asString().contains("no 'projects' list", "slipway init");
        assertThat(problems("projects: {a: b}"))
                .singleElement()
                .asString()
                .contains("holds a mapping; a list is needed");
    }

    @Test
    void mistakesInDefaultsAreToldOnceWhoeverUsesThem() throws IOException {
        assertThat(problems("""
                        projects:
                          - {name: a, description: b, toolchain: go, priority: low}
                          - {name: c, description: d, toolchain: go, priority: low}
                        defaults: {priority: extreme, toolchain: nothing}
                        automation: {timeout: never, parallel_workers: 0, log_level: LOUD}
                        """))
                .satisfiesExactly(
                        problem -> told(problem, 4, "'extreme'"),
                        problem -> told(problem, 4, "'nothing'"),
                        problem -> told(problem, 5, "'never'"),
                        problem -> told(problem, 5, "'LOUD'"),
                        problem -> told(problem, 5, "'0'", "from 1 to 1000"));
    }

    @Test
    void aSystematicMistakeIsNotToldTenThousandTimes() throws IOException {
        StringBuilder yaml = new StringBuilder("projects:\n");
        for (int i = 0; i < 10_000; i++) {
            yaml.append("  - {name: p").append(i).append(", description: d, toolchain: nothing}\n");
        }

        List<String> problems = problems(yaml.toString());

        assertThat(problems).hasSize(51);
        assertThat(problems.get(50)).isEqualTo("… and 9950 more problems");
    }

    @Test
    void valuesOfVariablesAreNotTold() throws IOException {
        Path file = Files.writeString(
                folder.resolve("slipway.yaml"), "projects: [{name: a, description: b, toolchain: '${WHAT}'}]");

        assertThat(catchThrowableOfType(
                                ConfigurationException.class,
                                () -> WorkReader.read(
                                        file, Map.of("WHAT", "hunter2"), WorkDefaults.of(TOOLCHAINS, Target.GITHUB)))
                        .problems())
                .singleElement()
                .asString()
                .contains("${WHAT}")
                .doesNotContain("hunter2");
    }

    private static void told(String problem, int line, String... words) {
        assertThat(problem).contains("slipway.yaml:" + line + ": ").contains(words);
    }

    private List<String> problems(String yaml) throws IOException {
        return problems(Files.writeString(folder.resolve("slipway.yaml"), yaml));
    }

    private static List<String> problems(Path file) {
        return catchThrowableOfType(
                        ConfigurationException.class,
                        () -> WorkReader.read(file, Map.of(), WorkDefaults.of(TOOLCHAINS, Target.GITHUB)))
                .problems();
    }
}
