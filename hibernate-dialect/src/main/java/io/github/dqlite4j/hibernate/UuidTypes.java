package io.github.dqlite4j.hibernate;

import java.nio.charset.StandardCharsets;
import java.sql.Types;
import java.util.UUID;
import org.hibernate.HibernateException;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.dialect.Dialect;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.UUIDJavaType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.UUIDJdbcType;
import org.hibernate.type.descriptor.jdbc.spi.JdbcTypeRegistry;
import org.hibernate.type.descriptor.sql.internal.DdlTypeImpl;
import org.jspecify.annotations.Nullable;

/** A UUID is a text of 36 characters, as the driver writes it, in a column declared {@code uuid}. */
final class UuidTypes {
    static final String COLUMN_TYPE = "uuid";

    /** As a type of a cast, {@code uuid} would mean a number to SQLite. */
    private static final String CAST_TYPE = "text";

    private UuidTypes() {}

    static void register(TypeContributions contributions) {
        contributions.contributeJdbcType(UUIDJdbcType.INSTANCE);
        contributions.contributeJavaType(new WholeUuidJavaType());
    }

    static DdlTypeImpl ddlType(Dialect dialect) {
        return new DdlTypeImpl(SqlTypes.UUID, COLUMN_TYPE, CAST_TYPE, dialect);
    }

    /** The type of a column that the driver reports as a UUID, or null for another one. */
    static @Nullable JdbcType resolve(String columnTypeName, int jdbcTypeCode, JdbcTypeRegistry types) {
        return jdbcTypeCode == Types.OTHER && COLUMN_TYPE.equalsIgnoreCase(columnTypeName)
                ? types.getDescriptor(SqlTypes.UUID)
                : null;
    }

    /** Whether one type is UUID and the other one of text: then the column holds the same text. */
    static boolean isEquivalent(int one, int other) {
        return one == SqlTypes.UUID && isText(other) || other == SqlTypes.UUID && isText(one);
    }

    private static boolean isText(int sqlTypeCode) {
        return SqlTypes.isCharacterOrClobType(sqlTypeCode);
    }

    /**
     * Reads both forms with every mapping of the attribute, and nothing else. Hibernate's own type reads the first 16 of any bytes as an
     * id.
     */
    private static final class WholeUuidJavaType extends UUIDJavaType {
        private static final long serialVersionUID = 1L;

        private static final int BYTES = 16;

        @Override
        public <X> @Nullable UUID wrap(@Nullable X value, WrapperOptions options) {
            if (value instanceof String text) {
                return whole(text);
            } else if (value instanceof byte[] bytes && bytes.length != BYTES) {
                return whole(new String(bytes, StandardCharsets.ISO_8859_1));
            }
            return super.wrap(value, options);
        }

        private static UUID whole(String text) {
            try {
                UUID uuid = UUID.fromString(text);
                if (uuid.toString().equalsIgnoreCase(text)) {
                    return uuid;
                }
            } catch (IllegalArgumentException e) {
                // The message would show the value.
            }
            throw new HibernateException("A stored value is not a UUID: neither 36 characters nor 16 bytes");
        }
    }
}
