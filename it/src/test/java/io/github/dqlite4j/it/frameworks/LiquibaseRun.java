package io.github.dqlite4j.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.spring.boot.liquibase.DqliteLiquibaseDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;

/** Liquibase on a connection, and what it has left there. */
final class LiquibaseRun {
    private LiquibaseRun() {}

    /** What Liquibase has to do. */
    interface Work {
        void with(Liquibase liquibase) throws LiquibaseException;
    }

    /** Leaves the connection open. */
    static void run(JdbcConnection connection, String file, Work work) throws LiquibaseException {
        Database database = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(connection);
        assertThat(database).isInstanceOf(DqliteLiquibaseDatabase.class);
        work.with(new Liquibase(file, new ClassLoaderResourceAccessor(), database));
    }

    /** The first column. */
    static List<String> texts(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }
}
