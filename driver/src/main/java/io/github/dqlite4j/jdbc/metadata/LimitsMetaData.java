package io.github.dqlite4j.jdbc.metadata;

import java.sql.DatabaseMetaData;

/**
 * The limits of SQLite as dqlite builds it. 0 is no limit, or an unknown one.
 *
 * @see <a href="https://sqlite.org/limits.html">SQLite: limits</a>
 */
interface LimitsMetaData extends DatabaseMetaData {
    /** SQLITE_MAX_COLUMN. */
    int COLUMNS = 2000;

    @Override
    default int getMaxBinaryLiteralLength() {
        return DeclaredType.LONGEST;
    }

    @Override
    default int getMaxCharLiteralLength() {
        return DeclaredType.LONGEST;
    }

    @Override
    default int getMaxColumnNameLength() {
        return 0;
    }

    @Override
    default int getMaxColumnsInGroupBy() {
        return COLUMNS;
    }

    @Override
    default int getMaxColumnsInIndex() {
        return COLUMNS;
    }

    @Override
    default int getMaxColumnsInOrderBy() {
        return COLUMNS;
    }

    @Override
    default int getMaxColumnsInSelect() {
        return COLUMNS;
    }

    @Override
    default int getMaxColumnsInTable() {
        return COLUMNS;
    }

    @Override
    default int getMaxConnections() {
        return 0;
    }

    @Override
    default int getMaxCursorNameLength() {
        return 0;
    }

    @Override
    default int getMaxIndexLength() {
        return 0;
    }

    @Override
    default int getMaxSchemaNameLength() {
        return 0;
    }

    @Override
    default int getMaxProcedureNameLength() {
        return 0;
    }

    @Override
    default int getMaxCatalogNameLength() {
        return 0;
    }

    @Override
    default int getMaxRowSize() {
        return DeclaredType.LONGEST;
    }

    @Override
    default boolean doesMaxRowSizeIncludeBlobs() {
        return true;
    }

    @Override
    default int getMaxStatementLength() {
        return DeclaredType.LONGEST;
    }

    @Override
    default int getMaxStatements() {
        return 0;
    }

    @Override
    default int getMaxTableNameLength() {
        return 0;
    }

    @Override
    default int getMaxTablesInSelect() {
        return 64;
    }

    @Override
    default int getMaxUserNameLength() {
        return 0;
    }

    @Override
    default long getMaxLogicalLobSize() {
        return DeclaredType.LONGEST;
    }
}
