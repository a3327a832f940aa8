package io.github.dqlite4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "near \"FORM\": syntax error", "größer, 大, \ud83d\ude00", "a\\nb"})
    void printableTextStays(String text) {
        assertThat(PrintableText.of(text)).isSameAs(text);
    }

    @ParameterizedTest
    @CsvSource({
        "10, \\n",
        "13, \\r",
        "9, \\t",
        "0, \\u0000",
        "27, \\u001b",
        "127, \\u007f",
        "155, \\u009b",
        "173, \\u00ad",
        "8238, \\u202e",
        "8294, \\u2066",
        "8232, \\u2028",
        "65279, \\ufeff",
        "55296, \\ud800",
        "56320, \\udc00",
        "57344, \\ue000",
        "917569, \\udb40\\udc41"
    })
    void whatIsNotPrintableIsEscaped(int character, String escaped) {
        assertThat(PrintableText.of("a" + Character.toString(character) + "b")).isEqualTo("a" + escaped + "b");
    }

    @Test
    void halvesOfSurrogatesDoNotJoinAcrossAnEscape() {
        assertThat(PrintableText.of("\udc00\ud800")).isEqualTo("\\udc00\\ud800");
    }

    @Test
    void beginAndEndOfALongTextAreKept() {
        String text = "near \"" + "x".repeat(20 << 20) + "\": syntax error";
        assertThat(PrintableText.of(text))
                .startsWith("near \"xxx")
                .contains("xxx ... (20971541 characters) ... xxx")
                .endsWith("xxx\": syntax error")
                .hasSizeLessThan(PrintableText.MAX_TEXT + 50);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 9, 10, 11, 12, 13, 30, 1000})
    void noLengthIsCutInsideACharacter(int length) {
        for (String unit : new String[] {"a", "\n", "\ud83d\ude00", "\u0000", "\ud800", "a\u202e"}) {
            String text = unit.repeat(length);
            String printable = PrintableText.of(text, 10);
            assertThat(printable).hasSizeLessThan(10 + 40);
            assertThat(PrintableText.of(printable)).isEqualTo(printable);
            if (printable.contains(" characters) ")) {
                assertThat(printable).contains("(" + text.length() + " characters)");
            }
        }
    }

    @Test
    void textOfExactlyTheLimitIsNotCut() {
        String text = "y".repeat(PrintableText.MAX_TEXT);
        assertThat(PrintableText.of(text)).isEqualTo(text);
        assertThat(PrintableText.of(text + "y")).contains(" ... (2001 characters) ... ");
    }

    @Test
    void nullIsAWord() {
        assertThat(PrintableText.of(null)).isEqualTo("null");
    }
}
