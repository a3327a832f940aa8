package io.github.dqlite4j.jdbc.convert;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.metadata.DeclaredType;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.value.ConversionException;
import io.github.dqlite4j.value.DeclaredKind;
import io.github.dqlite4j.value.NumericConversions;
import io.github.dqlite4j.value.ValueReader;
import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What the columns of a result were declared as, found out once: most results are read column by column, row after row. */
public final class DeclaredColumns {
    private static final Column NONE = new Column(null, Column.NO_SCALE);
    private static final int MOST_KNOWN = 1000;

    /** A cache: a declaration is the same for all results. */
    private static final Map<String, Column> KNOWN = new ConcurrentHashMap<>();

    private final IntFunction<@Nullable ColumnOrigin> origins;
    private final @Nullable Column[] columns;

    /** @param origins where each column comes from, counted from 0; null for one that is not a column of a table */
    public DeclaredColumns(int count, IntFunction<@Nullable ColumnOrigin> origins) {
        this.origins = origins;
        this.columns = new Column[count];
    }

    /**
     * @param name without arguments; null for no column of a table
     * @param scale digits after the point that every decimal of the column has, or {@link #NO_SCALE}
     */
    private record Column(@Nullable String name, int scale) {
        private static final int NO_SCALE = -1;

        static Column of(@Nullable String declared) {
            DeclaredType type = DeclaredType.of(declared);
            Integer digits = type.digits();
            boolean decimal = type.javaClass() == BigDecimal.class;
            return new Column(type.name(), decimal && digits != null ? digits : NO_SCALE);
        }
    }

    private Column column(int column) {
        Column known = columns[column];
        if (known == null) {
            known = find(origins.apply(column));
            columns[column] = known;
        }
        return known;
    }

    private static Column find(@Nullable ColumnOrigin origin) {
        if (origin == null) {
            return NONE;
        }
        String declared = origin.declaredType() == null ? "" : origin.declaredType();
        Column known = KNOWN.get(declared);
        if (known == null) {
            known = Column.of(declared);
            if (KNOWN.size() < MOST_KNOWN) {
                KNOWN.put(declared, known);
            }
        }
        return known;
    }

    /** The declared type without arguments; null if it is not a column of a table. */
    public @Nullable String name(int column) {
        return column(column).name();
    }

    /** The cell as its declared type promises. */
    public @Nullable Object object(ColumnReader reader, Row row, int column) throws SQLException {
        Object value = reader.getObject(row, column, column(column).name());
        return value instanceof BigDecimal decimal ? scaled(decimal, column) : value;
    }

    /** The same with the classes of {@code java.time} for dates and times. */
    public @Nullable Object object(ValueReader reader, Row row, int column) throws SQLException {
        try {
            Object value =
                    reader.getObject(row, column, DeclaredKind.of(column(column).name()));
            return value instanceof BigDecimal decimal ? scaled(decimal, column) : value;
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** Whether the declared type matters for cells that are read as this class. */
    public static boolean matterFor(Class<?> type) {
        return type == String.class || type == BigDecimal.class || ColumnReader.isTemporal(type);
    }

    /** The cell as this class, or null for NULL. */
    public <T> @Nullable T get(ColumnReader reader, Row row, int column, Class<T> type) throws SQLException {
        if (type == String.class) {
            ValueType stored = row.type(column);
            String decimal = stored == ValueType.INTEGER || stored == ValueType.FLOAT ? text(row, column) : null;
            return type.cast(decimal == null ? reader.getString(row, column) : decimal);
        } else if (type == BigDecimal.class) {
            BigDecimal value = reader.get(row, column, BigDecimal.class);
            return type.cast(value == null ? null : scaled(value, column));
        }
        ColumnReader own = ColumnReader.isTemporal(type) ? reader.forColumn(name(column)) : reader;
        return own.get(row, column, type);
    }

    /** A decimal of this column: with all the digits after the point that the column is declared with, if none is lost. */
    public BigDecimal scaled(BigDecimal value, int column) {
        int scale = column(column).scale();
        return scale < 0 ? value : NumericConversions.withScale(value, scale);
    }

    /**
     * The text of a number in a column that is declared with digits after the point; null if it was not, or if the number has more of them.
     */
    public @Nullable String text(Row row, int column) {
        int scale = column(column).scale();
        BigDecimal value = scale < 0 ? null : NumericConversions.decimalOrNull(row, column);
        BigDecimal scaled = value == null ? null : NumericConversions.withScale(value, scale);
        return scaled == null || scaled.scale() != scale ? null : scaled.toPlainString();
    }
}
