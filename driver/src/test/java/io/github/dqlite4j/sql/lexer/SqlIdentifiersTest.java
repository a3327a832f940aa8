package io.github.dqlite4j.sql.lexer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.statement.SqlStatementTest;
import io.github.dqlite4j.sql.statement.TableName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlIdentifiersTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "", "a b", "a\"b", "\"\"", "é", "[x]", "`", "select"})
    void quotesAndUnquotes(String name) {
        assertThat(SqlIdentifiers.unquote(SqlIdentifiers.quote(name))).isEqualTo(name);
        assertThat(SqlStatementTest.one("DELETE FROM " + SqlIdentifiers.quoteIfNeeded(name))
                        .targetTable())
                .isEqualTo(new TableName(null, name));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "abc_1 | abc_1",
                "Select | \"Select\"",
                "temp | \"temp\"",
                "true | \"true\"",
                "1a | \"1a\"",
                "$a | \"$a\"",
                "a$ | a$",
                "a-b | \"a-b\"",
                "é | \"é\""
            })
    void quotesWhereNeeded(String name, String expected) {
        assertThat(SqlIdentifiers.quoteIfNeeded(name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {"'a''b' | a'b", "`a``b` | a`b", "[a] | a", "a | a", "\" | \"", "\"a | \"a"})
    void takesQuotesOff(String text, String name) {
        assertThat(SqlIdentifiers.unquote(text)).isEqualTo(name);
    }

    @Test
    void listsKeywordsInOrder() {
        assertThat(SqlIdentifiers.KEYWORDS).isSorted().doesNotHaveDuplicates().contains("PRAGMA", "RETURNING");
        assertThat(SqlIdentifiers.KEYWORDS).doesNotContain("SELECT", "WHERE");
    }
}
