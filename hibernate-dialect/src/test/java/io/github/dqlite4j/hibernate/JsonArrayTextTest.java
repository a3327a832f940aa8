package io.github.dqlite4j.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonArrayTextTest {

    @Test
    void valuesAreWrittenAsJson() {
        assertThat(JsonArrayText.write(List.of())).isEqualTo("[]");
        assertThat(JsonArrayText.write(Arrays.asList("a", null, 1, -2.5, true, new BigDecimal("19.10"))))
                .isEqualTo("[\"a\",null,1,-2.5,true,19.10]");
        assertThat(JsonArrayText.write(List.of("q\"b\\n\nr\rt\tx\u0001y\u001fz/é\ud83d\ude00")))
                .isEqualTo("[\"q\\\"b\\\\n\\nr\\rt\\tx\\u0001y\\u001fz/é\ud83d\ude00\"]");
    }

    @Test
    void everyTextComesBack() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            List<Object> values = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                StringBuilder text = new StringBuilder();
                for (int c = random.nextInt(8); c > 0; c--) {
                    text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0xD800));
                }
                values.add(text.toString());
            }
            String json = JsonArrayText.write(values);
            // A text with U+0000 never reaches a database.
            if (json.indexOf(0) < 0) {
                assertThat(JsonArrayText.read(json)).as(json).isEqualTo(values);
            }
        }
    }

    @Test
    void whatOthersWriteIsRead() {
        assertThat(JsonArrayText.read(" [ \"a\\/\\u00e9\\u000A\\b\\f\" ,\t1.50e+2 , -0 , null,true ,false ]\n"))
                .containsExactly(
                        "a/é\n\b\f", new BigDecimal("150"), BigDecimal.ZERO, null, Boolean.TRUE, Boolean.FALSE);
        assertThat(JsonArrayText.read("[]")).isEmpty();
        assertThat(JsonArrayText.read("[\"\"]")).containsExactly("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"a\"",
                "{}",
                "[",
                "]",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1 2]",
                "[1]x",
                "[1][2]",
                "[\"a]",
                "[\"a\\\"]",
                "[\"\\x\"]",
                "[\"\\u12\"]",
                "[\"\\u12g4\"]",
                "[\"\\u１２３４\"]",
                "[\"\n\"]",
                "[\"\u0000\"]",
                "[1]\u0000",
                "[01]",
                "[1.]",
                "[.5]",
                "[+1]",
                "[-]",
                "[1e]",
                "[1e99999999999]",
                "[NaN]",
                "[Infinity]",
                "[nul]",
                "[truex]",
                "[TRUE]",
                "['a']",
                "[[1]]",
                "[{}]",
                "[1,/**/2]",
                "\ufeff[1]",
                "[1\u00a0]"
            })
    void whatIsNotAnArrayOfScalarsIsAnError(String json) {
        assertThatThrownBy(() -> JsonArrayText.read(json)).isInstanceOf(IllegalArgumentException.class);
    }
}
