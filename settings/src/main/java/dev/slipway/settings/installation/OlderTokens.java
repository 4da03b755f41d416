package dev.slipway.settings.installation;

import dev.slipway.account.AccountName;
import dev.slipway.settings.yaml.Mapping;
import dev.slipway.settings.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code github: {tokens: […]}} of the older form: each becomes an account, {@code token-1} and so on. */
public final class OlderTokens {
    private OlderTokens() {}

    /** The accounts that a file brings along; none where it has no such list. Warns that they belong elsewhere. */
    public static List<AccountSettings> read(Mapping file) {
        return read(file, new SecretsSeen(), 1);
    }

    static List<AccountSettings> read(Mapping file, SecretsSeen secrets, int firstNumber) {
        Optional<Value> tokens =
                file.get("github").flatMap(Value::mappingIfAny).flatMap(github -> github.get("tokens"));
        if (tokens.isEmpty()) {
            return List.of();
        }
        List<Value> elements = tokens.get().listOrOne();
        if (elements.isEmpty()) {
            tokens.get().error("is an empty list. Add a token such as \"${GITHUB_TOKEN}\", or remove the key");
        } else {
            tokens.get()
                    .warn("is the older form. Move the tokens out of this file, to 'accounts' in config.yaml:"
                            + " - {name: alice, token: \"${ALICE_GITHUB_TOKEN}\"}");
        }
        List<AccountSettings> accounts = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            AccountName name = AccountName.of("token-" + (firstNumber + i));
            secrets.read(elements.get(i)).ifPresent(secret -> accounts.add(new AccountSettings(name, null, secret, 0)));
        }
        return accounts;
    }
}
