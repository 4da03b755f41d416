package dev.slipway.starter.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OutputTest {
    private static final Style COLOURED = new Style(true, true);

    @Test
    void coloursAndLinksOnATerminalOnly() {
        assertThat(Style.of(false, Map.of())).isEqualTo(Style.PLAIN);
        assertThat(Style.of(true, Map.of()).green("x")).isEqualTo("\u001b[32mx\u001b[0m");
        assertThat(Style.PLAIN.link("PR", "http://x")).isEqualTo("PR");
        assertThat(COLOURED.link("PR", "http://x")).isEqualTo("\u001b]8;;http://x\u001b\\PR\u001b]8;;\u001b\\");
    }

    @Test
    void noColorIsHonoured() {
        assertThat(Style.of(true, Map.of("NO_COLOR", "1")).green("x")).isEqualTo("x");
        assertThat(Style.of(true, Map.of("TERM", "dumb"))).isEqualTo(Style.PLAIN);
    }

    @Test
    void escapeSequencesTakeNoRoomInATable() {
        Table table = new Table(Style.PLAIN, "NAME", "STATE");
        table.row("a", COLOURED.green("done"));
        table.row(COLOURED.link("longer", "http://x"), "failed");

        List<String> lines = table.lines();

        assertThat(lines.get(0)).isEqualTo("NAME    STATE");
        assertThat(lines.get(1)).isEqualTo("a       \u001b[32mdone\u001b[0m");
        assertThat(lines.get(2)).endsWith("longer\u001b]8;;\u001b\\  failed");
    }

    @Test
    void aLineIsCutToTheTerminalWithItsEscapeSequencesWhole() {
        assertThat(LiveBlock.cut("0123456789", 10)).isEqualTo("0123456789");
        assertThat(LiveBlock.cut("0123456789", 5)).isEqualTo("0123…");
        assertThat(LiveBlock.cut(COLOURED.red("0123456789"), 5)).isEqualTo("\u001b[31m0123…\u001b[0m");
    }

    @Test
    void aBlockIsDrawnOverItself() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LiveBlock block = new LiveBlock(new PrintStream(out, true, StandardCharsets.UTF_8), new TerminalSize(24, 80));

        block.draw(List.of("one", "two"));
        block.draw(List.of("three"));
        block.clear();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("one\ntwo\n\u001b[2A\r\u001b[Jthree\n\u001b[1A\r\u001b[J");
    }

    @Test
    void jsonIsOneLineThatAParserReadsBack() throws Exception {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("text", "quotes \" and \n lines")
                .put("number", 3)
                .put("share", 0.875)
                .put("yes", true)
                .putNull("none");
        node.putArray("list").add("a").addObject().put("deep", 1L);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Console.of(new PrintStream(out, true, StandardCharsets.UTF_8), System.err, Map.of())
                .forJson(Map.of())
                .answer(node);

        String printed = out.toString(StandardCharsets.UTF_8);
        assertThat(printed.lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(printed).toString()).isEqualTo(node.toString());
    }

    @Test
    void besideJsonWordsForPeopleGoToStandardError() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = Console.of(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of())
                .forJson(Map.of());

        console.say("working");

        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("working");
    }

    @Test
    void timesAreShort() {
        assertThat(Elapsed.of(Duration.ofSeconds(8))).isEqualTo("8s");
        assertThat(Elapsed.of(Duration.ofSeconds(65))).isEqualTo("1m05s");
        assertThat(Elapsed.of(Duration.ofMinutes(123))).isEqualTo("2h03m");
        assertThat(Elapsed.of(Duration.ofHours(76))).isEqualTo("3d4h");
    }
}
