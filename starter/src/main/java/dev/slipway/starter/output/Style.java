package dev.slipway.starter.output;

import java.util.Map;

/** Colours and links: on a terminal, and only there; {@code NO_COLOR} (no-color.org) and a dumb terminal are honoured. */
public record Style(boolean colours, boolean links) {
    public static final Style PLAIN = new Style(false, false);
    private static final String ESC = "\u001b";

    /** What this terminal should be given. */
    public static Style of(boolean terminal, Map<String, String> environment) {
        if (!terminal || "dumb".equals(environment.get("TERM"))) {
            return PLAIN;
        }
        return new Style(environment.getOrDefault("NO_COLOR", "").isEmpty(), true);
    }

    public String green(String text) {
        return sgr("32", text);
    }

    public String red(String text) {
        return sgr("31", text);
    }

    public String yellow(String text) {
        return sgr("33", text);
    }

    public String dim(String text) {
        return sgr("2", text);
    }

    public String bold(String text) {
        return sgr("1", text);
    }

    /** A text that leads to an address (OSC 8), or the text alone. */
    public String link(String text, String address) {
        if (!links || address.isEmpty()) {
            return text;
        }
        return ESC + "]8;;" + address + ESC + "\\" + text + ESC + "]8;;" + ESC + "\\";
    }

    private String sgr(String code, String text) {
        return colours && !text.isEmpty() ? ESC + "[" + code + "m" + text + ESC + "[0m" : text;
    }
}
