package io.github.dqlite4j.spring.boot.data;

import io.github.dqlite4j.jdbc.DqliteConstants;
import java.util.Optional;
import org.springframework.data.jdbc.core.dialect.DialectResolver.JdbcDialectProvider;
import org.springframework.data.relational.core.dialect.Dialect;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcOperations;

/** Gives {@link DqliteJdbcDialect} to Spring Data JDBC if the driver is this project's, whatever {@code productName} says. Found through spring.factories. */
public final class DqliteDialectProvider implements JdbcDialectProvider {
    @Override
    public Optional<Dialect> getDialect(JdbcOperations operations) {
        Boolean dqlite = operations.execute((ConnectionCallback<Boolean>) connection ->
                DqliteConstants.DRIVER_NAME.equals(connection.getMetaData().getDriverName()));
        return Boolean.TRUE.equals(dqlite) ? Optional.of(DqliteJdbcDialect.INSTANCE) : Optional.empty();
    }
}
