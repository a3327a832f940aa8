package io.github.dqlite4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.BadSqlGrammarException;

/** The table of docs/spring-boot.md, with the classes and SQLSTATEs that the driver throws. */
class TranslatedExceptionsTest {
    static Stream<Arguments> table() {
        return Stream.of(
                Arguments.of(
                        new SQLIntegrityConstraintViolationException("", "23505", 2067), DuplicateKeyException.class),
                Arguments.of(
                        new SQLIntegrityConstraintViolationException("", "23503", 787),
                        DataIntegrityViolationException.class),
                Arguments.of(new SQLDataException("", "22003", 1), DataIntegrityViolationException.class),
                Arguments.of(new SQLTransactionRollbackException("", "40001", 10250), CannotAcquireLockException.class),
                Arguments.of(
                        new SQLNonTransientConnectionException("", "08007", 0),
                        DataAccessResourceFailureException.class),
                Arguments.of(
                        new SQLTransientConnectionException("", "08006", 0),
                        TransientDataAccessResourceException.class),
                Arguments.of(new SQLTimeoutException("", "57014"), QueryTimeoutException.class),
                Arguments.of(new SQLTransientException("", "55P03", 5), CannotAcquireLockException.class),
                Arguments.of(new SQLSyntaxErrorException("", "42S02", 1), BadSqlGrammarException.class));
    }

    @ParameterizedTest
    @MethodSource("table")
    void isTranslatedAsDocumented(SQLException thrown, Class<?> expected) {
        assertThat(DqliteAutoConfiguration.translator().translate("task", "sql", thrown))
                .isExactlyInstanceOf(expected);
    }
}
