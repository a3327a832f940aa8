package io.github.dqlite4j.spring.boot.liquibase;

import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.spring.boot.source.DqliteUrl;
import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import liquibase.CatalogAndSchema;
import liquibase.Scope;
import liquibase.change.Change;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.AbstractJdbcDatabase;
import liquibase.database.DatabaseConnection;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;
import liquibase.executor.Executor;
import liquibase.executor.ExecutorService;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;
import liquibase.structure.DatabaseObject;
import liquibase.structure.core.Schema;
import liquibase.structure.core.Sequence;
import liquibase.structure.core.Table;
import org.jspecify.annotations.Nullable;

/**
 * dqlite for Liquibase, recognized by its URL. It is not an SQLiteDatabase: for that class, Liquibase rebuilds tables from its own
 * snapshot, and refuses other changes.
 */
public final class DqliteLiquibaseDatabase extends AbstractJdbcDatabase {
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT);
    private static final Set<String> SYSTEM_TABLES = Set.of(
            "sqlite_sequence",
            "sqlite_master",
            "sqlite_schema",
            "sqlite_stat1",
            "dqlite4j_outcome",
            "dqlite4j_outcome_none");

    /** Called by Liquibase. */
    public DqliteLiquibaseDatabase() {
        setCurrentDateTimeFunction("CURRENT_TIMESTAMP");
        addReservedWords(SqlIdentifiers.ALL_KEYWORDS);
    }

    @Override
    public int getPriority() {
        return PRIORITY_DATABASE;
    }

    @Override
    public boolean isCorrectDatabaseImplementation(DatabaseConnection connection) {
        return DqliteUrl.isDqlite(connection.getURL());
    }

    @Override
    public @Nullable String getDefaultDriver(String url) {
        return DqliteUrl.isDqlite(url) ? DqliteUrl.DRIVER_CLASS : null;
    }

    /** Not "sqlite": Liquibase caches its findings about a database under this name, and an application may use both. */
    @Override
    public String getShortName() {
        return "dqlite";
    }

    @Override
    protected String getDefaultDatabaseProductName() {
        return "dqlite";
    }

    @Override
    public @Nullable Integer getDefaultPort() {
        return null;
    }

    @Override
    public boolean requiresUsername() {
        return false;
    }

    @Override
    public boolean requiresPassword() {
        return false;
    }

    @Override
    public boolean supportsInitiallyDeferrableColumns() {
        return true;
    }

    @Override
    public boolean supportsTablespaces() {
        return false;
    }

    @Override
    public boolean supportsSequences() {
        return false;
    }

    @Override
    public boolean supportsSchemas() {
        return false;
    }

    @Override
    public boolean supportsDropTableCascadeConstraints() {
        return false;
    }

    @Override
    public boolean supportsDatabaseChangeLogHistory() {
        return true;
    }

    @Override
    public boolean supportsCreateIfNotExists(Class<? extends DatabaseObject> type) {
        return type.isAssignableFrom(Table.class);
    }

    @Override
    public boolean supports(Class<? extends DatabaseObject> object) {
        return !Schema.class.isAssignableFrom(object)
                && !Sequence.class.isAssignableFrom(object)
                && super.supports(object);
    }

    /** Empty: AUTOINCREMENT belongs to PRIMARY KEY, see {@link CreateTable}. */
    @Override
    public String getAutoIncrementClause(
            @Nullable BigInteger startWith,
            @Nullable BigInteger incrementBy,
            @Nullable String generationType,
            @Nullable Boolean defaultOnNull) {
        return "";
    }

    @Override
    protected Set<String> getSystemTables() {
        return SYSTEM_TABLES;
    }

    /** In the form that the driver writes, so that all values of a column sort as the times do. */
    @Override
    public String getDateTimeLiteral(Timestamp date) {
        return "'" + DATE_TIME.format(date.toLocalDateTime()) + "'";
    }

    @Override
    public String getViewDefinition(CatalogAndSchema schema, String viewName) throws DatabaseException {
        List<Map<String, ?>> rows = executor()
                .queryForList(new RawParameterizedSqlStatement(
                        "SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ? COLLATE NOCASE", viewName));
        if (rows.isEmpty()) {
            throw new DatabaseException("There is no view " + PrintableText.of(viewName));
        }
        Tokens tokens = Tokenizer.tokenize(
                String.valueOf(rows.get(0).values().iterator().next()));
        int as = 0;
        while (tokens.has(as) && !tokens.is(as, "AS")) {
            as = tokens.is(as, '(') ? tokens.afterParenthesis(as) : as + 1;
        }
        if (!tokens.has(as + 1)) {
            throw new DatabaseException("This is not a view: " + PrintableText.of(tokens.sql()));
        }
        return tokens.sql().substring(tokens.start(as + 1));
    }

    /** Requests the statements of the change only once, because this runs tasks of the application. */
    @Override
    public void executeStatements(Change change, DatabaseChangeLog changeLog, List<SqlVisitor> sqlVisitors)
            throws LiquibaseException {
        SqlStatement[] statements = change.generateStatements(this);
        if (statements != null) {
            new RebuildTransaction(this).run(statements, () -> execute(statements, sqlVisitors));
        }
    }

    @Override
    public void executeRollbackStatements(SqlStatement[] statements, List<SqlVisitor> sqlVisitors)
            throws LiquibaseException {
        new RebuildTransaction(this).run(statements, () -> super.executeRollbackStatements(statements, sqlVisitors));
    }

    Executor executor() {
        return Scope.getCurrentScope().getSingleton(ExecutorService.class).getExecutor("jdbc", this);
    }
}
