package dev.slipway.activities.scan;

import dev.slipway.settings.secret.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** The secrets that this worker is configured with, in the forms in which they could get into a file. */
final class KnownSecrets {
    /** Shorter ones would be found everywhere. */
    private static final int SHORTEST = 8;

    private final List<String> forms;

    KnownSecrets(Collection<Secret> secrets) {
        Set<String> all = new LinkedHashSet<>();
        for (Secret secret : secrets) {
            String value = secret.reveal();
            if (value.length() >= SHORTEST) {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                all.add(new String(bytes, StandardCharsets.ISO_8859_1));
                all.add(URLEncoder.encode(value, StandardCharsets.UTF_8));
                for (int before = 0; before < 3; before++) {
                    all.add(inBase64(bytes, before, Base64.getEncoder()));
                    all.add(inBase64(bytes, before, Base64.getUrlEncoder()));
                }
            }
        }
        forms = List.copyOf(all);
    }

    /** That part of the encoding which does not depend on what stands around the secret. */
    private static String inBase64(byte[] secret, int before, Base64.Encoder encoder) {
        byte[] placed = new byte[before + secret.length];
        System.arraycopy(secret, 0, placed, before, secret.length);
        String encoded = encoder.withoutPadding().encodeToString(placed);
        int from = before == 0 ? 0 : before + 1;
        int to = placed.length / 3 * 4;
        return encoded.substring(from, to);
    }

    /** Where one of them stands in a text whose characters are bytes. */
    OptionalInt findIn(String text) {
        for (String form : forms) {
            int at = text.indexOf(form);
            if (at >= 0) {
                return OptionalInt.of(at);
            }
        }
        return OptionalInt.empty();
    }

    /** The form that stands at that place. */
    String formAt(String text, int at) {
        return forms.stream()
                .filter(form -> text.startsWith(form, at))
                .findFirst()
                .orElse("");
    }
}
