package dev.slipway.settings.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code temporal}: what is only good for an encrypted connection makes it one. */
class TemporalSectionTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    address: 'host:7233'                                                        | false
                    address: 'host:7233', tls: true                                             | true
                    address: 'host:7233', api_key: '${KEY}'                                     | true
                    address: 'host:7233', ca: ca.pem                                            | true
                    address: 'host:7233', certificate: c.pem, key: c.key                        | true
                    address: 'host:7233', api_key: '${KEY}', tls: false                         | false
                    """)
    void isEncryptedWhereAKeyACertificateOrAnAuthorityIsNamedUnlessItSaysOtherwise(String section, boolean encrypted)
            throws IOException {
        for (String file : List.of("ca.pem", "c.pem", "c.key")) {
            Files.writeString(folder.resolve(file), "");
        }
        Path config = Files.writeString(folder.resolve("config.yaml"), "temporal: {" + section + "}\n");
        assertThat(InstallationReader.read(config, Map.of("KEY", "k"))
                        .temporal()
                        .tls())
                .isEqualTo(encrypted);
    }
}
