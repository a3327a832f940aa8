package io.github.dqlite4j.jdbc.metadata;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Questions about what SQLite does not have: empty answers with the columns of the specification. */
interface NotInSqlite extends DatabaseMetaData {
    /** No rows under these names. */
    ResultSet none(String columns) throws SQLException;

    @Override
    default ResultSet getProcedures(String a0, String a1, String a2) throws SQLException {
        return none(
                "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME RESERVED1 RESERVED2 RESERVED3 REMARKS PROCEDURE_TYPE SPECIFIC_NAME");
    }

    @Override
    default ResultSet getProcedureColumns(String a0, String a1, String a2, String a3) throws SQLException {
        return none(
                "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME COLUMN_NAME COLUMN_TYPE DATA_TYPE TYPE_NAME PRECISION LENGTH SCALE RADIX NULLABLE REMARKS COLUMN_DEF SQL_DATA_TYPE SQL_DATETIME_SUB CHAR_OCTET_LENGTH ORDINAL_POSITION IS_NULLABLE SPECIFIC_NAME");
    }

    @Override
    default ResultSet getSchemas() throws SQLException {
        return none("TABLE_SCHEM TABLE_CATALOG");
    }

    @Override
    default ResultSet getCatalogs() throws SQLException {
        return none("TABLE_CAT");
    }

    @Override
    default ResultSet getColumnPrivileges(String a0, String a1, String a2, String a3) throws SQLException {
        return none("TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE");
    }

    @Override
    default ResultSet getTablePrivileges(String a0, String a1, String a2) throws SQLException {
        return none("TABLE_CAT TABLE_SCHEM TABLE_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE");
    }

    @Override
    default ResultSet getBestRowIdentifier(String a0, String a1, String a2, int a3, boolean a4) throws SQLException {
        return none("SCOPE COLUMN_NAME DATA_TYPE TYPE_NAME COLUMN_SIZE BUFFER_LENGTH DECIMAL_DIGITS PSEUDO_COLUMN");
    }

    @Override
    default ResultSet getVersionColumns(String a0, String a1, String a2) throws SQLException {
        return none("SCOPE COLUMN_NAME DATA_TYPE TYPE_NAME COLUMN_SIZE BUFFER_LENGTH DECIMAL_DIGITS PSEUDO_COLUMN");
    }

    @Override
    default ResultSet getUDTs(String a0, String a1, String a2, int[] a3) throws SQLException {
        return none("TYPE_CAT TYPE_SCHEM TYPE_NAME CLASS_NAME DATA_TYPE REMARKS BASE_TYPE");
    }

    @Override
    default ResultSet getSuperTypes(String a0, String a1, String a2) throws SQLException {
        return none("TYPE_CAT TYPE_SCHEM TYPE_NAME SUPERTYPE_CAT SUPERTYPE_SCHEM SUPERTYPE_NAME");
    }

    @Override
    default ResultSet getSuperTables(String a0, String a1, String a2) throws SQLException {
        return none("TABLE_CAT TABLE_SCHEM TABLE_NAME SUPERTABLE_NAME");
    }

    @Override
    default ResultSet getAttributes(String a0, String a1, String a2, String a3) throws SQLException {
        return none(
                "TYPE_CAT TYPE_SCHEM TYPE_NAME ATTR_NAME DATA_TYPE ATTR_TYPE_NAME ATTR_SIZE DECIMAL_DIGITS NUM_PREC_RADIX NULLABLE REMARKS ATTR_DEF SQL_DATA_TYPE SQL_DATETIME_SUB CHAR_OCTET_LENGTH ORDINAL_POSITION IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE");
    }

    @Override
    default ResultSet getSchemas(String a0, String a1) throws SQLException {
        return none("TABLE_SCHEM TABLE_CATALOG");
    }

    @Override
    default ResultSet getClientInfoProperties() throws SQLException {
        return none("NAME MAX_LEN DEFAULT_VALUE DESCRIPTION");
    }

    @Override
    default ResultSet getFunctions(String a0, String a1, String a2) throws SQLException {
        return none("FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME REMARKS FUNCTION_TYPE SPECIFIC_NAME");
    }

    @Override
    default ResultSet getFunctionColumns(String a0, String a1, String a2, String a3) throws SQLException {
        return none(
                "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME COLUMN_NAME COLUMN_TYPE DATA_TYPE TYPE_NAME PRECISION LENGTH SCALE RADIX NULLABLE REMARKS CHAR_OCTET_LENGTH ORDINAL_POSITION IS_NULLABLE SPECIFIC_NAME");
    }

    @Override
    default ResultSet getPseudoColumns(String a0, String a1, String a2, String a3) throws SQLException {
        return none(
                "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE COLUMN_SIZE DECIMAL_DIGITS NUM_PREC_RADIX COLUMN_USAGE REMARKS CHAR_OCTET_LENGTH IS_NULLABLE");
    }
}
