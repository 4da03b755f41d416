package dev.slipway.settings.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.account.Rotation;
import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.secret.PrivateKeyPem;
import dev.slipway.settings.secret.Secret;
import dev.slipway.settings.secret.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppSectionTest {
    private static KeyPair pair;

    @TempDir
    Path folder;

    @BeforeAll
    static void makeKey() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        pair = generator.generateKeyPair();
    }

    private static String pem(String kind, byte[] der) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + kind
                + "-----\n";
    }

    /** PKCS#8 of a 2048-bit key is PKCS#1 behind 26 bytes. */
    private static String pkcs1() {
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        return pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
    }

    private static String pkcs8() {
        return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    }

    private Path configured(String key) throws IOException {
        Files.writeString(folder.resolve("app.pem"), key);
        return Files.writeString(folder.resolve("config.yaml"), """
                github: {rotation: drain}
                accounts:
                  - name: factory
                    owner: acme
                    app: {id: 12345, installation: 678, private_key: "${file:app.pem}"}
                """);
    }

    private static List<String> problems(Path file) {
        return catchThrowableOfType(ConfigurationException.class, () -> InstallationReader.read(file, Map.of("A", "x")))
                .problems();
    }

    @Test
    void readsAnAppAndTheRotation() throws IOException {
        Installation installation = InstallationReader.read(configured(pkcs1()), Map.of());
        assertThat(installation.accounts().get(0).credential())
                .isEqualTo(new AccountCredential.App(12345, 678, new SecretRef.File(folder.resolve("app.pem"))));
        assertThat(installation.github().rotation()).isEqualTo(Rotation.DRAIN);
    }

    @Test
    void readsBothFormsOfAKey() {
        assertThat(PrivateKeyPem.parse(new Secret(pkcs1()))).isEqualTo(pair.getPrivate());
        assertThat(PrivateKeyPem.parse(new Secret(pkcs8()))).isEqualTo(pair.getPrivate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUBLIC", "TOKEN", "CUT", "PASSPHRASE"})
    void aKeyThatIsNoneIsToldWithItsLineAndNotShown(String mistake) throws IOException {
        String key = switch (mistake) {
            case "PUBLIC" -> pem("PUBLIC KEY", pair.getPublic().getEncoded());
            case "TOKEN" -> "ghp_planted";
            case "CUT" -> pem("RSA PRIVATE KEY", Arrays.copyOf(pair.getPrivate().getEncoded(), 300));
            default -> pkcs1().replace("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\n");
        };
        assertThat(problems(configured(key)))
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .contains("config.yaml:5: 'private_key' under 'accounts.app'")
                        .contains("Download a new one")
                        .doesNotContain("planted", "MII"));
    }

    @Test
    void anAppNeedsItsNumbersAndNoToken() throws IOException {
        Path file = Files.writeString(folder.resolve("config.yaml"), """
                accounts:
                  - name: factory
                    token: "${A}"
                    app: {id: many}
                """);
        assertThat(problems(file)).hasSize(4).allMatch(problem -> problem.contains(":4: "));
    }
}
