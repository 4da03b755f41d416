package dev.slipway.sandbox.book;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The script book: for each toolchain a source that really fails the first time, the mend that follows when the failing
 * output says so, further tests, and an optimisation. It lies in resources {@code book/<toolchain>/}, whose {@code index}
 * lists the entries; only what an answer needs is read.
 *
 * <p>Written without lambdas and string templates on purpose: the scripted agent is a process of its own, and their first
 * use costs a new JVM more time than all else that it does.
 */
public final class ScriptBook {
    private ScriptBook() {}

    /**
     * The answer to a prompt.
     *
     * @throws NotInTheBookException when there is none, with the reason
     */
    public static BookEntry answer(Prompt prompt) {
        String folder = prompt.toolchain();
        List<String[]> index = index(folder);
        String variant = variant(index, prompt);
        if (!variant.isEmpty()) {
            folder = text(folder, "/", variant);
            index = index(folder);
        }
        List<String[]> entry = "fix".equals(prompt.task()) ? fix(index, prompt) : entry(index, prompt);
        Placeholders placeholders = new Placeholders(prompt.project(), prompt.description());
        List<BookFile> files = new ArrayList<>();
        String opening = "";
        String closing = "";
        for (String[] line : entry) {
            String rest = line[1];
            if (line[0].equals("file")) {
                int arrow = rest.indexOf(" < ");
                String path = arrow < 0 ? rest.substring(rest.indexOf('/') + 1) : rest.substring(0, arrow);
                String source = arrow < 0 ? rest : rest.substring(arrow + 3);
                files.add(new BookFile(
                        placeholders.fill(path.strip()), placeholders.fill(resource(at(folder, source.strip())))));
            } else if (line[0].equals("say")) {
                opening = placeholders.fill(rest);
            } else if (line[0].equals("done")) {
                closing = placeholders.fill(rest);
            }
        }
        return new BookEntry(opening, files, closing);
    }

    /** Whether the book has that toolchain. */
    public static boolean has(String toolchain) {
        return ScriptBook.class.getResource(text("/book/", toolchain, "/index")) != null;
    }

    private static String variant(List<String[]> index, Prompt prompt) {
        String subject = text(prompt.project(), "\n", prompt.description());
        for (String[] line : index) {
            if (line[0].equals("variant")) {
                int when = line[1].indexOf(" when ");
                if (Pattern.compile(line[1].substring(when + 6))
                        .matcher(subject)
                        .find()) {
                    return line[1].substring(0, when);
                }
            }
        }
        return "";
    }

    private static List<String[]> entry(List<String[]> index, Prompt prompt) {
        for (int i = 0; i < index.size(); i++) {
            if (index.get(i)[0].equals(prompt.task())) {
                return body(index, i);
            }
        }
        throw new NotInTheBookException(
                text("the script book has no task '", prompt.task(), "' for toolchain ", prompt.toolchain()));
    }

    private static List<String[]> fix(List<String[]> index, Prompt prompt) {
        for (int i = 0; i < index.size(); i++) {
            String[] line = index.get(i);
            if (line[0].equals("fix")
                    && Pattern.compile(line[1]).matcher(prompt.text()).find()) {
                return body(index, i);
            }
        }
        throw new NotInTheBookException(text(
                "the script book has no mend for this output of toolchain ",
                prompt.toolchain(),
                ": it knows only the errors of its own sources"));
    }

    private static List<String[]> body(List<String[]> index, int head) {
        int end = head + 1;
        while (end < index.size() && isBody(index.get(end)[0])) {
            end++;
        }
        return index.subList(head + 1, end);
    }

    private static boolean isBody(String word) {
        return word.equals("file") || word.equals("say") || word.equals("done");
    }

    /** The index's lines, each as its first word and the rest; empty ones and those with {@code #} left out. */
    private static List<String[]> index(String folder) {
        InputStream found = ScriptBook.class.getResourceAsStream(text("/book/", folder, "/index"));
        if (found == null) {
            throw new NotInTheBookException(text("the script book has no toolchain '", folder, "'"));
        }
        List<String[]> lines = new ArrayList<>();
        for (String raw : read(found, folder).split("\n")) {
            String line = raw.strip();
            if (!line.isEmpty() && line.charAt(0) != '#') {
                int space = line.indexOf(' ');
                lines.add(
                        space < 0
                                ? new String[] {line, ""}
                                : new String[] {
                                    line.substring(0, space),
                                    line.substring(space + 1).strip()
                                });
            }
        }
        return lines;
    }

    /** A source beside the index, or, from {@code /} on, one of another toolchain's. */
    private static String at(String folder, String source) {
        return source.charAt(0) == '/' ? source.substring(1) : text(folder, "/", source);
    }

    private static String resource(String path) {
        InputStream found = ScriptBook.class.getResourceAsStream(text("/book/", path));
        if (found == null) {
            throw new IllegalStateException(text("the script book's index names a file that is missing: ", path));
        }
        return read(found, path);
    }

    private static String read(InputStream in, String path) {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    private static String text(String... parts) {
        StringBuilder all = new StringBuilder();
        for (String part : parts) {
            all.append(part);
        }
        return all.toString();
    }
}
