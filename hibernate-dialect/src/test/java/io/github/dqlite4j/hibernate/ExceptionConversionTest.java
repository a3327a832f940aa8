package io.github.dqlite4j.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.hibernate.QueryTimeoutException;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.hibernate.exception.DataException;
import org.hibernate.exception.JDBCConnectionException;
import org.hibernate.exception.LockAcquisitionException;
import org.hibernate.exception.LockTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExceptionConversionTest {

    private static final DqliteDialect DIALECT = new DqliteDialect();

    private static Object convert(String message, String state, int code) {
        return DIALECT.buildSQLExceptionConversionDelegate()
                .convert(new SQLException(message, state, code), "message", "sql");
    }

    @Test
    void theStateDecidesFirst() {
        assertThat(convert("rolled back", "40001", 10250)).isInstanceOf(LockAcquisitionException.class);
        assertThat(convert("unknown", "08007", 10506)).isInstanceOf(JDBCConnectionException.class);
        assertThat(convert("too slow", "57014", 9)).isInstanceOf(QueryTimeoutException.class);
        assertThat(convert("cannot store TEXT value", "22018", 3091)).isInstanceOf(DataException.class);
        assertThat(convert("integer overflow", "22003", 1)).isInstanceOf(DataException.class);
    }

    @Test
    void extendedCodesAreMasked() {
        assertThat(convert("database is locked", "55P03", 5)).isInstanceOf(LockTimeoutException.class);
        assertThat(convert("database is locked", "HY000", 517)).isExactlyInstanceOf(LockAcquisitionException.class);
        assertThat(convert("too big", "HY000", 18)).isInstanceOf(DataException.class);
        assertThat(convert("not leader", "HY000", 10250)).isNull();
        assertThat(convert("no such table", "42S02", 1)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2067 | UNIQUE constraint failed: t.a, t.b | UNIQUE      | t.a, t.b",
                "1555 | UNIQUE constraint failed: t.id     | UNIQUE      | t.id",
                "1299 | NOT NULL constraint failed: t.a    | NOT_NULL    | t.a",
                "275  | CHECK constraint failed: (a > 0)   | CHECK       | (a > 0)",
                "787  | FOREIGN KEY constraint failed      | FOREIGN_KEY |",
                "19   | UNIQUE constraint failed: t.a      | UNIQUE      | t.a",
                "2067 | UNIQUE constraint failed: t.a, t.b (code 2067) | UNIQUE | t.a, t.b",
                "787  | FOREIGN KEY constraint failed (code 787) | FOREIGN_KEY |",
                "19   | A UNIQUE constraint failed (UNIQUE constraint failed: t.a) | UNIQUE | t.a",
                "1811 | made up by a trigger               | OTHER       |",
            })
    void violationsHaveAKindAndAConstraintName(int code, String message, ConstraintKind kind, String name) {
        assertThat(convert(message, "23000", code))
                .isInstanceOfSatisfying(ConstraintViolationException.class, error -> {
                    assertThat(error.getKind()).isEqualTo(kind);
                    assertThat(error.getConstraintName()).isEqualTo(name);
                });
    }

    @Test
    void errorsThatEndTheTransactionCauseARollback() {
        assertThat(DIALECT.causesRollback(new SQLException("rolled back", "40001", 10250)))
                .isTrue();
        assertThat(DIALECT.causesRollback(new SQLException("gone", "08006", 0))).isTrue();
        assertThat(DIALECT.causesRollback(new SQLException("disk full", "HY000", 13)))
                .isTrue();
        assertThat(DIALECT.causesRollback(new SQLException("duplicate", "23505", 2067)))
                .isFalse();
        assertThat(DIALECT.causesRollback(new SQLException("busy", "HY000", 5))).isFalse();
    }
}
