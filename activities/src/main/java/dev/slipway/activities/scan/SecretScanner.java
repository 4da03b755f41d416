package dev.slipway.activities.scan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.slipway.scan.Finding;
import dev.slipway.settings.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Looks through files for what must not be pushed: secrets by their form (rules in {@code secret-rules.yaml}, matched
 * in linear time), every secret that this worker is configured with, in the clear, in base64 and URL-encoded, and
 * files too large for GitHub. Of a text file the first {@value #RULES_BYTES} bytes are matched against the rules, of
 * any file the first {@value #KNOWN_BYTES} bytes are searched for configured secrets.
 *
 * <p>A line with a comment {@code slipway:allow-secret REASON}, or the line below such a comment, is passed over by
 * the rules; a configured secret never is.
 */
public final class SecretScanner {
    /** Rule id of a configured secret's value. */
    public static final String CONFIGURED = "configured-secret";

    /** Rule id of a file that GitHub would refuse. */
    public static final String TOO_LARGE = "file-too-large";

    private static final int RULES_BYTES = 4 << 20;
    private static final int KNOWN_BYTES = 32 << 20;
    private static final long GITHUB_LIMIT = 100L << 20;
    private static final int LONGEST_LINE = 100_000;
    private static final int MOST_FINDINGS = 100;
    private static final int BINARY_PROBE = 8000;
    private static final Pattern ALLOWED = Pattern.compile("slipway:allow-secret\\s+\\S");

    private final List<ScanRule> rules;
    private final List<Pattern> allow;
    private final KnownSecrets known;

    /** With Slipway's rules, and these configured values. */
    public SecretScanner(Collection<Secret> configured) {
        ScanRule.Book book = read();
        rules = book.rules().stream().map(ScanRule.Written::compiled).toList();
        allow = ScanRule.patterns(book.allow());
        known = new KnownSecrets(configured);
    }

    private static ScanRule.Book read() {
        try (InputStream in = SecretScanner.class.getResourceAsStream("secret-rules.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readValue(in, ScanRule.Book.class);
        } catch (IOException broken) {
            throw new UncheckedIOException("secret-rules.yaml can't be read", broken);
        }
    }

    /**
     * What was found, at most {@value #MOST_FINDINGS}, in the files' order. No finding holds a secret.
     *
     * @throws UncheckedIOException where a file can't be read: what can't be scanned must not be pushed
     */
    public List<Finding> scan(Iterable<ScannedFile> files) {
        List<Finding> findings = new ArrayList<>();
        for (ScannedFile file : files) {
            if (findings.size() >= MOST_FINDINGS) {
                break;
            }
            if (file.size() > GITHUB_LIMIT) {
                findings.add(new Finding(TOO_LARGE, file.path(), 1, fingerprint(TOO_LARGE, file.path(), "")));
            }
            try (InputStream in = file.content().open()) {
                String text = new String(in.readNBytes(KNOWN_BYTES), StandardCharsets.ISO_8859_1);
                look(file.path(), text, findings);
            } catch (IOException unreadable) {
                throw new UncheckedIOException("scanning " + file.path() + " failed", unreadable);
            }
        }
        return List.copyOf(findings.subList(0, Math.min(findings.size(), MOST_FINDINGS)));
    }

    private void look(String path, String text, List<Finding> findings) {
        OptionalInt leak = known.findIn(text);
        int leaking = 0;
        if (leak.isPresent()) {
            int at = leak.getAsInt();
            leaking = 1
                    + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
            findings.add(new Finding(CONFIGURED, path, leaking, fingerprint(CONFIGURED, path, known.formAt(text, at))));
        }
        if (text.substring(0, Math.min(text.length(), BINARY_PROBE)).indexOf('\0') >= 0) {
            return;
        }
        String head = text.substring(0, Math.min(text.length(), RULES_BYTES));
        String lower = head.toLowerCase(Locale.ROOT);
        List<ScanRule> candidates = rules.stream()
                .filter(rule -> rule.concerns(path) && rule.mayMatch(lower))
                .toList();
        if (candidates.isEmpty()) {
            return;
        }
        boolean allowed = false;
        int number = 0;
        for (String line : (Iterable<String>) head.lines()::iterator) {
            number++;
            boolean marked = line.contains("slipway:allow-secret")
                    && ALLOWED.matcher(line).find();
            if (!marked && !allowed && number != leaking) {
                match(path, number, line, candidates, findings);
            }
            allowed = marked;
        }
    }

    private void match(String path, int number, String line, List<ScanRule> candidates, List<Finding> findings) {
        String bounded = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line;
        String lower = bounded.toLowerCase(Locale.ROOT);
        for (ScanRule rule : candidates) {
            if (!rule.mayMatch(lower)) {
                continue;
            }
            Matcher matcher = rule.pattern().matcher(bounded);
            while (matcher.find()) {
                String secret = matcher.group(rule.group());
                if (secret != null && rule.convicts(secret) && !isAllowed(secret)) {
                    findings.add(new Finding(rule.id(), path, number, fingerprint(rule.id(), path, secret)));
                    return; // one finding a line is enough to mend it
                }
            }
        }
    }

    private boolean isAllowed(String secret) {
        return allow.stream().anyMatch(pattern -> pattern.matcher(secret).find());
    }

    /** The findings as text for an agent that is to mend them. */
    public String describe(List<Finding> findings) {
        Map<String, String> meanings = new LinkedHashMap<>();
        meanings.put(CONFIGURED, "a secret of the machine that runs you; it must not appear in any file");
        meanings.put(TOO_LARGE, "larger than the 100 MB that GitHub accepts");
        rules.forEach(rule -> meanings.put(rule.id(), rule.what()));
        StringBuilder text = new StringBuilder("The secret scan stopped this change before it was pushed:\n\n");
        for (Finding finding : findings) {
            text.append("- ")
                    .append(finding.path())
                    .append(':')
                    .append(finding.line())
                    .append(": ")
                    .append(finding.rule())
                    .append(" (")
                    .append(meanings.getOrDefault(finding.rule(), "not allowed"))
                    .append(")\n");
        }
        return text.append("""

                        Remove each of them. Read secrets from environment variables or a file that is not committed, \
                        and put a placeholder into examples. If a value is public on purpose (a published test key), \
                        put the comment `slipway:allow-secret REASON` on its line or the line above.
                        """).toString();
    }

    private static String fingerprint(String rule, String path, String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((rule + '\n' + path + '\n' + secret).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 5);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
