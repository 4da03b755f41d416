package dev.slipway.sandbox.book;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The scripted agent: reads a prompt on standard input, writes the book's files in the working directory, and exits with
 * 0; with 2 when the book has no answer.
 *
 * <p>{@code --seconds N} makes the whole run last N seconds, decimals allowed: the files are written spread over that
 * time, as an agent would.
 */
public final class ScriptedAgentMain {
    private ScriptedAgentMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            Pace pace = new Pace(millis(args));
            Prompt prompt = Prompt.parse(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
            play(ScriptBook.answer(prompt), pace, out);
        } catch (NotInTheBookException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void play(BookEntry entry, Pace pace, PrintStream out) throws IOException, InterruptedException {
        out.println(entry.opening());
        Path folder = Path.of("").toAbsolutePath();
        List<BookFile> files = entry.files();
        for (int i = 0; i < files.size(); i++) {
            pace.reach(i + 1, files.size() + 1);
            BookFile file = files.get(i);
            file.writeTo(folder);
            out.print("write ");
            out.println(file.path());
        }
        pace.reach(1, 1);
        out.println(entry.closing());
    }

    private static long millis(String[] args) {
        if (args.length == 0) {
            return 0;
        }
        if (args.length == 2 && args[0].equals("--seconds")) {
            return Pace.millis(args[1]);
        }
        throw new NotInTheBookException(Pace.usage(args[0]));
    }
}
