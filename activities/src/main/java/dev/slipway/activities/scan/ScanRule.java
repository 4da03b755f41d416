package dev.slipway.activities.scan;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One rule, as the data file {@code secret-rules.yaml} has it.
 *
 * @param id names it in findings
 * @param what it finds, for people and agents
 * @param pattern RE2 syntax, matched line by line
 * @param group of the pattern that holds the secret; 0 for the whole match
 * @param keywords in lower case: a line without any of them is not matched; none: each line is
 * @param entropy bits a character that the secret must have at least; 0 for any
 * @param mixed whether the secret must hold both letters and digits
 * @param allow a secret matching one of these is public or a placeholder
 * @param skip paths matching one of these are not looked at
 */
record ScanRule(
        String id,
        String what,
        Pattern pattern,
        int group,
        List<String> keywords,
        double entropy,
        boolean mixed,
        List<Pattern> allow,
        List<Pattern> skip) {

    ScanRule {
        keywords = List.copyOf(keywords);
        allow = List.copyOf(allow);
        skip = List.copyOf(skip);
    }

    /** The form in the file. */
    record Written(
            String id,
            String what,
            String pattern,
            int group,
            @Nullable List<String> keywords,
            double entropy,
            boolean mixed,
            @Nullable List<String> allow,
            @Nullable List<String> skip) {
        ScanRule compiled() {
            return new ScanRule(
                    id,
                    what,
                    Pattern.compile(pattern),
                    group,
                    orNone(keywords),
                    entropy,
                    mixed,
                    patterns(allow),
                    patterns(skip));
        }
    }

    /** The file: rules, and what is allowed in all of them. */
    record Book(
            @JsonProperty("rules") List<Written> rules,
            @JsonProperty("allow") List<String> allow) {}

    boolean concerns(String path) {
        return skip.stream().noneMatch(pattern -> pattern.matcher(path).find());
    }

    boolean mayMatch(String lowerCaseText) {
        return keywords.isEmpty() || keywords.stream().anyMatch(lowerCaseText::contains);
    }

    boolean convicts(String secret) {
        return allow.stream().noneMatch(pattern -> pattern.matcher(secret).find())
                && (!mixed || mixes(secret))
                && (entropy <= 0 || entropyOf(secret) >= entropy);
    }

    private static boolean mixes(String secret) {
        return secret.chars().anyMatch(Character::isDigit) && secret.chars().anyMatch(Character::isLetter);
    }

    /** Shannon entropy in bits a character. */
    static double entropyOf(String text) {
        int[] counts = new int[256];
        for (int i = 0; i < text.length(); i++) {
            counts[text.charAt(i) & 0xff]++;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / text.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return bits;
    }

    private static List<String> orNone(@Nullable List<String> list) {
        return list == null
                ? List.of()
                : list.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    }

    static List<Pattern> patterns(@Nullable List<String> list) {
        return list == null ? List.of() : list.stream().map(Pattern::compile).toList();
    }
}
