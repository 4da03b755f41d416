package dev.slipway.activities.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What an isolated program sees of the file system. */
final class SandboxFolders {
    /** Of /etc what programs, compilers, resolvers and TLS need; nothing that holds a secret. */
    private static final List<String> ETC = List.of(
            "alternatives",
            "ca-certificates",
            "ca-certificates.conf",
            "crypto-policies",
            "debian_version",
            "fonts",
            "gai.conf",
            "group",
            "host.conf",
            "hosts",
            "ld.so.cache",
            "ld.so.conf",
            "ld.so.conf.d",
            "locale.alias",
            "locale.conf",
            "localtime",
            "magic",
            "maven",
            "mime.types",
            "networks",
            "nsswitch.conf",
            "os-release",
            "passwd",
            "perl",
            "pip.conf",
            "npmrc",
            "pki",
            "profile",
            "protocols",
            "resolv.conf",
            "services",
            "shells",
            "ssl",
            "terminfo",
            "timezone");

    /** Files in which tools keep credentials beside themselves. */
    private static final List<String> CREDENTIALS = List.of(
            "credentials", "credentials.toml", ".credentials.json", ".npmrc", ".netrc", ".pypirc", ".git-credentials");

    private final List<Path> hidden;
    private final List<String> tmp;

    SandboxFolders(List<Path> hidden, List<String> tmp) {
        this.tmp = List.copyOf(tmp);
        this.hidden = hidden.stream().map(SandboxFolders::real).distinct().toList();
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    /**
     * @throws IOException where a tool's folder would show what must stay hidden
     */
    void check(ProcessSpec spec) throws IOException {
        for (Path tool : spec.readOnly()) {
            for (Path secret : hidden) {
                if (secret.startsWith(real(tool))) {
                    throw new IOException("refusing to show '" + tool + "' to '"
                            + spec.command().get(0) + "': it holds " + secret
                            + ". Name the tool's own folder instead.");
                }
            }
        }
    }

    List<String> mounts(ProcessSpec spec) throws IOException {
        List<String> mounts = new ArrayList<>();
        for (String folder : SystemFolders.ALL) {
            system(mounts, Path.of(folder));
        }
        for (String name : ETC) {
            readOnly(mounts, Path.of("/etc").resolve(name));
        }
        try (Stream<Path> java = Files.list(Path.of("/etc"))) {
            java.filter(path -> path.getFileName().toString().startsWith("java"))
                    .forEach(path -> readOnly(mounts, path));
        }
        mounts.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
        mounts.addAll(tmp);
        mounts.addAll(List.of("--tmpfs", "/run", "--dir", "/var/tmp"));
        for (Path secret : hidden) {
            if (SystemFolders.ALL.stream().anyMatch(folder -> secret.startsWith(real(Path.of(folder))))) {
                mounts.addAll(List.of("--tmpfs", secret.toString()));
            }
        }
        for (Path tool : spec.readOnly()) {
            readOnly(mounts, tool);
            without(mounts, tool);
        }
        for (Path folder : spec.writable()) {
            writable(mounts, folder);
        }
        writable(mounts, spec.home());
        writable(mounts, spec.directory());
        return mounts;
    }

    private static void system(List<String> mounts, Path folder) throws IOException {
        if (Files.isSymbolicLink(folder)) {
            mounts.addAll(List.of("--symlink", Files.readSymbolicLink(folder).toString(), folder.toString()));
        } else {
            readOnly(mounts, folder);
        }
    }

    private static void readOnly(List<String> mounts, Path path) {
        if (Files.exists(path)) {
            mounts.addAll(List.of("--ro-bind", path.toString(), path.toString()));
        }
    }

    private static void writable(List<String> mounts, Path path) {
        mounts.addAll(List.of("--bind", path.toString(), path.toString()));
    }

    private static void without(List<String> mounts, Path tool) {
        for (String name : CREDENTIALS) {
            Path file = tool.resolve(name);
            if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                mounts.addAll(List.of("--ro-bind", "/dev/null", file.toString()));
            }
        }
    }
}
