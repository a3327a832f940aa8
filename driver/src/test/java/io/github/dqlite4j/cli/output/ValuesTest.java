package io.github.dqlite4j.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ValuesTest {
    @Test
    void aRealOfFewDigitsIsWrittenWithThem() {
        assertThat(Values.literal(19.99)).isEqualTo("19.99");
        assertThat(Values.literal(-2.5)).isEqualTo("-2.5");
        assertThat(Values.literal(1.0)).isEqualTo("1.0");
    }

    /** SQLite may read other digits as a neighbour. */
    @Test
    void anotherRealIsAFraction() {
        assertThat(Values.literal(0.0001)).startsWith("(").contains("/");
        assertThat(Values.literal(Math.PI)).isEqualTo("(884279719003555.0/281474976710656)");
        assertThat(Values.literal(Double.POSITIVE_INFINITY)).isEqualTo("(9e999)");
        assertThat(Values.literal(-0.0)).isEqualTo("(-0.0)");
    }

    @Test
    void aTextThatAShellWouldChangeIsWrittenAsItsBytes() {
        assertThat(Values.literal("a\u0000b")).isEqualTo("CAST(X'610062' AS TEXT)");
        assertThat(Values.literal("a\r\nb")).isEqualTo("CAST(X'610d0a62' AS TEXT)");
        assertThat(Values.literal("two\nlines'\t☃")).isEqualTo("'two\nlines''\t☃'");
    }

    @Test
    void anIntegerIsItsDigits() {
        assertThat(Values.literal(Long.MAX_VALUE)).isEqualTo("9223372036854775807");
        assertThat(Values.literal(Long.MIN_VALUE)).isEqualTo("(-9223372036854775807-1)");
    }
}
