package dev.slipway.starter.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A table in Markdown. What is in a cell stays text: it makes no markup and no other cell. */
public final class MarkdownTable {
    private final List<String> lines = new ArrayList<>();

    public MarkdownTable(String... titles) {
        row(titles);
        lines.add("|" + " --- |".repeat(titles.length));
    }

    public void row(String... cells) {
        lines.add(Arrays.stream(cells).map(MarkdownTable::cell).collect(Collectors.joining(" | ", "| ", " |")));
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    private static String cell(String text) {
        return text.replaceAll("[\r\n]+", " ").replaceAll("([\\\\|`*_<>\\[\\]])", "\\\\$1");
    }
}
