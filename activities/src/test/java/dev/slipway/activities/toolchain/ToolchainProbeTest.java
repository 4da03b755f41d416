package dev.slipway.activities.toolchain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.run.ToolchainName;
import dev.slipway.settings.path.SlipwayHome;
import dev.slipway.settings.toolchain.ToolchainDefinition;
import dev.slipway.settings.toolchain.Toolchains;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolchainProbeTest {
    private static final String NEEDS_ZIG = """
            description: Zig
            requires:
              - {tool: zig, minimum: "0.14", also: ["${HOME}/opt/zig-*/zig"], get: "Install Zig 0.14"}
            compile: [zig build]
            guidance: build.zig
            """;
    private static final String BRINGS_MVN = """
            description: Maven
            requires:
              - {tool: mvn, minimum: "3.9", get: Install Maven}
            installs:
              - {registry: maven, packages: {"org.apache.maven:apache-maven": 3.9.11}, size: 9 MB, provides: mvn, bin: [apache-maven-3.9.11/bin]}
            compile: [mvn -v]
            guidance: pom.xml
            """;

    @TempDir
    Path folder;

    private Path bin;
    private SlipwayHome home;

    @BeforeEach
    void makeHome() throws IOException {
        bin = Files.createDirectories(folder.resolve("user/bin"));
        home = SlipwayHome.from(Map.of("SLIPWAY_HOME", folder.resolve("slipway").toString()));
    }

    @Test
    void aMissingToolIsNamedWithHowToGetIt() throws Exception {
        assertThat(state(NEEDS_ZIG))
                .isEqualTo(new ToolchainState.Missing("zig is not on the PATH", "Install Zig 0.14"));
    }

    @Test
    void aToolThatIsTooOldIsNamedWithItsVersionAndPlace() throws Exception {
        tool(bin, "zig", "echo 0.13.1");
        assertThat(state(NEEDS_ZIG))
                .isEqualTo(new ToolchainState.Missing(
                        "zig 0.13.1 (" + bin.resolve("zig") + ") is older than 0.14", "Install Zig 0.14"));
    }

    @Test
    void aWrapperWithoutItsToolIsNotTaken() throws Exception {
        tool(bin, "zig", "echo 'zig: no version is set' >&2; exit 127");
        assertThat(state(NEEDS_ZIG))
                .isInstanceOfSatisfying(
                        ToolchainState.Missing.class,
                        missing -> assertThat(missing.tool())
                                .contains("does not say its version: zig: no version is set"));
    }

    @Test
    void furtherPlacesAreSearchedWhenThePathHasNothingThatServes() throws Exception {
        tool(bin, "zig", "echo 0.13.1");
        tool(Files.createDirectories(folder.resolve("user/opt/zig-0.14.1")), "zig", "echo 0.14.1");
        assertThat(state(NEEDS_ZIG)).isEqualTo(new ToolchainState.Ready());
    }

    @Test
    void aToolInTheHomesOwnBinDoesNotOpenTheHome() throws Exception {
        tool(bin, "zig", "echo 0.14.0");
        ToolchainProbe.Look look = probe().look(definition(NEEDS_ZIG));
        assertThat(look.located()).containsExactly(new LocatedTool(bin.toRealPath(), bin.toRealPath()));
    }

    @Test
    void aToolBelowTheHomeOpensItsOwnFolderOnly() throws Exception {
        Path real = Files.createDirectories(folder.resolve("user/versions/zig/bin"));
        tool(real, "zig", "echo 0.14.0");
        Files.createSymbolicLink(bin.resolve("zig"), real.resolve("zig"));
        assertThat(probe().look(definition(NEEDS_ZIG)).located())
                .containsExactly(
                        new LocatedTool(real.toRealPath(), real.getParent().toRealPath()));
    }

    @Test
    void whatCanBeInstalledIsNamedWithItsSize() throws Exception {
        assertThat(state(BRINGS_MVN)).isInstanceOfSatisfying(ToolchainState.Installable.class, found -> {
            assertThat(found.what()).isEqualTo("org.apache.maven:apache-maven 3.9.11");
            assertThat(found.bytes()).isEqualTo(9_000_000);
            assertThat(found.how()).contains("from the Maven repository into " + home.tools());
        });
    }

    @Test
    void theMachinesOwnToolIsTakenWhereItServes() throws Exception {
        tool(bin, "mvn", "echo Apache Maven 3.9.9");
        assertThat(state(BRINGS_MVN)).isEqualTo(new ToolchainState.Ready());
    }

    @Test
    void aDistributionIsInstalledOnceAndCheckedAgainstItsDigest() throws Exception {
        byte[] zip = zip("apache-maven-3.9.11/bin/mvn", "#!/bin/sh\necho it runs\n");
        List<String> said = new ArrayList<>();
        Progress progress = new Progress() {
            @Override
            public void begins(String what, long bytes) {
                said.add(what + " " + bytes);
            }

            @Override
            public void says(String line) {}
        };
        try (Repository repository = new Repository(zip, sha512(zip))) {
            ToolchainInstaller installer = new ToolchainInstaller(home, environment(repository.url()));
            installer.install(definition(BRINGS_MVN), progress);
            installer.install(definition(BRINGS_MVN), progress);
        }
        assertThat(said).containsExactly("org.apache.maven:apache-maven 3.9.11 9000000");
        assertThat(state(BRINGS_MVN)).isEqualTo(new ToolchainState.Ready());
        assertThat(home.tools().resolve("toolchains/own/apache-maven-3.9.11/bin/mvn"))
                .isExecutable();
    }

    @Test
    void twoInstallersAtOnceInstallOnce() throws Exception {
        byte[] zip = zip("apache-maven-3.9.11/bin/mvn", "#!/bin/sh\n");
        ToolchainDefinition definition = definition(BRINGS_MVN);
        AtomicInteger begun = new AtomicInteger();
        Progress progress = new Progress() {
            @Override
            public void begins(String what, long bytes) {
                begun.incrementAndGet();
            }

            @Override
            public void says(String line) {}
        };
        try (Repository repository = new Repository(zip, sha512(zip))) {
            List<Callable<Void>> both = Collections.nCopies(2, () -> {
                new ToolchainInstaller(home, environment(repository.url())).install(definition, progress);
                return null;
            });
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try {
                for (Future<Void> done : threads.invokeAll(both)) {
                    done.get();
                }
            } finally {
                threads.shutdownNow();
            }
        }
        assertThat(begun).hasValue(1);
    }

    @Test
    void aDistributionThatWasChangedIsRefusedAndLeavesNothing() throws Exception {
        byte[] zip = zip("apache-maven-3.9.11/bin/mvn", "#!/bin/sh\n");
        try (Repository repository = new Repository(zip, "0".repeat(128))) {
            ToolchainInstaller installer = new ToolchainInstaller(home, environment(repository.url()));
            assertThatThrownBy(() -> installer.install(definition(BRINGS_MVN), Progress.SILENT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not have the SHA-512");
        }
        assertThat(home.tools().resolve("toolchains/own")).doesNotExist();
        assertThat(home.tools().resolve("toolchains"))
                .isDirectoryNotContaining(path -> !path.toString().endsWith(".lock"));
    }

    @Test
    void aDistributionThatLeavesItsFolderIsRefused() throws Exception {
        byte[] zip = zip("../../evil", "x");
        try (Repository repository = new Repository(zip, sha512(zip))) {
            assertThatThrownBy(() -> new ToolchainInstaller(home, environment(repository.url()))
                            .install(definition(BRINGS_MVN), Progress.SILENT))
                    .hasMessageContaining("leaves its folder");
        }
    }

    @Test
    void anInstallationThatLacksAToolOfTheMachineSaysSo() throws Exception {
        assertThatThrownBy(() ->
                        new ToolchainInstaller(home, environment("")).install(definition(NEEDS_ZIG), Progress.SILENT))
                .hasMessage("toolchain own can't be installed: zig is not on the PATH. Install Zig 0.14");
    }

    private ToolchainState state(String yaml) throws Exception {
        return probe().state(definition(yaml));
    }

    private ToolchainProbe probe() {
        return new ToolchainProbe(home, environment(""));
    }

    private Map<String, String> environment(String repository) {
        return Map.of(
                "PATH",
                bin + ":/usr/bin/nothing",
                "HOME",
                folder.resolve("user").toString(),
                "MVNW_REPOURL",
                repository);
    }

    private ToolchainDefinition definition(String yaml) throws IOException {
        Path own = Files.createDirectories(folder.resolve("config/toolchains"));
        Files.writeString(own.resolve("own.yaml"), yaml);
        return Toolchains.load(own).find(new ToolchainName("own")).orElseThrow();
    }

    private static void tool(Path bin, String name, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private static byte[] zip(String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    private static String sha512(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
    }

    /** A Maven repository with one distribution. */
    private static final class Repository implements AutoCloseable {
        private final HttpServer server;

        Repository(byte[] zip, String sha512) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            String path = "/org/apache/maven/apache-maven/3.9.11/apache-maven-3.9.11-bin.zip";
            serve(path, zip);
            serve(path + ".sha512", sha512.getBytes(StandardCharsets.UTF_8));
            server.start();
        }

        private void serve(String path, byte[] body) {
            server.createContext(path, exchange -> {
                boolean exact = exchange.getRequestURI().getPath().equals(path);
                exchange.sendResponseHeaders(exact ? 200 : 404, exact ? body.length : -1);
                if (exact) {
                    exchange.getResponseBody().write(body);
                }
                exchange.close();
            });
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
