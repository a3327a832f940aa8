package io.github.dqlite4j.jdbc.metadata;

import io.github.dqlite4j.sql.EscapeFunctions;
import io.github.dqlite4j.sql.SqlIdentifiers;
import java.sql.DatabaseMetaData;

/** What SQLite can do, first half. */
interface Abilities extends DatabaseMetaData {
    @Override
    default boolean allProceduresAreCallable() {
        return false;
    }

    @Override
    default boolean allTablesAreSelectable() {
        return true;
    }

    @Override
    default String getUserName() {
        return "";
    }

    @Override
    default boolean nullsAreSortedHigh() {
        return false;
    }

    @Override
    default boolean nullsAreSortedLow() {
        return true;
    }

    @Override
    default boolean nullsAreSortedAtStart() {
        return false;
    }

    @Override
    default boolean nullsAreSortedAtEnd() {
        return false;
    }

    @Override
    default String getDriverName() {
        return "dqlite4j";
    }

    @Override
    default String getDriverVersion() {
        return "0.1";
    }

    @Override
    default int getDriverMajorVersion() {
        return 0;
    }

    @Override
    default int getDriverMinorVersion() {
        return 1;
    }

    @Override
    default boolean usesLocalFiles() {
        return false;
    }

    @Override
    default boolean usesLocalFilePerTable() {
        return false;
    }

    @Override
    default boolean supportsMixedCaseIdentifiers() {
        return true;
    }

    @Override
    default boolean storesUpperCaseIdentifiers() {
        return false;
    }

    @Override
    default boolean storesLowerCaseIdentifiers() {
        return false;
    }

    @Override
    default boolean storesMixedCaseIdentifiers() {
        return false;
    }

    @Override
    default boolean supportsMixedCaseQuotedIdentifiers() {
        return true;
    }

    @Override
    default boolean storesUpperCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    default boolean storesLowerCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    default boolean storesMixedCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    default String getIdentifierQuoteString() {
        return "\"";
    }

    @Override
    default String getSQLKeywords() {
        return String.join(",", SqlIdentifiers.KEYWORDS);
    }

    @Override
    default String getNumericFunctions() {
        return String.join(",", EscapeFunctions.NUMERIC);
    }

    @Override
    default String getStringFunctions() {
        return String.join(",", EscapeFunctions.STRING);
    }

    @Override
    default String getSystemFunctions() {
        return String.join(",", EscapeFunctions.SYSTEM);
    }

    @Override
    default String getTimeDateFunctions() {
        return String.join(",", EscapeFunctions.TIME_DATE);
    }

    @Override
    default String getSearchStringEscape() {
        return "\\";
    }

    @Override
    default String getExtraNameCharacters() {
        return "";
    }

    @Override
    default boolean supportsAlterTableWithAddColumn() {
        return true;
    }

    @Override
    default boolean supportsAlterTableWithDropColumn() {
        return true;
    }

    @Override
    default boolean supportsColumnAliasing() {
        return true;
    }

    @Override
    default boolean nullPlusNonNullIsNull() {
        return false;
    }

    @Override
    default boolean supportsConvert() {
        return true;
    }

    @Override
    default boolean supportsConvert(int a0, int a1) {
        return true;
    }

    @Override
    default boolean supportsTableCorrelationNames() {
        return true;
    }

    @Override
    default boolean supportsDifferentTableCorrelationNames() {
        return false;
    }

    @Override
    default boolean supportsExpressionsInOrderBy() {
        return true;
    }

    @Override
    default boolean supportsOrderByUnrelated() {
        return true;
    }

    @Override
    default boolean supportsGroupBy() {
        return true;
    }

    @Override
    default boolean supportsGroupByUnrelated() {
        return true;
    }

    @Override
    default boolean supportsGroupByBeyondSelect() {
        return true;
    }

    @Override
    default boolean supportsLikeEscapeClause() {
        return true;
    }

    @Override
    default boolean supportsMultipleResultSets() {
        return false;
    }

    @Override
    default boolean supportsMultipleTransactions() {
        return true;
    }

    @Override
    default boolean supportsNonNullableColumns() {
        return true;
    }

    @Override
    default boolean supportsMinimumSQLGrammar() {
        return true;
    }

    @Override
    default boolean supportsCoreSQLGrammar() {
        return true;
    }

    @Override
    default boolean supportsExtendedSQLGrammar() {
        return false;
    }

    @Override
    default boolean supportsANSI92EntryLevelSQL() {
        return true;
    }

    @Override
    default boolean supportsANSI92IntermediateSQL() {
        return false;
    }

    @Override
    default boolean supportsANSI92FullSQL() {
        return false;
    }

    @Override
    default boolean supportsIntegrityEnhancementFacility() {
        return true;
    }

    @Override
    default boolean supportsOuterJoins() {
        return true;
    }

    @Override
    default boolean supportsFullOuterJoins() {
        return true;
    }

    @Override
    default boolean supportsLimitedOuterJoins() {
        return true;
    }

    @Override
    default String getSchemaTerm() {
        return "";
    }

    @Override
    default String getProcedureTerm() {
        return "";
    }

    @Override
    default String getCatalogTerm() {
        return "";
    }

    @Override
    default boolean isCatalogAtStart() {
        return false;
    }

    @Override
    default String getCatalogSeparator() {
        return ".";
    }

    @Override
    default boolean supportsSchemasInDataManipulation() {
        return false;
    }

    @Override
    default boolean supportsSchemasInProcedureCalls() {
        return false;
    }

    @Override
    default boolean supportsSchemasInTableDefinitions() {
        return false;
    }

    @Override
    default boolean supportsSchemasInIndexDefinitions() {
        return false;
    }

    @Override
    default boolean supportsSchemasInPrivilegeDefinitions() {
        return false;
    }

    @Override
    default boolean supportsCatalogsInDataManipulation() {
        return false;
    }

    @Override
    default boolean supportsCatalogsInProcedureCalls() {
        return false;
    }

    @Override
    default boolean supportsCatalogsInTableDefinitions() {
        return false;
    }
}
