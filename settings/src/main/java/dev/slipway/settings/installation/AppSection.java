package dev.slipway.settings.installation;

import dev.slipway.settings.ConfigurationException;
import dev.slipway.settings.secret.PrivateKeyPem;
import dev.slipway.settings.secret.SecretRef;
import dev.slipway.settings.secret.SecretResolver;
import dev.slipway.settings.yaml.Mapping;
import dev.slipway.settings.yaml.Value;
import java.util.Map;
import java.util.Optional;

/** Reads {@code app} of an account. A key that can be had here and is none is told with its line. */
final class AppSection {
    private final SecretsSeen secrets;
    private final SecretResolver resolver;

    AppSection(SecretsSeen secrets, Map<String, String> environment) {
        this.secrets = secrets;
        this.resolver = new SecretResolver(environment);
    }

    Optional<AccountCredential> read(Mapping app) {
        Optional<Integer> id = number(app, "id", "the App's number, from its settings page");
        Optional<Integer> installation =
                number(app, "installation", "the installation's number, the last part of its settings page's address");
        if (app.get("private_key").isEmpty()) {
            app.error("private_key", "the app has no 'private_key'. Add one, such as private_key: \"${file:app.pem}\"");
        }
        Optional<SecretRef> key = app.get("private_key").flatMap(secrets::read);
        key.ifPresent(reference -> check(app.get("private_key").orElseThrow(), reference));
        return id.isPresent() && installation.isPresent() && key.isPresent()
                ? Optional.of(new AccountCredential.App(id.get(), installation.get(), key.get()))
                : Optional.empty();
    }

    private static Optional<Integer> number(Mapping app, String key, String what) {
        if (app.get(key).isEmpty()) {
            app.error(key, "the app has no '" + key + "'. Add " + what);
        }
        return app.get(key).flatMap(value -> value.integer(1, Integer.MAX_VALUE));
    }

    private void check(Value value, SecretRef reference) {
        try {
            PrivateKeyPem.parse(resolver.resolve(reference));
        } catch (IllegalArgumentException noKey) {
            value.error(noKey.getMessage() + ". Download a new one from the App's settings page");
        } catch (ConfigurationException missing) {
            return; // told with what else is missing on this machine
        }
    }
}
