package io.github.dqlite4j.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvReaderTest {
    private static List<List<String>> read(String text) throws Exception {
        CsvReader reader = new CsvReader(new StringReader(text), ',');
        List<List<String>> records = new ArrayList<>();
        for (List<String> record = reader.record(); record != null; record = reader.record()) {
            records.add(record);
        }
        return records;
    }

    @Test
    void recordsEndWithALine() throws Exception {
        assertThat(read("a,b\r\nc,d\n")).containsExactly(List.of("a", "b"), List.of("c", "d"));
        assertThat(read("a,\n,b")).containsExactly(List.of("a", ""), List.of("", "b"));
        assertThat(read("\uFEFFa")).containsExactly(List.of("a"));
        assertThat(read("")).isEmpty();
    }

    @Test
    void quotedFieldsMayHaveAnything() throws Exception {
        assertThat(read("\"a,\"\"b\"\"\r\nc\",\"\"\r\nd,\"e\""))
                .containsExactly(List.of("a,\"b\"\r\nc", ""), List.of("d", "e"));
    }

    @Test
    void linesAreCounted() throws Exception {
        CsvReader reader = new CsvReader(new StringReader("a\n\"b\nc\"\nd\n"), ',');
        reader.record();
        reader.record();
        assertThat(reader.line()).isEqualTo(2);
        reader.record();
        assertThat(reader.line()).isEqualTo(4);
    }

    @Test
    void aWrongQuoteIsAnError() {
        assertThatThrownBy(() -> read("a\n\"b")).hasMessageContaining("line 2");
        assertThatThrownBy(() -> read("\"a\"b")).hasMessageContaining("separator");
    }
}
