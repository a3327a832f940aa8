package io.github.dqlite4j.jdbc.metadata;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;

/** What SQLite can do, second half, and its limits; 0 is no limit, or one that is not known. */
interface Limits extends DatabaseMetaData {
    @Override
    default boolean supportsCatalogsInIndexDefinitions() {
        return false;
    }

    @Override
    default boolean supportsCatalogsInPrivilegeDefinitions() {
        return false;
    }

    @Override
    default boolean supportsPositionedDelete() {
        return false;
    }

    @Override
    default boolean supportsPositionedUpdate() {
        return false;
    }

    @Override
    default boolean supportsSelectForUpdate() {
        return false;
    }

    @Override
    default boolean supportsStoredProcedures() {
        return false;
    }

    @Override
    default boolean supportsSubqueriesInComparisons() {
        return true;
    }

    @Override
    default boolean supportsSubqueriesInExists() {
        return true;
    }

    @Override
    default boolean supportsSubqueriesInIns() {
        return true;
    }

    @Override
    default boolean supportsSubqueriesInQuantifieds() {
        return false;
    }

    @Override
    default boolean supportsCorrelatedSubqueries() {
        return true;
    }

    @Override
    default boolean supportsUnion() {
        return true;
    }

    @Override
    default boolean supportsUnionAll() {
        return true;
    }

    @Override
    default boolean supportsOpenCursorsAcrossCommit() {
        return true;
    }

    @Override
    default boolean supportsOpenCursorsAcrossRollback() {
        return false;
    }

    @Override
    default boolean supportsOpenStatementsAcrossCommit() {
        return true;
    }

    @Override
    default boolean supportsOpenStatementsAcrossRollback() {
        return true;
    }

    @Override
    default int getMaxBinaryLiteralLength() {
        return 0;
    }

    @Override
    default int getMaxCharLiteralLength() {
        return 0;
    }

    @Override
    default int getMaxColumnNameLength() {
        return 0;
    }

    @Override
    default int getMaxColumnsInGroupBy() {
        return 0;
    }

    @Override
    default int getMaxColumnsInIndex() {
        return 0;
    }

    @Override
    default int getMaxColumnsInOrderBy() {
        return 0;
    }

    @Override
    default int getMaxColumnsInSelect() {
        return 2000;
    }

    @Override
    default int getMaxColumnsInTable() {
        return 2000;
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
        return 0;
    }

    @Override
    default boolean doesMaxRowSizeIncludeBlobs() {
        return false;
    }

    @Override
    default int getMaxStatementLength() {
        return 1000000;
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
        return 0;
    }

    @Override
    default int getMaxUserNameLength() {
        return 0;
    }

    @Override
    default int getDefaultTransactionIsolation() {
        return Connection.TRANSACTION_SERIALIZABLE;
    }

    @Override
    default boolean supportsTransactions() {
        return true;
    }

    @Override
    default boolean supportsDataDefinitionAndDataManipulationTransactions() {
        return true;
    }

    @Override
    default boolean supportsDataManipulationTransactionsOnly() {
        return false;
    }

    @Override
    default boolean dataDefinitionCausesTransactionCommit() {
        return false;
    }

    @Override
    default boolean dataDefinitionIgnoredInTransactions() {
        return false;
    }

    @Override
    default boolean ownUpdatesAreVisible(int a0) {
        return false;
    }

    @Override
    default boolean ownDeletesAreVisible(int a0) {
        return false;
    }

    @Override
    default boolean ownInsertsAreVisible(int a0) {
        return false;
    }

    @Override
    default boolean othersUpdatesAreVisible(int a0) {
        return false;
    }

    @Override
    default boolean othersDeletesAreVisible(int a0) {
        return false;
    }

    @Override
    default boolean othersInsertsAreVisible(int a0) {
        return false;
    }

    @Override
    default boolean updatesAreDetected(int a0) {
        return false;
    }

    @Override
    default boolean deletesAreDetected(int a0) {
        return false;
    }

    @Override
    default boolean insertsAreDetected(int a0) {
        return false;
    }

    @Override
    default boolean supportsBatchUpdates() {
        return true;
    }

    @Override
    default boolean supportsSavepoints() {
        return true;
    }

    @Override
    default boolean supportsNamedParameters() {
        return false;
    }

    @Override
    default boolean supportsMultipleOpenResults() {
        return false;
    }

    @Override
    default boolean supportsGetGeneratedKeys() {
        return true;
    }

    @Override
    default int getResultSetHoldability() {
        return ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    default int getJDBCMajorVersion() {
        return 4;
    }

    @Override
    default int getJDBCMinorVersion() {
        return 3;
    }

    @Override
    default int getSQLStateType() {
        return sqlStateSQL;
    }

    @Override
    default boolean locatorsUpdateCopy() {
        return false;
    }

    @Override
    default boolean supportsStatementPooling() {
        return true;
    }

    @Override
    default boolean supportsStoredFunctionsUsingCallSyntax() {
        return false;
    }

    @Override
    default boolean autoCommitFailureClosesAllResultSets() {
        return false;
    }

    @Override
    default boolean generatedKeyAlwaysReturned() {
        return true;
    }

    @Override
    default long getMaxLogicalLobSize() {
        return 0;
    }

    @Override
    default boolean supportsRefCursors() {
        return false;
    }
}
