package io.github.dqlite4j.spring.boot.liquibase.tables;

import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.spring.boot.liquibase.DqliteLiquibaseDatabase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import liquibase.changelog.StandardChangeLogHistoryService;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;

/** The change sets that were executed. Wrong values of some columns are in messages. The right ones are printable, and stay as they are. */
public final class PrintableHistory extends StandardChangeLogHistoryService {
    private static final Set<String> IN_MESSAGES = Set.of("MD5SUM", "EXECTYPE", "ORDEREXECUTED");

    /** Called by Liquibase. */
    public PrintableHistory() {}

    @Override
    public int getPriority() {
        return PRIORITY_DATABASE;
    }

    @Override
    public boolean supports(Database database) {
        return database instanceof DqliteLiquibaseDatabase;
    }

    @Override
    public List<Map<String, ?>> queryDatabaseChangeLogTable(Database database) throws DatabaseException {
        return super.queryDatabaseChangeLogTable(database).stream()
                .<Map<String, ?>>map(PrintableHistory::printable)
                .toList();
    }

    private static Map<String, Object> printable(Map<String, ?> row) {
        Map<String, Object> printable = new LinkedHashMap<>(row);
        for (String column : IN_MESSAGES) {
            printable.computeIfPresent(
                    column, (name, value) -> value instanceof String text ? PrintableText.of(text) : value);
        }
        return printable;
    }
}
