package dev.slipway.settings.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.settings.secret.SecretResolver;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.payload.codec.PayloadCodecException;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TemporalConnectionTest {
    private static final SecretResolver NO_SECRETS = new SecretResolver(Map.of());

    private final DataConverter converter = TemporalConnection.dataConverter();

    record Old(String name, Duration pause) {}

    record New(String name, Duration pause, @Nullable String added) {}

    record Large(List<String> lines) {}

    @Test
    void passesOverFieldsThatItDoesNotKnow() {
        Payload payload =
                converter.toPayload(new New("a", Duration.ofSeconds(90), "x")).orElseThrow();

        assertThat(converter.fromPayload(payload, Old.class, Old.class))
                .isEqualTo(new Old("a", Duration.ofSeconds(90)));
    }

    @Test
    void takesMissingFieldsAsNull() {
        Payload payload =
                converter.toPayload(new Old("a", Duration.ofMillis(1500))).orElseThrow();

        assertThat(converter.fromPayload(payload, New.class, New.class))
                .isEqualTo(new New("a", Duration.ofMillis(1500), null));
    }

    @Test
    void smallPayloadsStayReadable() {
        assertThat(converter.toPayload("hello").orElseThrow().getData().toStringUtf8())
                .isEqualTo("\"hello\"");
    }

    @Test
    void largePayloadsAreCompressedAndComeBackWhole() {
        Large large = new Large(List.of("line ".repeat(20_000)));

        Payload payload = converter.toPayload(large).orElseThrow();

        assertThat(payload.getData().size()).isLessThan(GzipPayloadCodec.THRESHOLD);
        assertThat(converter.fromPayload(payload, Large.class, Large.class)).isEqualTo(large);
        assertThat(converter.fromPayloads(0, converter.toPayloads(large), Large.class, Large.class))
                .isEqualTo(large);
    }

    @Test
    void aBombIsNotUnpacked() throws IOException {
        ByteString.Output bomb = ByteString.newOutput();
        try (OutputStream gzip = new GZIPOutputStream(bomb)) {
            byte[] zeros = new byte[1024 * 1024];
            for (int i = 0; i <= GzipPayloadCodec.MAX_DECODED / zeros.length; i++) {
                gzip.write(zeros);
            }
        }

        assertThatThrownBy(() -> new GzipPayloadCodec().decode(List.of(gzipped(bomb.toByteString()))))
                .isInstanceOf(PayloadCodecException.class)
                .hasMessageContaining("more than");
    }

    @Test
    void whatIsNoGzipIsRefused() {
        assertThatThrownBy(() -> new GzipPayloadCodec().decode(List.of(gzipped(ByteString.copyFromUtf8("plain")))))
                .isInstanceOf(PayloadCodecException.class);
    }

    private static Payload gzipped(ByteString data) {
        return Payload.newBuilder()
                .putMetadata("encoding", ByteString.copyFromUtf8("binary/gzip"))
                .setData(data)
                .build();
    }

    @Test
    @Timeout(10)
    void aServerThatIsNotThereIsSaidWithWhatWasTried() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        assertThatThrownBy(() -> TemporalConnection.connect(at("127.0.0.1:" + port), NO_SECRETS))
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("namespace 'slipway'")
                .hasMessageContaining("connection refused");
    }

    @Test
    @Timeout(10)
    void aServerThatNeverAnswersIsToo() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> tried("127.0.0.1:" + silent.getLocalPort()))
                    .isInstanceOf(ServerUnreachableException.class)
                    .hasMessageContaining("127.0.0.1:" + silent.getLocalPort());
        }
    }

    @Test
    @Timeout(10)
    void anUnknownHostIsSaid() {
        assertThatThrownBy(() -> tried("no-such-host.invalid:7233"))
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessageContaining("no-such-host.invalid:7233");
    }

    @Test
    void aMissingKeyIsAMistakeInTheConfiguration() {
        TemporalSettings settings = new TemporalSettings(
                "127.0.0.1:1", "slipway", new SecretRef.Environment("NO_KEY"), true, null, null, null);

        assertThatThrownBy(() -> TemporalConnection.stubs(settings, NO_SECRETS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("NO_KEY");
    }

    @Test
    void aCertificateThatIsNoneIsAMistakeInTheConfiguration(@TempDir Path folder) throws IOException {
        Path pem = Files.writeString(folder.resolve("client.pem"), "nonsense");
        TemporalSettings settings = new TemporalSettings("127.0.0.1:1", "slipway", null, true, pem, pem, null);

        assertThatThrownBy(() -> TemporalConnection.stubs(settings, NO_SECRETS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("PKCS#8");
    }

    @Test
    void withoutAnAddressTheLocalStackIsMeant() {
        TemporalSettings local = new TemporalSettings(null, "slipway", null, false, null, null, null);

        assertThat(TemporalConnection.address(local)).isEqualTo("127.0.0.1:7233");
    }

    /** One attempt, no patience. */
    private static void tried(String address) {
        WorkflowServiceStubs stubs = TemporalConnection.stubs(at(address), NO_SECRETS);
        try {
            TemporalConnection.awaitServer(stubs, at(address), Duration.ZERO);
        } finally {
            stubs.shutdownNow();
        }
    }

    private static TemporalSettings at(String address) {
        return new TemporalSettings(address, "slipway", null, false, null, null, null);
    }
}
