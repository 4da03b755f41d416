package dev.slipway.sandbox.book;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
        long begin = begin();
        try {
            long millis = millis(args);
            Prompt prompt = Prompt.parse(new String(System.in.readAllBytes(), StandardCharsets.UTF_8));
            play(ScriptBook.answer(prompt), begin, millis, out);
        } catch (NotInTheBookException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void play(BookEntry entry, long begin, long millis, PrintStream out)
            throws IOException, InterruptedException {
        out.println(entry.opening());
        Path folder = Path.of("").toAbsolutePath();
        List<BookFile> files = entry.files();
        for (int i = 0; i < files.size(); i++) {
            waitUntil(begin + millis * (i + 1) / (files.size() + 1));
            BookFile file = files.get(i);
            Path path = folder.resolve(file.path());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.content());
            out.print("write ");
            out.println(file.path());
        }
        waitUntil(begin + millis);
        out.println(entry.closing());
    }

    private static long millis(String[] args) {
        if (args.length == 0) {
            return 0;
        }
        if (args.length == 2 && args[0].equals("--seconds")) {
            try {
                double seconds = Double.parseDouble(args[1]);
                if (seconds >= 0 && seconds <= 86_400) {
                    return Math.round(seconds * 1000);
                }
            } catch (NumberFormatException e) {
                throw new NotInTheBookException(usage(args[1]));
            }
            throw new NotInTheBookException(usage(args[1]));
        }
        throw new NotInTheBookException(usage(args[0]));
    }

    private static String usage(String word) {
        return new StringBuilder("can't use '")
                .append(word)
                .append("'. Usage: scripted-agent [--seconds N] < prompt, N from 0 to 86400, such as 2 or 0.5")
                .toString();
    }

    /**
     * When this process began: its own start-up counts as part of the run. Linux says it to the hundredth of a second
     * ({@code ProcessHandle} only to the second or so); elsewhere the run begins here.
     */
    private static long begin() {
        long now = System.currentTimeMillis();
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            String uptime = Files.readString(Path.of("/proc/uptime"));
            // The fields after the program's name, which stands in brackets; the start is the 20th of them, in ticks.
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long started = Long.parseLong(fields[19]) * 10;
            long elapsed = Math.round(Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1000) - started;
            return elapsed >= 0 && elapsed < 10_000 ? now - elapsed : now;
        } catch (IOException | RuntimeException e) {
            return now;
        }
    }

    private static void waitUntil(long epochMillis) throws InterruptedException {
        long left = epochMillis - System.currentTimeMillis();
        if (left > 0) {
            Thread.sleep(left);
        }
    }
}
