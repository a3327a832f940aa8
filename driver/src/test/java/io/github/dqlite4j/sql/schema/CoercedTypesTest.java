package io.github.dqlite4j.sql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoercedTypesTest {
    @ParameterizedTest
    @CsvSource({
        "BOOLEAN, true",
        "date, true",
        "DateTime, true",
        "timestamp, true",
        "BOOL, false",
        "TIMESTAMP(6), false",
        "'', false",
        "DATE TIME, false",
        "BOOLEAN(1), false"
    })
    void containsTheFourTypes(String type, boolean coerced) {
        assertThat(CoercedTypes.contains(type)).isEqualTo(coerced);
    }
}
