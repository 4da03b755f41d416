package dev.slipway.activities.toolchain;

import dev.slipway.settings.toolchain.ToolPackage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Zipped distributions from a Maven repository, checked against the SHA-512 published beside them. The repository is
 * Maven Central, or the one that {@code MVNW_REPOURL} names, as for the Maven wrapper.
 */
final class MavenDistribution {
    private static final String CENTRAL = "https://repo.maven.apache.org/maven2";
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration TRANSFER = Duration.ofMinutes(10);

    private final String repository;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    MavenDistribution(Map<String, String> environment) {
        String named = environment.getOrDefault("MVNW_REPOURL", "");
        this.repository = (named.isBlank() ? CENTRAL : named).replaceFirst("/+$", "");
    }

    void install(ToolPackage group, Path folder) throws IOException, InterruptedException {
        for (Map.Entry<String, String> entry : group.packages().entrySet()) {
            String[] coordinates = entry.getKey().split(":");
            String version = entry.getValue();
            URI zip = URI.create(repository + "/" + coordinates[0].replace('.', '/') + "/" + coordinates[1] + "/"
                    + version + "/" + coordinates[1] + "-" + version + "-bin.zip");
            Path file = folder.resolve(".download.zip");
            String expected = Files.readString(fetch(URI.create(zip + ".sha512"), folder.resolve(".download.sha512")))
                    .strip()
                    .split("\\s")[0];
            String actual = sha512(fetch(zip, file));
            if (!actual.equalsIgnoreCase(expected)) {
                throw new IOException(zip + " does not have the SHA-512 that is published beside it: expected "
                        + expected + ", is " + actual);
            }
            unzip(file, folder);
            Files.delete(file);
            Files.delete(folder.resolve(".download.sha512"));
        }
    }

    private Path fetch(URI uri, Path into) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TRANSFER).build();
        HttpResponse<Path> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofFile(into));
        } catch (IOException e) {
            throw new IOException("can't fetch " + uri + ": " + (e.getMessage() == null ? e : e.getMessage()), e);
        }
        if (response.statusCode() != 200) {
            throw new IOException("can't fetch " + uri + ": status " + response.statusCode());
        }
        return response.body();
    }

    private static String sha512(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha = MessageDigest.getInstance("SHA-512");
            byte[] buffer = new byte[64 * 1024];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unzip(Path zip, Path folder) throws IOException {
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException(zip + " holds a path that leaves its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(in, target);
                    if (target.getParent().endsWith("bin") && !target.toFile().setExecutable(true, false)) {
                        throw new IOException("can't make " + target + " executable");
                    }
                }
            }
        }
    }
}
