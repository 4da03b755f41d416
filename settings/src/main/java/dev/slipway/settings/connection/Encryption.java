package dev.slipway.settings.connection;

import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.installation.TemporalSettings;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.temporal.serviceclient.SimpleSslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS towards Temporal, with a client certificate and an additional trusted one where they are configured. */
final class Encryption {
    private Encryption() {}

    static SslContext of(TemporalSettings settings) {
        SimpleSslContextBuilder builder = SimpleSslContextBuilder.noKeyOrCertChain();
        try {
            if (settings.certificate() != null && settings.key() != null) {
                try (InputStream certificate = open("certificate", settings.certificate());
                        InputStream key = open("key", settings.key())) {
                    return trusting(SimpleSslContextBuilder.forPKCS8(certificate, key), settings.ca())
                            .build();
                }
            }
            return trusting(builder, settings.ca()).build();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new ConfigurationException(List.of("the certificates for Temporal can't be used: " + e.getMessage()
                    + ". 'temporal.certificate' and 'temporal.ca' take PEM files, 'temporal.key' an unencrypted PKCS#8 PEM"
                    + " file (convert with: openssl pkcs8 -topk8 -nocrypt)"));
        }
    }

    private static InputStream open(String key, Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new ConfigurationException(List.of(
                    "the file '" + file + "' (temporal." + key + ") can't be read. Check path and permissions"));
        }
    }

    private static SimpleSslContextBuilder trusting(SimpleSslContextBuilder builder, @Nullable Path ca)
            throws GeneralSecurityException, IOException {
        if (ca != null) {
            builder.setTrustManager(systemAnd(ca));
        }
        return builder;
    }

    /** One trust manager over both sets of certificates, so that host names are checked as always. */
    private static TrustManager systemAnd(Path ca) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        int number = 0;
        for (X509Certificate certificate : trustManager(null).getAcceptedIssuers()) {
            trusted.setCertificateEntry("system-" + number++, certificate);
        }
        try (InputStream in = open("ca", ca)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("own-" + number++, certificate);
            }
        }
        return trustManager(trusted);
    }

    private static X509TrustManager trustManager(@Nullable KeyStore certificates) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(certificates);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("this JDK has no X.509 trust manager");
    }
}
