package dev.slipway.starter.engine;

import dev.slipway.starter.output.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The official release of the Temporal CLI, as published by its project, checked against its {@code checksums.txt}. */
final class OfficialRelease {
    private static final String BASE = "https://github.com/temporalio/cli/releases/download/v";
    private static final Duration CONNECT = Duration.ofSeconds(6);
    private static final int STEP = 10;

    private final Console console;

    OfficialRelease(Console console) {
        this.console = console;
    }

    /**
     * Downloads, checks and unpacks it.
     *
     * @return false when it can't be had here; the reason has been said
     * @throws IOException when the folder can't be written
     */
    boolean into(Path folder) throws IOException {
        String archive = "temporal_cli_" + TemporalProgram.VERSION + "_" + platform() + ".tar.gz";
        URI release = URI.create(BASE + TemporalProgram.VERSION + "/");
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        Path downloaded = folder.resolve(archive);
        try {
            String expected = checksum(http, release, archive);
            String actual = download(http, release.resolve(archive), downloaded);
            if (!expected.equalsIgnoreCase(actual)) {
                console.warn("The release's checksum is wrong: " + archive + " has SHA-256 " + actual
                        + ", published is " + expected + ". It is not used.");
                Files.deleteIfExists(downloaded);
                return false;
            }
            unpack(downloaded, folder);
            return true;
        } catch (IOException e) {
            console.say("The official Temporal release can't be had from " + release.getHost() + " ("
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + ").");
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            Files.deleteIfExists(downloaded);
        }
    }

    private static String checksum(HttpClient http, URI release, String archive)
            throws IOException, InterruptedException {
        URI checksums = release.resolve("checksums.txt");
        HttpRequest request = HttpRequest.newBuilder(checksums)
                .timeout(Duration.ofSeconds(30))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(checksums + " answers " + answer.statusCode());
        }
        return answer.body()
                .lines()
                .map(line -> line.trim().split("\\s+", 2))
                .filter(words -> words.length == 2 && words[1].equals(archive))
                .map(words -> words[0])
                .findFirst()
                .orElseThrow(() -> new IOException("no checksum for " + archive + " is published"));
    }

    private String download(HttpClient http, URI address, Path target) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer =
                http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IOException(address + " answers " + answer.statusCode());
        }
        long size = answer.headers().firstValueAsLong("content-length").orElse(-1);
        console.say("Downloading the Temporal server " + TemporalProgram.VERSION + " from " + address.getHost()
                + (size > 0 ? " (" + size / 1_000_000 + " MB)" : ""));
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(answer.body(), digest);
                OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[1 << 16];
            long done = 0;
            long said = 0;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                done += read;
                if (size > 0 && done * 100 / size >= said + STEP) {
                    said = done * 100 / size;
                    console.say("  " + said + " %");
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void unpack(Path archive, Path folder) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder(
                        List.of("tar", "-xzf", archive.toString(), "-C", folder.toString(), "temporal"))
                .redirectErrorStream(true)
                .start();
        String said = new String(tar.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (!tar.waitFor(60, TimeUnit.SECONDS) || tar.exitValue() != 0) {
            throw new IOException("tar can't unpack " + archive.getFileName() + ": " + said.trim());
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return os + "_" + (machine.equals("aarch64") || machine.equals("arm64") ? "arm64" : "amd64");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
