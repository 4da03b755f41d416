package dev.slipway.settings.path;

import dev.slipway.run.HostId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * The id under which this host's workspaces are known: made once, kept in the state folder, the same after a restart.
 * Whoever copies a state folder to a second host must delete {@code host-id} there.
 */
public final class HostIdentity {
    private static final String FILE = "host-id";
    private static final int LONGEST_SLUG = 40;
    private static final SecureRandom RANDOM = new SecureRandom();

    private HostIdentity() {}

    /**
     * The host's id; made where there is none. Processes that ask at the same time get the same one.
     *
     * @throws UncheckedIOException if the state folder can't be written
     */
    public static synchronized HostId of(SlipwayHome home) {
        Path file = home.state().resolve(FILE);
        try {
            Files.createDirectories(home.state());
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                // Held until the channel is closed.
                channel.lock();
                return readOrMake(channel, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the host's id can't be kept in '" + file + "': check that the folder can be written", e);
        }
    }

    private static HostId readOrMake(FileChannel channel, Path file) throws IOException {
        byte[] kept = Files.readAllBytes(file);
        String text = new String(kept, StandardCharsets.UTF_8).strip();
        if (!text.isEmpty()) {
            try {
                return HostId.of(text);
            } catch (IllegalArgumentException e) {
                throw new IOException("it holds no host id; delete it, and a new one is made", e);
            }
        }
        HostId made = HostId.of(slug(hostName()) + "-" + suffix());
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((made.value() + "\n").getBytes(StandardCharsets.UTF_8)), 0);
        channel.force(true);
        return made;
    }

    /** Small letters, digits and single hyphens. */
    static String slug(String hostName) {
        String slug =
                hostName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        String cut = slug.length() > LONGEST_SLUG ? slug.substring(0, LONGEST_SLUG) : slug;
        return cut.isEmpty() ? "host" : cut.replaceAll("-+$", "");
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceFirst("\\..*", "");
        } catch (UnknownHostException e) {
            return "host";
        }
    }

    private static String suffix() {
        return String.format("%08x", RANDOM.nextInt());
    }
}
