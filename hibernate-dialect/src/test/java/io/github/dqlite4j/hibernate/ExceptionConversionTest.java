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

    /** {@code FindErrorsIT} shows what it is for. */
    @ParameterizedTest
    @CsvSource({
        "40001, 10250",
        "08001, 0",
        "08003, 0",
        "08006, 0",
        "08007, 10506",
        "53100, 13",
        "58000, 10",
        "XX001, 11",
        "53200, 7",
        "42501, 0",
        "55P03, 5",
        "57014, 9",
        "23505, 2067",
        "HY000, 4",
        "HY000, 26"
    })
    void whatMarksATransactionBeforeItIsConvertedIsNoErrorThatFindSwallows(String state, int code) {
        boolean marked = DIALECT.causesRollback(new SQLException("failed", state, code));
        assertThat(marked)
                .isEqualTo(convert("failed", state, code) instanceof LockAcquisitionException error
                        && !(error instanceof LockTimeoutException));
    }
}
