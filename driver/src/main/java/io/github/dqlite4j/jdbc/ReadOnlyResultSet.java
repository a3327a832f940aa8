package io.github.dqlite4j.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/** The updating half of {@link ResultSet}: rows are changed by statements, not through a result. */
interface ReadOnlyResultSet extends ResultSet {
    @Override
    default void updateNull(int a0) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBoolean(int a0, boolean a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateByte(int a0, byte a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateShort(int a0, short a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateInt(int a0, int a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateLong(int a0, long a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateFloat(int a0, float a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateDouble(int a0, double a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBigDecimal(int a0, java.math.BigDecimal a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateString(int a0, String a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBytes(int a0, byte[] a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateDate(int a0, java.sql.Date a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateTime(int a0, java.sql.Time a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateTimestamp(int a0, java.sql.Timestamp a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateAsciiStream(int a0, java.io.InputStream a1, int a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBinaryStream(int a0, java.io.InputStream a1, int a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateCharacterStream(int a0, java.io.Reader a1, int a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateObject(int a0, Object a1, int a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateObject(int a0, Object a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateNull(String a0) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBoolean(String a0, boolean a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateByte(String a0, byte a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateShort(String a0, short a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateInt(String a0, int a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateLong(String a0, long a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateFloat(String a0, float a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateDouble(String a0, double a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBigDecimal(String a0, java.math.BigDecimal a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateString(String a0, String a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBytes(String a0, byte[] a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateDate(String a0, java.sql.Date a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateTime(String a0, java.sql.Time a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateTimestamp(String a0, java.sql.Timestamp a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateAsciiStream(String a0, java.io.InputStream a1, int a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBinaryStream(String a0, java.io.InputStream a1, int a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateCharacterStream(String a0, java.io.Reader a1, int a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateObject(String a0, Object a1, int a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateObject(String a0, Object a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void insertRow() throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateRow() throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void deleteRow() throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void refreshRow() throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void cancelRowUpdates() throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void moveToInsertRow() throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void moveToCurrentRow() throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateRef(int a0, java.sql.Ref a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateRef(String a0, java.sql.Ref a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBlob(int a0, java.sql.Blob a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBlob(String a0, java.sql.Blob a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateClob(int a0, java.sql.Clob a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateClob(String a0, java.sql.Clob a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateArray(int a0, java.sql.Array a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateArray(String a0, java.sql.Array a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateRowId(int a0, java.sql.RowId a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateRowId(String a0, java.sql.RowId a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateNString(int a0, String a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateNString(String a0, String a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateNClob(int a0, java.sql.NClob a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateNClob(String a0, java.sql.NClob a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateSQLXML(int a0, java.sql.SQLXML a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateSQLXML(String a0, java.sql.SQLXML a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateNCharacterStream(int a0, java.io.Reader a1, long a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateNCharacterStream(String a0, java.io.Reader a1, long a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateAsciiStream(int a0, java.io.InputStream a1, long a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBinaryStream(int a0, java.io.InputStream a1, long a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateCharacterStream(int a0, java.io.Reader a1, long a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateAsciiStream(String a0, java.io.InputStream a1, long a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBinaryStream(String a0, java.io.InputStream a1, long a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateCharacterStream(String a0, java.io.Reader a1, long a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBlob(int a0, java.io.InputStream a1, long a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBlob(String a0, java.io.InputStream a1, long a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateClob(int a0, java.io.Reader a1, long a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateClob(String a0, java.io.Reader a1, long a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateNClob(int a0, java.io.Reader a1, long a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateNClob(String a0, java.io.Reader a1, long a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateNCharacterStream(int a0, java.io.Reader a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateNCharacterStream(String a0, java.io.Reader a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateAsciiStream(int a0, java.io.InputStream a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBinaryStream(int a0, java.io.InputStream a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateCharacterStream(int a0, java.io.Reader a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateAsciiStream(String a0, java.io.InputStream a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBinaryStream(String a0, java.io.InputStream a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateCharacterStream(String a0, java.io.Reader a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBlob(int a0, java.io.InputStream a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateBlob(String a0, java.io.InputStream a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateClob(int a0, java.io.Reader a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateClob(String a0, java.io.Reader a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateNClob(int a0, java.io.Reader a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateNClob(String a0, java.io.Reader a1) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateObject(int a0, Object a1, java.sql.SQLType a2, int a3) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateObject(String a0, Object a1, java.sql.SQLType a2, int a3) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateObject(int a0, Object a1, java.sql.SQLType a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }

    @Override
    default void updateObject(String a0, Object a1, java.sql.SQLType a2) throws SQLException {
        throw Errors.unsupported("Updating through a result set");
    }
}
