package io.github.dqlite4j.jdbc.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.JDBCType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredTypeTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "INTEGER, INTEGER, INTEGER, 10, 0",
                "int, INT, INTEGER, 10, 0",
                "UNSIGNED  big int, UNSIGNED BIG INT, BIGINT, 19, 0",
                "SMALLINT(3), SMALLINT, SMALLINT, 5, 0",
                "TINYINT, TINYINT, TINYINT, 3, 0",
                "BOOLEAN(1), BOOLEAN, BOOLEAN, 1, -",
                "'DECIMAL(10,2)', DECIMAL, DECIMAL, 10, 2",
                "numeric( 8 ), NUMERIC, NUMERIC, 8, 0",
                "NUMERIC, NUMERIC, NUMERIC, 15, -",
                "'NUMBER(12 ,3)', NUMBER, NUMERIC, 12, 3",
                "'MONEY(9,2)', MONEY, NUMERIC, 9, 2",
                "MONEY, MONEY, VARCHAR, 1000000000, -",
                "REAL, REAL, DOUBLE, 17, -",
                "DOUBLE PRECISION, DOUBLE PRECISION, DOUBLE, 17, -",
                "FLOAT, FLOAT, DOUBLE, 17, -",
                "FLOAT(53), FLOAT, DOUBLE, 17, -",
                "FLOAT(24), FLOAT, DOUBLE, 17, -",
                "VARCHAR(20), VARCHAR, VARCHAR, 20, -",
                "VARYING CHARACTER(255), VARYING CHARACTER, VARCHAR, 255, -",
                "CHAR(3), CHAR, CHAR, 3, -",
                "TEXT, TEXT, VARCHAR, 1000000000, -",
                "CLOB, CLOB, CLOB, 1000000000, -",
                "BLOB, BLOB, BLOB, 1000000000, -",
                "VARBINARY(16), VARBINARY, VARBINARY, 16, -",
                "DATE(10), DATE, DATE, 10, -",
                "TIME, TIME, TIME, 18, 9",
                "TIME(0), TIME, TIME, 8, 0",
                "DATETIME(6), DATETIME, TIMESTAMP, 26, 6",
                "TIMESTAMP, TIMESTAMP, TIMESTAMP, 29, 9",
                "TIMESTAMP(3) WITH TIME ZONE, TIMESTAMP WITH TIME ZONE, TIMESTAMP_WITH_TIMEZONE, 29, 3",
                "TIMESTAMP WITH TIME ZONE(9), TIMESTAMP WITH TIME ZONE, TIMESTAMP_WITH_TIMEZONE, 35, 9",
                "TIMESTAMP WITHOUT TIME ZONE(0), TIMESTAMP WITHOUT TIME ZONE, TIMESTAMP, 19, 0",
                "UUID, UUID, OTHER, 36, -",
                "'', '', VARCHAR, 1000000000, -",
                "FLOATING POINT, FLOATING POINT, BIGINT, 19, 0"
            })
    void readsADeclaration(String declared, String name, JDBCType type, int size, @Nullable Integer digits) {
        assertThat(DeclaredType.of(declared))
                .isEqualTo(new DeclaredType(name, type.getVendorTypeNumber(), size, digits));
    }

    @Test
    void aColumnWithoutTypeIsReadAsText() {
        assertThat(DeclaredType.of(null)).isEqualTo(DeclaredType.of(""));
    }

    @ParameterizedTest
    @CsvSource({"VARCHAR(20), 80", "TEXT, 1000000000", "BLOB, 1000000000", "VARBINARY(16), 16"})
    void countsTheBytesOfTextAndBytes(String declared, int octets) {
        assertThat(DeclaredType.of(declared).octets()).isEqualTo(octets);
    }

    @Test
    void countsNoBytesOfNumbers() {
        assertThat(DeclaredType.of("INTEGER").octets()).isNull();
        assertThat(DeclaredType.of("INTEGER").radix()).isEqualTo(10);
        assertThat(DeclaredType.of("DATE").radix()).isNull();
    }
}
