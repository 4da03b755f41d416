package dev.slipway.activities.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.scan.Finding;
import dev.slipway.settings.secret.Secret;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretScannerTest {
    private static final String CONFIGURED = "s3cr3t/of+this&worker";

    private final SecretScanner scanner = new SecretScanner(List.of(new Secret(CONFIGURED), new Secret("short")));

    private List<Finding> scan(String path, String text) {
        byte[] content = text.getBytes(StandardCharsets.UTF_8);
        return scanner.scan(List.of(new ScannedFile(path, content.length, () -> new ByteArrayInputStream(content))));
    }

    /** Written in halves, so that no scanner takes this file for a leak. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "aws-access-key | key = AKIA+QYLPMN5HHHFPZ32T",
                "aws-secret-key | aws_secret_access_key = wJalrXUtnFEMI+/K7MDENG/bPxRfiCYzQ9vLkTnAb",
                "gcp-api-key | const k = 'AIza+SyD4fG7hJ8kL9mN0pQ2rS3tU4vW5xY6zA1b'",
                "github-token | token: ghp+_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
                "github-fine-grained-token | github+_pat_11ABCDEFG0aBcDeFgHiJkL_mNoPqRsTuVwXyZ0123456789aBcDeFgHiJkLmNoPqRsTuVwXyZ0123456",
                "gitlab-token | glpat+-Xy7Zk2Qm9Lp4Rt6Vw8Nb",
                "slack-token | xoxb+-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx",
                "npm-token | //registry.npmjs.org/:x=npm+_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8",
                "pypi-token | pypi+-AgEIcHlwaS5vcmcCJDEyMzQ1Njc4LTEyMzQtMTIzNC0xMjM0LTEyMzQ1Njc4OTAxMgACKlszLCJh",
                "anthropic-key | ANTHROPIC=sk-ant+-api03-Zx8Yw7Vu6Ts5Rq4Po3Nm2Lk1Ji0Hg9Fe8Dc7Ba",
                "openai-key | sk-proj+-Zx8Yw7Vu6Ts5Rq4Po3Nm2Lk1Ji0Hg9Fe8Dc7BaZx8Yw7Vu6Ts5",
                "private-key | -----BEGIN+ RSA PRIVATE KEY-----",
                "private-key | key = \"-----BEGIN+ PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\"",
                "jwt | eyJhbGciOiJIUzI1NiJ9+.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
                "connection-string | DB=postgres+://app:Tr0ub4dor@db.internal:5432/app",
                "wallet-private-key | PRIVATE_KEY=0x4c0883a69102937d+6231471b5dbb6204fe5129617082792ae468d01a3f362318",
                "wallet-private-key | senderKey: '7287ba251d44a4d3fd9276c88ce34c5c52a038955511cccaf+77e61068649c17801'",
                "wallet-mnemonic | mnemonic = \"quick brown lazy river stone table window garden silver market travel +orange\"",
                "password-assignment | String dbPassword = \"xK9#mQ2$vL7pW4nZ+\";",
            })
    void findsASecretByItsForm(String rule, String line) {
        List<Finding> findings = scan("src/config.ts", "first line\n" + line.replace("+", "") + "\n");
        assertThat(findings).extracting(Finding::rule).containsExactly(rule);
        assertThat(findings).extracting(Finding::line).containsExactly(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "const key = process.env.PRIVATE_KEY;",
                "password: ${DB_PASSWORD}",
                "DATABASE_URL=postgres://user:password@localhost:5432/app",
                "mnemonic: \"test test test test test test test test test test test junk\"",
                "privateKey = 0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80",
                "api_key = \"your-api-key-goes-here-1234\"",
                "bytes32 constant ROLE = 0x9f2df0fed2c77648de5860a4cc508cd0818c85b8b8a1ab4ceeef8d981c8956a6;",
                "address token = 0x5FbDB2315678afecb367f032d93F642f64180aa3;",
                "string memory token = \"ERC20: transfer amount exceeds balance\";",
                "\"integrity\": \"sha512-Zx8Yw7Vu6Ts5Rq4Po3Nm2Lk1Ji0Hg9Fe8Dc7BaZx8Yw7Vu6Ts5==\"",
                "password = \"correcthorsebattery\"",
                "if (line.equals(\"-----BEGIN" + " PRIVATE KEY-----\")) {",
            })
    void passesOverPlaceholdersAndPublicValues(String line) {
        assertThat(scan("src/config.ts", line)).isEmpty();
    }

    @Test
    void findsAConfiguredSecretInEachForm() {
        String basic =
                Base64.getEncoder().encodeToString(("x-access-token:" + CONFIGURED).getBytes(StandardCharsets.UTF_8));
        for (String form : List.of(
                CONFIGURED,
                "a " + CONFIGURED + " b",
                basic,
                Base64.getEncoder().encodeToString(("u:" + CONFIGURED + "!").getBytes(StandardCharsets.UTF_8)),
                Base64.getUrlEncoder().encodeToString(CONFIGURED.getBytes(StandardCharsets.UTF_8)),
                URLEncoder.encode(CONFIGURED, StandardCharsets.UTF_8),
                "binary\0" + CONFIGURED)) {
            assertThat(scan("any.bin", "one\n" + form))
                    .as(form)
                    .singleElement()
                    .extracting(Finding::rule, Finding::line)
                    .containsExactly(SecretScanner.CONFIGURED, 2);
        }
        assertThat(scan("a.txt", "a short text")).isEmpty();
    }

    @Test
    void lets_A_MarkedLinePass_ButNeverAConfiguredSecret() {
        String key = "PRIVATE_KEY=0x4c0883a69102937d" + "6231471b5dbb6204fe5129617082792ae468d01a3f362318";
        assertThat(scan("a.env", key + " # slipway:allow-secret published test key"))
                .isEmpty();
        assertThat(scan("a.env", "# slipway:allow-secret published test key\n" + key))
                .isEmpty();
        assertThat(scan("a.env", key + " # slipway:allow-secret"))
                .as("without a reason")
                .hasSize(1);
        assertThat(scan("a.env", CONFIGURED + " # slipway:allow-secret mine")).hasSize(1);
    }

    @Test
    void tellsAnAgentWhereWithoutTheSecret() {
        String token = "ghp" + "_a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";
        List<Finding> findings = scan("deploy/run.sh", "\n\nexport T=" + token);
        assertThat(findings.toString()).doesNotContain(token);
        assertThat(scanner.describe(findings))
                .contains("deploy/run.sh:3", "github-token", "environment variables")
                .doesNotContain(token);
        assertThat(scan("deploy/run.sh", "export T=" + token).get(0).fingerprint())
                .as("the same secret at another line")
                .isEqualTo(findings.get(0).fingerprint());
    }

    @Test
    void flagsAFileThatGitHubWouldRefuse() {
        List<Finding> findings = scanner.scan(List.of(
                new ScannedFile("huge.bin", 101L << 20, () -> new ByteArrayInputStream(new byte[] {0, 1, 2}))));
        assertThat(findings).extracting(Finding::rule).containsExactly(SecretScanner.TOO_LARGE);
    }

    @Test
    @Timeout(60)
    void isNotHeldUpByALongLine() {
        assertThat(scan("bundle.js", "secret=\"" + "a1".repeat(2_000_000))).isEmpty();
    }
}
