package dev.slipway.starter.crash;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * All forms in which a secret is sent and may lie about: as it is, which is also how it stands after {@code token} and
 * {@code Bearer}; in Base64 as after {@code Basic}, whatever stands before it; and each of these as JSON, and as a part of
 * an address, writes it.
 */
final class SecretForms {
    private static final int GROUP = 3;
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-F]{2}");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._~ -]");

    private SecretForms() {}

    /** Distinct, the secret itself first. */
    static Set<String> of(String secret) {
        Set<String> bare = new LinkedHashSet<>();
        bare.add(secret);
        for (int before = 0; before < GROUP; before++) {
            String form = base64(secret, before);
            bare.add(form);
            bare.add(form.replace('+', '-').replace('/', '_'));
        }
        Set<String> forms = new LinkedHashSet<>(bare);
        for (String form : bare) {
            String json = json(form);
            forms.add(json);
            forms.add(json(json));
            forms.add(json.replace("/", "\\/"));
            // As Go writes it, and so Temporal's server.
            forms.add(json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"));
            forms.add(unicode(form, "u%04x"));
            forms.add(unicode(form, "u%04X"));
            String percent = URLEncoder.encode(form, StandardCharsets.UTF_8);
            String spaces = percent.replace("+", "%20");
            String tilde = spaces.replace("%7E", "~");
            String path = tilde.replace("%2F", "/");
            for (String encoded : List.of(percent, spaces, tilde, path, path.replace("%3A", ":"))) {
                forms.add(encoded);
                forms.add(ESCAPE.matcher(encoded)
                        .replaceAll(found -> found.group().toLowerCase(Locale.ROOT)));
            }
        }
        return forms;
    }

    /** That part of its Base64 which does not depend on its neighbours, when so many bytes of a group stand before it. */
    private static String base64(String secret, int before) {
        byte[] bytes = ("\0".repeat(before) + secret).getBytes(StandardCharsets.UTF_8);
        byte[] whole = Arrays.copyOf(bytes, bytes.length / GROUP * GROUP);
        return Base64.getEncoder().encodeToString(whole).substring(before == 0 ? 0 : before + 1);
    }

    private static String json(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    /** As encoders write JSON that is to be safe within HTML: all but letters, digits and a few marks by number. */
    private static String unicode(String text, String format) {
        Function<Integer, String> written = letter -> {
            String alone = Character.toString(letter);
            return PLAIN.matcher(alone).matches() || alone.equals("/") ? alone : "\\" + format.formatted(letter);
        };
        StringBuilder all = new StringBuilder();
        text.codePoints().forEach(letter -> all.append(written.apply(letter)));
        return all.toString();
    }
}
