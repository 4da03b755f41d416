package dev.slipway.activities.artifact;

import dev.slipway.settings.installation.S3Location;
import dev.slipway.settings.installation.StoreSettings;
import dev.slipway.settings.secret.SecretResolver;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes clients for S3-compatible stores: no profile file is read, and no checksum asked for that only Amazon knows. */
final class S3Clients {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(30);

    /** A large transcript over a slow line; retries included. */
    private static final Duration WHOLE_CALL = Duration.ofMinutes(5);

    private S3Clients() {}

    static S3Client of(StoreSettings settings, SecretResolver secrets) {
        S3Location location = S3Location.of(String.valueOf(settings.artifacts()));
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(SILENCE))
                .overrideConfiguration(call -> call.apiCallTimeout(WHOLE_CALL))
                .region(Region.of(location.region()))
                .forcePathStyle(location.pathStyle())
                // Amazon's chunked form of uploads is not understood by every store: some keep its chunk headers.
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                // References carry a SHA-256 of our own; many stores don't know Amazon's newer checksums.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .credentialsProvider(credentials(settings, secrets));
        if (location.endpoint() != null) {
            builder.endpointOverride(location.endpoint());
        }
        return builder.build();
    }

    /** The configured keys, asked for at each use, so that a replaced file is seen; else what the machine gives. */
    private static AwsCredentialsProvider credentials(StoreSettings settings, SecretResolver secrets) {
        var access = settings.accessKey();
        var secret = settings.secretKey();
        if (access == null || secret == null) {
            return DefaultCredentialsProvider.builder().build();
        }
        AwsCredentialsProvider configured = () -> AwsBasicCredentials.create(
                secrets.resolve(access).reveal(), secrets.resolve(secret).reveal());
        configured.resolveCredentials();
        return configured;
    }
}
