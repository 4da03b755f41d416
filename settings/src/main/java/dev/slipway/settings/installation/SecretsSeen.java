package dev.slipway.settings.installation;

import dev.slipway.settings.secret.SecretRef;
import dev.slipway.settings.secret.SecretResolver;
import dev.slipway.settings.yaml.Place;
import dev.slipway.settings.yaml.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Remembers where each secret reference stands, so that one that leads nowhere can be told with its line. */
final class SecretsSeen {
    private record Seen(Place place, SecretRef reference) {}

    private final List<Seen> seen = new ArrayList<>();

    /** The reference behind a key; a secret written into the file itself is warned about. */
    Optional<SecretRef> read(Value value) {
        Optional<SecretRef> secret = readQuietly(value);
        if (secret.filter(SecretRef.Literal.class::isInstance).isPresent()) {
            value.warn("holds the secret itself. Put it into an environment variable and write ${NAME} here, or into a"
                    + " file and write ${file:path}");
        }
        return secret;
    }

    /** The same without the warning. */
    Optional<SecretRef> readQuietly(Value value) {
        Optional<SecretRef> secret = value.secret();
        secret.ifPresent(reference -> seen.add(new Seen(value.place(), reference)));
        return secret;
    }

    /** What can't be resolved now, each with file, line and what to do. */
    List<String> missing(SecretResolver resolver) {
        return seen.stream()
                .flatMap(one -> resolver.problem(one.reference()).map(problem -> one.place() + ": " + problem).stream())
                .toList();
    }
}
