package io.github.dqlite4j.jdbc.convert;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.value.ConversionException;
import io.github.dqlite4j.value.ConversionException.Kind;
import io.github.dqlite4j.value.FakeCell;
import io.github.dqlite4j.value.ValueReader;
import io.github.dqlite4j.value.ValueWriter;
import io.github.dqlite4j.wire.Parameters;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What users see of a failed conversion. */
class ConversionSqlStateTest {
    private final ValueReader reader = new ValueReader(ZoneOffset.UTC);
    private final ValueWriter writer = new ValueWriter(ZoneOffset.UTC);
    private final Set<Kind> seen = EnumSet.noneOf(Kind.class);

    @Test
    void everyKindHasItsStateAndClass() {
        check(
                () -> reader.getInt(FakeCell.of("INTEGER 2147483648"), 0),
                "22003 java.sql.SQLDataException: The value does not fit int without loss");
        check(
                () -> reader.getInt(FakeCell.of("TEXT secret"), 0),
                "22018 java.sql.SQLDataException: The TEXT value cannot be read as int");
        check(
                () -> reader.getBoolean(FakeCell.of("ISO8601 10:11"), 0),
                "22018 java.sql.SQLDataException: The TEXT value cannot be read as boolean");
        check(
                () -> reader.getString(FakeCell.of("BLOB ff"), 0),
                "22018 java.sql.SQLDataException: The BLOB value cannot be read as text: it is not UTF-8");
        check(
                () -> reader.get(FakeCell.of("TEXT secret"), 0, LocalDate.class),
                "22007 java.sql.SQLDataException: The value cannot be read as a date");
        check(
                () -> reader.get(FakeCell.of("FLOAT -1"), 0, LocalDate.class),
                "22008 java.sql.SQLDataException: Not a Julian day that can be read as a date");
        check(
                () -> writer.write(LocalDate.of(10000, 1, 1)),
                "22008 java.sql.SQLDataException: Years before 0000 and after 9999 cannot be written");
        check(
                () -> writer.write("secret\0"),
                "22021 java.sql.SQLDataException: The text cannot be sent: " + Parameters.defect("secret\0"));
        check(
                () -> reader.get(FakeCell.of("TEXT secret"), 0, Thread.class),
                "07006 java.sql.SQLException: Values cannot be read as java.lang.Thread");
        check(
                () -> writer.write(Thread.State.class),
                "07006 java.sql.SQLException: Values of java.lang.Class cannot be stored");
        assertThat(seen).containsExactlyInAnyOrder(Kind.values());
    }

    private void check(Conversion conversion, String expected) {
        try {
            conversion.run();
        } catch (ConversionException e) {
            seen.add(e.kind());
            SQLException translated = SqlExceptions.of(e);
            assertThat(translated.getSQLState() + " " + translated).isEqualTo(expected);
            return;
        }
        throw new AssertionError("No error: " + expected);
    }

    private interface Conversion {
        void run() throws ConversionException;
    }
}
