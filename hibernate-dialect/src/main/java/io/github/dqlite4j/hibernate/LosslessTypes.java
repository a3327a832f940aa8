package io.github.dqlite4j.hibernate;

import org.hibernate.boot.model.TypeContributions;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.jdbc.DoubleJdbcType;
import org.hibernate.type.descriptor.jdbc.TimestampUtcAsInstantJdbcType;

/** Types for two codes for which Hibernate's own types lose information. */
final class LosslessTypes {
    private LosslessTypes() {}

    static void register(TypeContributions contributions) {
        contributions.contributeJdbcType(new FloatType());
        contributions.contributeJdbcType(new InstantType());
    }

    /** A column declared FLOAT holds doubles. Hibernate's type for it converts each to a float. */
    private static final class FloatType extends DoubleJdbcType {
        private static final long serialVersionUID = 1L;

        @Override
        public int getDefaultSqlTypeCode() {
            return SqlTypes.FLOAT;
        }
    }

    /** A point in time. Hibernate's type, also used with {@code hibernate.type.prefer_java_type_jdbc_types}, would store a local one. */
    private static final class InstantType extends TimestampUtcAsInstantJdbcType {
        private static final long serialVersionUID = 1L;

        @Override
        public int getDefaultSqlTypeCode() {
            return SqlTypes.INSTANT;
        }

        @Override
        public int getDdlTypeCode() {
            return SqlTypes.TIMESTAMP_UTC;
        }
    }
}
