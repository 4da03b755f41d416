package dev.slipway.starter.output;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Map;

/**
 * Where a command writes. With {@code --json} standard output carries JSON and nothing else; everything for people then
 * goes to standard error.
 */
public final class Console {
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final Style style;
    private final boolean json;
    private final boolean verbose;

    private Console(PrintStream out, PrintStream err, boolean terminal, Style style, boolean json, boolean verbose) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.style = style;
        this.json = json;
        this.verbose = verbose;
    }

    /**
     * The console of this process. Only the launcher script knows for sure which of the streams are terminals; it says so
     * in {@code SLIPWAY_TERMINAL}, a list of {@code 1} and {@code 2}.
     */
    public static Console of(PrintStream out, PrintStream err, Map<String, String> environment) {
        boolean terminal = environment.getOrDefault("SLIPWAY_TERMINAL", "").contains("1");
        return new Console(out, err, terminal, Style.of(terminal, environment), false, false);
    }

    /** The same, for a command that was asked for JSON. */
    public Console forJson(Map<String, String> environment) {
        boolean onError = environment.getOrDefault("SLIPWAY_TERMINAL", "").contains("2");
        return new Console(out, err, onError, Style.of(onError, environment), true, verbose);
    }

    public Console verbose(boolean more) {
        return new Console(out, err, terminal, style, json, verbose || more);
    }

    /** A line for people. */
    public void say(String line) {
        people().println(line);
    }

    /** A line for people who asked for more. */
    public void detail(String line) {
        if (verbose) {
            people().println(style.dim(line));
        }
    }

    /** A warning or an error. */
    public void warn(String line) {
        err.println(line);
    }

    /** The answer as JSON: one object a line, so that streams of them can be read line by line. */
    public void answer(JsonNode node) {
        out.println(JsonText.of(node));
        out.flush();
    }

    /** The stream for people: standard output, or standard error beside JSON. */
    public PrintStream people() {
        return json ? err : out;
    }

    /** Whether people read it on a terminal that can be redrawn. */
    public boolean live() {
        return terminal;
    }

    public boolean json() {
        return json;
    }

    public boolean verbose() {
        return verbose;
    }

    public Style style() {
        return style;
    }
}
