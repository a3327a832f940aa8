package io.github.dqlite4j.hibernate;

import jakarta.persistence.TemporalType;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.query.sqm.CastType;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** The kind of a date or time in a text. */
enum TemporalKind {
    DATE,
    TIME,
    /** A date and time without a zone. */
    LOCAL,
    /** A point in time: the text ends in Z. */
    POINT;

    /** The kind of the values of a type with one column; null if they are not dates or times. */
    static @Nullable TemporalKind of(@Nullable JdbcMappingContainer type) {
        return type == null || type.getJdbcTypeCount() != 1 ? null : of(type.getSingleJdbcMapping());
    }

    static @Nullable TemporalKind of(JdbcMapping mapping) {
        return switch (mapping.getJdbcType().getDdlTypeCode()) {
            case SqlTypes.DATE -> DATE;
            case SqlTypes.TIME, SqlTypes.TIME_UTC, SqlTypes.TIME_WITH_TIMEZONE -> TIME;
            case SqlTypes.TIMESTAMP -> LOCAL;
            case SqlTypes.TIMESTAMP_UTC, SqlTypes.TIMESTAMP_WITH_TIMEZONE -> POINT;
            default -> null;
        };
    }

    static @Nullable TemporalKind of(CastType type) {
        return switch (type) {
            case DATE -> DATE;
            case TIME -> TIME;
            case TIMESTAMP -> LOCAL;
            case OFFSET_TIMESTAMP, ZONE_TIMESTAMP -> POINT;
            default -> null;
        };
    }

    @SuppressWarnings("deprecation") // drop when Hibernate's Dialect no longer uses TemporalType
    TemporalType type() {
        return switch (this) {
            case DATE -> TemporalType.DATE;
            case TIME -> TemporalType.TIME;
            case LOCAL, POINT -> TemporalType.TIMESTAMP;
        };
    }
}
