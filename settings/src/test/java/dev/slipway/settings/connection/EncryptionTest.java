package dev.slipway.settings.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.settings.installation.TemporalSettings;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.settings.secret.SecretResolver;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.stub.StreamObserver;
import io.temporal.api.workflowservice.v1.GetSystemInfoRequest;
import io.temporal.api.workflowservice.v1.GetSystemInfoResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server that wants TLS and a client's certificate, as production has it. */
class EncryptionTest {
    private static final String PASSWORD = "changeit";
    private static final String REFUSED = "planted-key-that-is-refused";
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    @TempDir
    private static Path folder;

    private static Server server;
    /** As Temporal Cloud is reached with an API key: no certificate is asked for, and nobody gets in without a key. */
    private static Server keyed;

    private static final List<String> LOGINS = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void startServer() throws Exception {
        makeIdentity("server");
        makeIdentity("client");
        server = start(ClientAuth.REQUIRE);
        keyed = start(ClientAuth.NONE);
    }

    /** A server with a certificate, to which clients show one or don't. */
    private static Server start(ClientAuth certificates) throws IOException {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sslContext(GrpcSslContexts.forServer(
                                file("server.pem").toFile(), file("server.key").toFile())
                        .trustManager(file("client.pem").toFile())
                        .clientAuth(certificates)
                        .build())
                .addService(new SystemInformation())
                .intercept(new ServerInterceptor() {
                    @Override
                    public <Q, A> ServerCall.Listener<Q> interceptCall(
                            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                        LOGINS.add(String.valueOf(headers.get(AUTHORIZATION)));
                        boolean anonymous = certificates == ClientAuth.NONE && headers.get(AUTHORIZATION) == null;
                        if (anonymous || ("Bearer " + REFUSED).equals(headers.get(AUTHORIZATION))) {
                            call.close(Status.UNAUTHENTICATED.withDescription("unknown key"), new Metadata());
                            return new ServerCall.Listener<>() {};
                        }
                        return next.startCall(call, headers);
                    }
                })
                .build()
                .start();
    }

    @AfterAll
    static void stopServer() {
        server.shutdownNow();
        keyed.shutdownNow();
    }

    private static final class SystemInformation extends WorkflowServiceGrpc.WorkflowServiceImplBase {
        @Override
        public void getSystemInfo(GetSystemInfoRequest request, StreamObserver<GetSystemInfoResponse> answer) {
            answer.onNext(GetSystemInfoResponse.getDefaultInstance());
            answer.onCompleted();
        }
    }

    @Test
    void connectsWithCertificateAndKeyAndTheServersOwnAuthority() {
        LOGINS.clear();

        reach(settings(file("client.pem"), file("client.key"), file("server.pem"), new SecretRef.Environment("KEY")));

        assertThat(LOGINS).isNotEmpty().allSatisfy(login -> assertThat(login).isEqualTo("Bearer s3cret"));
    }

    @Test
    void aKeyThatIsRefusedIsToldWithoutTheKey() {
        LOGINS.clear();

        assertThatThrownBy(() -> reach(settings(
                        file("client.pem"),
                        file("client.key"),
                        file("server.pem"),
                        new SecretRef.Environment("REFUSED"))))
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessageContaining("refused the login: unknown key")
                .hasMessageContaining("temporal.api_key")
                .satisfies(e -> {
                    StringWriter whole = new StringWriter();
                    e.printStackTrace(new PrintWriter(whole));
                    assertThat(whole.toString()).doesNotContain(REFUSED);
                });
        assertThat(LOGINS).contains("Bearer " + REFUSED);
    }

    @Test
    void doesNotTrustAServerWhoseAuthorityIsNotNamed() {
        assertThatThrownBy(() -> reach(settings(file("client.pem"), file("client.key"), null, null)))
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessageContaining("mutual TLS")
                .hasMessageContaining("no encrypted connection")
                .hasMessageContaining("temporal.ca");
    }

    @Test
    void anApiKeyAloneIsALoginWhereNoCertificateIsAskedFor() {
        LOGINS.clear();
        reach(keyed(new SecretRef.Environment("KEY")));
        assertThat(LOGINS).isNotEmpty().allSatisfy(login -> assertThat(login).isEqualTo("Bearer s3cret"));

        assertThatThrownBy(() -> reach(keyed(new SecretRef.Environment("REFUSED"))))
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessageContaining("refused the login: unknown key");
        assertThatThrownBy(() -> reach(keyed(null)))
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessageContaining("refused the login");
    }

    private static TemporalSettings keyed(@Nullable SecretRef apiKey) {
        return new TemporalSettings(
                "127.0.0.1:" + keyed.getPort(), "slipway", apiKey, true, null, null, file("server.pem"));
    }

    @Test
    void isRefusedWithoutACertificateOfItsOwn() {
        assertThatThrownBy(() -> reach(settings(null, null, file("server.pem"), null)))
                .isInstanceOf(ServerUnreachableException.class);
    }

    @Test
    void anUnencryptedConnectionIsToldAsSuch() {
        TemporalSettings plain = new TemporalSettings(address(), "slipway", null, false, null, null, null);

        assertThatThrownBy(() -> reach(plain))
                .isInstanceOf(ServerUnreachableException.class)
                .hasMessageContaining("unencrypted")
                .hasMessageContaining("temporal.tls");
    }

    private static void reach(TemporalSettings settings) {
        WorkflowServiceStubs stubs =
                TemporalConnection.stubs(settings, new SecretResolver(Map.of("KEY", "s3cret", "REFUSED", REFUSED)));
        try {
            TemporalConnection.awaitServer(stubs, settings, Duration.ZERO);
        } finally {
            stubs.shutdownNow();
        }
    }

    private static TemporalSettings settings(
            @Nullable Path certificate, @Nullable Path key, @Nullable Path ca, @Nullable SecretRef apiKey) {
        return new TemporalSettings(address(), "slipway", apiKey, true, certificate, key, ca);
    }

    private static String address() {
        return "127.0.0.1:" + server.getPort();
    }

    private static Path file(String name) {
        return folder.resolve(name);
    }

    /** A self-signed certificate for this machine, and its key, as PEM files. */
    private static void makeIdentity(String name) throws Exception {
        Path store = file(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(file(name + ".log").toFile())
                .start();
        assertThat(keytool.waitFor()).as(Files.readString(file(name + ".log"))).isZero();
        KeyStore identity = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            identity.load(in, PASSWORD.toCharArray());
        }
        pem(name + ".pem", "CERTIFICATE", identity.getCertificate(name).getEncoded());
        pem(
                name + ".key",
                "PRIVATE KEY",
                identity.getKey(name, PASSWORD.toCharArray()).getEncoded());
    }

    private static void pem(String name, String kind, byte[] content) throws Exception {
        Files.writeString(
                file(name),
                "-----BEGIN " + kind + "-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                        + "-----\n");
    }
}
