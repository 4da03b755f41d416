package dev.slipway.sandbox.claude;

import dev.slipway.sandbox.book.BookFile;
import dev.slipway.sandbox.book.NotInTheBookException;
import dev.slipway.sandbox.book.Pace;
import dev.slipway.sandbox.book.Prompt;
import dev.slipway.sandbox.book.ScriptBook;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Plays Claude Code from the script book: takes its options, prints its stream of JSON, keeps its sessions under HOME,
 * and asks the model endpoint before each file, so that whatever limit or fault holds there ends it as it would end Claude
 * Code. For measurements with more agents at a time than the machine could carry of the real one.
 *
 * <p>Its own options are {@code --seconds N}, as the scripted agent has it, and {@code --usd X}, what a whole run costs on
 * average: one project's up to three tenths more or less than another's, always the same.
 */
public final class ScriptedClaudeMain {
    private final ClaudeOptions options;
    private final ClaudeEvents events;
    private final ModelEndpoint model;
    private final ClaudeSession session;
    private double usd;

    private ScriptedClaudeMain(ClaudeOptions options) {
        this.options = options;
        this.model = ModelEndpoint.ofEnvironment(System.getenv());
        this.session =
                ClaudeSession.of(options.resume(), Path.of(System.getenv().getOrDefault("HOME", ".")));
        this.events = new ClaudeEvents(System.out, session.id());
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        int exitCode;
        try {
            exitCode = new ScriptedClaudeMain(ClaudeOptions.parse(args))
                    .run(Prompt.parse(new String(System.in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (NotInTheBookException e) {
            System.err.println(e.getMessage());
            exitCode = 2;
        }
        System.exit(exitCode);
    }

    private int run(Prompt prompt) throws IOException, InterruptedException {
        if (session.isUnknown()) {
            events.unknownSession();
            return 1;
        }
        int before = session.filesOf(prompt.task());
        // Claude Code that is asked to end keeps its session, however young it is; this one has kept it by then.
        session.keep(prompt.task(), before);
        events.init();
        usd = varied(options.usd(), prompt);
        Pace pace = new Pace(options.millis());
        List<BookFile> files = ScriptBook.answer(prompt).files();
        int steps = files.size() + 1;
        for (int i = before; i < steps; i++) {
            ModelEndpoint.Answer answer = model.ask();
            if (answer.status() != 200) {
                events.refused(answer, cost(i - before, steps));
                return 1;
            }
            if (options.allowsLessThan(cost(i - before + 1, steps))) {
                events.overBudget(options.mostUsd());
                return 1;
            }
            pace.reach(i - before + 1, steps);
            if (i < files.size()) {
                files.get(i).writeTo(Path.of("").toAbsolutePath());
                events.wrote(files.get(i).path());
                session.keep(prompt.task(), i + 1);
            }
        }
        session.keep("", 0);
        events.done(cost(steps - before, steps));
        return 0;
    }

    private double cost(int done, int steps) {
        return usd * done / steps;
    }

    private static double varied(double usd, Prompt prompt) {
        int spread = Math.floorMod(prompt.project().concat(prompt.task()).hashCode() * 31, 601);
        return usd * (700 + spread) / 1000;
    }
}
