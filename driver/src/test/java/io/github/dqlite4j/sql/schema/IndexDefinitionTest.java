package io.github.dqlite4j.sql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexDefinitionTest {
    @Test
    void readsTermsAndCondition() {
        IndexDefinition definition = IndexDefinition.of("""
                CREATE UNIQUE INDEX IF NOT EXISTS main."i (x" ON t (a, lower(b || ',') COLLATE NOCASE DESC, "c d" ASC, d COLLATE [x])
                WHERE a > 3 AND b IN (1, 2)
                """);

        assertThat(definition)
                .isEqualTo(
                        new IndexDefinition(List.of("a", "lower(b || ',')", "\"c d\"", "d"), "a > 3 AND b IN (1, 2)"));
    }

    @Test
    void hasNoConditionWithoutWhere() {
        assertThat(IndexDefinition.of("CREATE INDEX i ON t(a)")).isEqualTo(new IndexDefinition(List.of("a"), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CREATE INDEX i ON t", "CREATE INDEX i ON t("})
    void toleratesTextsThatBreakOff(String sql) {
        assertThat(IndexDefinition.of(sql).condition()).isNull();
    }

    @Test
    void hasNothingToReadForAConstraint() {
        assertThat(IndexDefinition.of(null)).isEqualTo(new IndexDefinition(List.of(), null));
    }
}
