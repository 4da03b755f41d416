package dev.slipway.change;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTest {

    @Test
    void keepsOneLineWithinItsLength() {
        assertThat(Text.oneLine(" a\n\tb\u0007 c ", 10)).isEqualTo("a b c");
        assertThat(Text.oneLine("abcdefghij", 5)).isEqualTo("abcd…");
        assertThat(Text.oneLine("abc\uD83D\uDE80xy", 5)).as("no half of a pair").isEqualTo("abc…");
    }

    @Test
    void mentionsNobodyAndLinksNothing() {
        assertThat(Text.plain("ask @octocat, see #12 and https://evil.test"))
                .doesNotContain("@octocat")
                .doesNotContain(" #12")
                .doesNotContain("https://");
        assertThat(Text.unmentioned("@octocat")).doesNotContain("@octocat");
    }

    @Test
    void codeCannotBeLeft() {
        assertThat(Text.code("a`b``c")).isEqualTo("``` a`b``c ```");
        assertThat(Text.code("a|b")).isEqualTo("`a\\|b`");
    }

    @Test
    void aBlockCannotBeEndedFromWithin() {
        assertThat(Text.fenced("x\n````\n@octocat")).isEqualTo("`````text\nx\n````\n@octocat\n`````");
    }
}
