package dev.slipway.settings.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.Target;
import dev.slipway.settings.secret.SecretRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code stores.ledger}. */
class LedgerSettingTest {
    @TempDir
    private Path folder;

    @Test
    void nothingIsAFileInTheStateFolder() {
        assertThat(InstallationReader.defaults(Map.of()).stores().ledger()).isNull();
    }

    @Test
    void aPathIsASqliteFileBesideTheConfiguration() throws IOException {
        assertThat(read("stores: {ledger: books/ledger.db}").stores().ledger())
                .isEqualTo(new LedgerLocation.File(folder.resolve("books/ledger.db")));
    }

    @Test
    void aUrlIsAPostgreSqlDatabaseWithItsLoginApart() throws IOException {
        StoreSettings stores = read("""
                stores:
                  ledger: jdbc:postgresql://db.example.com:5433/slipway?sslmode=verify-full
                  ledger_user: ${DB_USER}
                  ledger_password: ${file:db.password}
                """).stores();

        assertThat(stores.ledger())
                .isEqualTo(new LedgerLocation.PostgreSql(
                        "jdbc:postgresql://db.example.com:5433/slipway?sslmode=verify-full"));
        assertThat(stores.ledgerUser()).isEqualTo(new SecretRef.Environment("DB_USER"));
        assertThat(stores.ledgerPassword()).isEqualTo(new SecretRef.File(folder.resolve("db.password")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    jdbc:mysql://db/slipway                              | is no ledger: the path of a SQLite file
                    postgres://keeper:secret-word@db/slipway             | is no ledger: the path of a SQLite file
                    jdbc:postgresql:slipway                              | it does not name a host and a database
                    jdbc:postgresql://db:99999/slipway                   | it does not name a host and a database
                    jdbc:postgresql://db/                                | it does not name a host and a database
                    jdbc:postgresql://keeper:secret-word@db/slipway      | user and password don't belong in it
                    jdbc:postgresql://db/slipway?password=secret-word    | 'password' does not belong in it
                    """)
    void aWrongOneIsToldWithFileAndLineAndWithoutItsPassword(String url, String why) throws IOException {
        ConfigurationException wrong =
                catchThrowableOfType(ConfigurationException.class, () -> read("stores:\n  ledger: '" + url + "'\n"));

        assertThat(wrong.problems())
                .singleElement()
                .asString()
                .startsWith(folder.resolve("config.yaml") + ":2: 'ledger' under 'stores'")
                .contains(why)
                .doesNotContain("secret-word");
    }

    @Test
    void aPasswordWithoutItsUserIsAMistake() throws IOException {
        ConfigurationException wrong = catchThrowableOfType(
                ConfigurationException.class,
                () -> read("stores:\n  ledger: jdbc:postgresql://127.0.0.1/slipway\n  ledger_password: '${P}'\n"));
        assertThat(wrong.problems()).singleElement().asString().contains(":3: 'ledger_password'", "'ledger_user'");
    }

    @Test
    void anUnencryptedWayToAnotherMachineIsWarnedAboutAndALoginForAFile() throws IOException {
        assertThat(warnings("stores: {ledger: 'jdbc:postgresql://db/slipway'}"))
                .singleElement()
                .asString()
                .contains("sslmode=require");
        assertThat(warnings("stores: {ledger: 'jdbc:postgresql://127.0.0.1/slipway'}"))
                .isEmpty();
        assertThat(warnings("stores: {ledger: 'jdbc:postgresql://db/slipway?sslmode=verify-full'}"))
                .isEmpty();
        assertThat(warnings("stores: {ledger_user: '${U}'}"))
                .singleElement()
                .asString()
                .contains("has no effect");
    }

    private Installation read(String yaml) throws IOException {
        return InstallationReader.read(write(yaml), Map.of());
    }

    private List<String> warnings(String yaml) throws IOException {
        return InstallationReader.inspect(List.of(write(yaml)), Map.of(), Target.GITHUB)
                .warnings();
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("config.yaml"), yaml);
    }
}
