package io.github.dqlite4j.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/** The getters by label of {@link ResultSet}, each of which is the one by index. */
interface ByLabelResultSet extends ResultSet {
    @Override
    default String getString(String a0) throws SQLException {
        return getString(findColumn(a0));
    }

    @Override
    default boolean getBoolean(String a0) throws SQLException {
        return getBoolean(findColumn(a0));
    }

    @Override
    default byte getByte(String a0) throws SQLException {
        return getByte(findColumn(a0));
    }

    @Override
    default short getShort(String a0) throws SQLException {
        return getShort(findColumn(a0));
    }

    @Override
    default int getInt(String a0) throws SQLException {
        return getInt(findColumn(a0));
    }

    @Override
    default long getLong(String a0) throws SQLException {
        return getLong(findColumn(a0));
    }

    @Override
    default float getFloat(String a0) throws SQLException {
        return getFloat(findColumn(a0));
    }

    @Override
    default double getDouble(String a0) throws SQLException {
        return getDouble(findColumn(a0));
    }

    @Override
    @Deprecated
    default java.math.BigDecimal getBigDecimal(String a0, int a1) throws SQLException {
        return getBigDecimal(findColumn(a0), a1);
    }

    @Override
    default byte[] getBytes(String a0) throws SQLException {
        return getBytes(findColumn(a0));
    }

    @Override
    default java.sql.Date getDate(String a0) throws SQLException {
        return getDate(findColumn(a0));
    }

    @Override
    default java.sql.Time getTime(String a0) throws SQLException {
        return getTime(findColumn(a0));
    }

    @Override
    default java.sql.Timestamp getTimestamp(String a0) throws SQLException {
        return getTimestamp(findColumn(a0));
    }

    @Override
    default java.io.InputStream getAsciiStream(String a0) throws SQLException {
        return getAsciiStream(findColumn(a0));
    }

    @Override
    @Deprecated
    default java.io.InputStream getUnicodeStream(String a0) throws SQLException {
        return getUnicodeStream(findColumn(a0));
    }

    @Override
    default java.io.InputStream getBinaryStream(String a0) throws SQLException {
        return getBinaryStream(findColumn(a0));
    }

    @Override
    default Object getObject(String a0) throws SQLException {
        return getObject(findColumn(a0));
    }

    @Override
    default java.io.Reader getCharacterStream(String a0) throws SQLException {
        return getCharacterStream(findColumn(a0));
    }

    @Override
    default java.math.BigDecimal getBigDecimal(String a0) throws SQLException {
        return getBigDecimal(findColumn(a0));
    }

    @Override
    default Object getObject(String a0, java.util.Map<String, Class<?>> a1) throws SQLException {
        return getObject(findColumn(a0), a1);
    }

    @Override
    default java.sql.Ref getRef(String a0) throws SQLException {
        return getRef(findColumn(a0));
    }

    @Override
    default java.sql.Blob getBlob(String a0) throws SQLException {
        return getBlob(findColumn(a0));
    }

    @Override
    default java.sql.Clob getClob(String a0) throws SQLException {
        return getClob(findColumn(a0));
    }

    @Override
    default java.sql.Array getArray(String a0) throws SQLException {
        return getArray(findColumn(a0));
    }

    @Override
    default java.sql.Date getDate(String a0, java.util.Calendar a1) throws SQLException {
        return getDate(findColumn(a0), a1);
    }

    @Override
    default java.sql.Time getTime(String a0, java.util.Calendar a1) throws SQLException {
        return getTime(findColumn(a0), a1);
    }

    @Override
    default java.sql.Timestamp getTimestamp(String a0, java.util.Calendar a1) throws SQLException {
        return getTimestamp(findColumn(a0), a1);
    }

    @Override
    default java.net.URL getURL(String a0) throws SQLException {
        return getURL(findColumn(a0));
    }

    @Override
    default java.sql.RowId getRowId(String a0) throws SQLException {
        return getRowId(findColumn(a0));
    }

    @Override
    default java.sql.NClob getNClob(String a0) throws SQLException {
        return getNClob(findColumn(a0));
    }

    @Override
    default java.sql.SQLXML getSQLXML(String a0) throws SQLException {
        return getSQLXML(findColumn(a0));
    }

    @Override
    default String getNString(String a0) throws SQLException {
        return getNString(findColumn(a0));
    }

    @Override
    default java.io.Reader getNCharacterStream(String a0) throws SQLException {
        return getNCharacterStream(findColumn(a0));
    }

    @Override
    default <T> T getObject(String a0, Class<T> a1) throws SQLException {
        return getObject(findColumn(a0), a1);
    }
}
