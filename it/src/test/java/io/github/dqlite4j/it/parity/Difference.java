package io.github.dqlite4j.it.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All differences from sqlite-jdbc, with their reasons. {@code docs/parity.md} is generated from this. */
enum Difference {
    INTEGER_OBJECT(
            "getObject of an INTEGER is a Long",
            "sqlite-jdbc returns an Integer or a Long, depending on the value, so the class changes from row to row. Here it is always Long."),
    NULL_OBJECT("getObject(class) of NULL is null", "sqlite-jdbc throws, or returns false for Boolean."),
    NARROW(
            "A number that does not fit is an error",
            "sqlite-jdbc drops bits or the fraction, or returns infinity. Here it is 22003."),
    TEXT_NUMBER(
            "Text that is not a number is an error",
            "sqlite-jdbc returns the number at the start of the text, or 0. Here it is 22018, and 22003 for a fraction read as an integer."),
    TEXT_OBJECT(
            "getObject(class) reads text that is a number",
            "sqlite-jdbc throws, although its getInt and getDouble read it."),
    BOOLEAN(
            "getBoolean reads words, and any number that is not 0 is true",
            "sqlite-jdbc reads an int and compares it with 0: text is false unless it begins with a number other than 0, 0.1 is false, and so is a number whose low 32 bits are 0. Here text must be a known word or a number; anything else is an error."),
    NUMBER_BYTES("A number cannot be read as bytes", "sqlite-jdbc returns the bytes of its text."),
    BLOB(
            "A BLOB cannot be read as a number or a date",
            "sqlite-jdbc reads the bytes as text and returns the number at its start, or 0. Here it is 22018."),
    BLOB_AS_TEXT(
            "A BLOB that is not UTF-8 cannot be read as text",
            "sqlite-jdbc replaces invalid bytes with U+FFFD or a question mark. Here it is 22018."),
    ASCII("getAsciiStream rejects text that is not ASCII", "sqlite-jdbc returns question marks."),
    NSTRING("getNString and getNCharacterStream work", "sqlite-jdbc does not support them."),
    SCALE(
            "A DECIMAL column has its scale",
            "sqlite-jdbc returns 3.5 or 4 from a DECIMAL(6, 2). Here it is 3.50 and 4.00."),
    DECIMAL_FORM(
            "A large REAL as BigDecimal has no exponent",
            "The number is the same: sqlite-jdbc returns 1.0E+20 with scale -19, here the scale is 0."),
    INTEGER_DATE(
            "A small INTEGER read as a date is seconds",
            "sqlite-jdbc reads every INTEGER as milliseconds unless it is configured otherwise. Here values below 100,000,000,000 are seconds, as in SQLite's own functions and in dqlite. A Date is at midnight, a Time is on 1970-01-01, LocalTime keeps the fraction."),
    REAL_DATE(
            "A Julian day is exact, and has limits",
            "sqlite-jdbc is wrong by a month before 1582 and in years before Christ, and returns a date for any number. Here a number that SQLite's functions do not accept is an error. A Date is at midnight, a Time is on 1970-01-01."),
    TEXT_DATE(
            "All date formats of SQLite are read",
            "sqlite-jdbc reads one format, with or without a fraction. An empty text is null in sqlite-jdbc and an error here. A Date is at midnight, a Time is on 1970-01-01, LocalTime keeps the fraction."),
    COUNT("The update count of DDL and transactions is 0", "sqlite-jdbc returns the count of an earlier statement."),
    CODE(
            "The vendor code of an error is SQLite's extended code",
            "It is 2067 for a unique constraint, 787 for a foreign key and so on. sqlite-jdbc has 19 for all of them. The SQLSTATE differs too."),
    FOREIGN_KEYS("Foreign keys are on", "dqlite enables them for every connection; in SQLite they are off by default."),
    DECLARED("BOOLEAN, DATE, DATETIME and TIMESTAMP get a length", "See decisions/declared-types.md."),
    REAL_TEXT(
            "The text of a REAL",
            "In sqlite-jdbc the text comes from SQLite, and versions of SQLite differ. Here it is the shortest decimal with the same value, in the style of SQLite 3.40."),
    COMMENT("A comment at the end is not sent", "So it is not part of the name of the last column."),
    SERVER("The server", "The version of SQLite in the node, how it stores files, and the name of the database.");

    /** Which getter of which value differs: the difference, getters, values. */
    private static final String GETTERS = """
            NSTRING | getNString | NULL; 0; 1; -1; 127; 128; 32768; 2147483648; 9223372036854775807; -9223372036854775808; 1763726096; 1763726096789; 0.0; 1.0; 1.5; -2.75; 0.1; 1e20; 1e300; ''; 'word'; '42'; '-7'; '3.75'; ' 42 '; 'true'; 'no'; '2026-11-21'; '2026-11-21 12:34:56'; '2026-11-21 12:34:56.789'; '2026-11-21T12:34:56'; '12:34:56'; 'ünï ☃'; x''; x'313233'
            NULL_OBJECT | getObject(Integer.class); getObject(Long.class); getObject(Double.class); getObject(Boolean.class) | NULL
            INTEGER_OBJECT | getObject; getObject(label) | 0; 1; -1; 127; 128; 32768; 1763726096
            NUMBER_BYTES | getBytes; getBinaryStream | 0; 1; -1; 127; 128; 32768; 2147483648; 9223372036854775807; -9223372036854775808; 1763726096; 1763726096789; 0.0; 1.0; 1.5; -2.75; 0.1; 1e20; 1e300
            INTEGER_DATE | getDate; getTime | 1; -1; 127; 128; 32768; 2147483648; 9223372036854775807; -9223372036854775808; 1763726096; 1763726096789
            INTEGER_DATE | getTimestamp | 1; -1; 127; 128; 32768; 2147483648; 1763726096
            INTEGER_DATE | getObject(LocalTime.class) | 1; 127; 128; 32768; 2147483648; 9223372036854775807; -9223372036854775808; 1763726096; 1763726096789
            INTEGER_DATE | getObject(LocalDateTime.class) | 1; -1; 127; 128; 32768; 2147483648; -9223372036854775808; 1763726096
            INTEGER_DATE | getObject(LocalDate.class) | 2147483648; -9223372036854775808; 1763726096
            NARROW | getByte | 128; 32768; 2147483648; 9223372036854775807; -9223372036854775808; 1763726096; 1763726096789; 1.5; -2.75; 0.1; 1e20; 1e300
            NARROW | getShort | 32768; 2147483648; 9223372036854775807; -9223372036854775808; 1763726096; 1763726096789; 1.5; -2.75; 0.1; 1e20; 1e300
            NARROW | getInt; getObject(Integer.class) | 2147483648; 9223372036854775807; -9223372036854775808; 1763726096789; 1.5; -2.75; 0.1; 1e20; 1e300
            NARROW | getLong; getObject(Long.class) | 1.5; -2.75; 0.1; 1e20; 1e300
            NARROW | getFloat | 1e300
            BOOLEAN | getBoolean; getObject(Boolean.class) | -9223372036854775808; 0.1; ''; 'word'; ' 42 '; 'true'; '2026-11-21'; '2026-11-21 12:34:56'; '2026-11-21 12:34:56.789'; '2026-11-21T12:34:56'; '12:34:56'; 'ünï ☃'
            REAL_DATE | getDate | 0.0; 1.0; -2.75; 0.1; 1e20; 1e300
            REAL_DATE | getTime; getObject(LocalDate.class); getObject(LocalDateTime.class) | 0.0; 1.0; 1.5; -2.75; 0.1; 1e20; 1e300
            REAL_DATE | getTimestamp; getObject(LocalTime.class) | -2.75; 1e20; 1e300
            DECIMAL_FORM | getBigDecimal; getObject(BigDecimal.class) | 1e20; 1e300
            TEXT_NUMBER | getByte; getShort; getInt; getLong | ''; 'word'; '3.75'; ' 42 '; 'true'; 'no'; '2026-11-21'; '2026-11-21 12:34:56'; '2026-11-21 12:34:56.789'; '2026-11-21T12:34:56'; '12:34:56'; 'ünï ☃'
            TEXT_NUMBER | getFloat; getDouble | ''; 'word'; ' 42 '; 'true'; 'no'; '2026-11-21'; '2026-11-21 12:34:56'; '2026-11-21 12:34:56.789'; '2026-11-21T12:34:56'; '12:34:56'; 'ünï ☃'
            TEXT_DATE | getDate | ''; '42'; '3.75'; '2026-11-21'; '2026-11-21 12:34:56'; '2026-11-21 12:34:56.789'; '2026-11-21T12:34:56'
            TEXT_DATE | getTime | ''; '42'; '3.75'; '2026-11-21 12:34:56'; '2026-11-21 12:34:56.789'; '2026-11-21T12:34:56'; '12:34:56'
            TEXT_DATE | getTimestamp | ''; '42'; '3.75'; '2026-11-21'; '2026-11-21T12:34:56'; '12:34:56'
            TEXT_DATE | getObject(LocalDate.class) | ''; '42'; '3.75'; '2026-11-21T12:34:56'
            TEXT_DATE | getObject(LocalTime.class) | ''; '42'; '3.75'; '2026-11-21 12:34:56.789'; '2026-11-21T12:34:56'
            TEXT_DATE | getObject(LocalDateTime.class) | ''; '42'; '3.75'; '2026-11-21'
            TEXT_OBJECT | getObject(Integer.class); getObject(Long.class) | '42'; '-7'
            TEXT_OBJECT | getObject(Double.class) | '42'; '-7'; '3.75'
            ASCII | getAsciiStream | 'ünï ☃'
            BLOB | getBoolean; getByte; getShort; getInt; getLong; getFloat; getDouble; getDate; getTime; getTimestamp; getObject(Boolean.class); getObject(LocalDate.class); getObject(LocalTime.class); getObject(LocalDateTime.class) | x''; x'00ff'; x'313233'
            BLOB | getBigDecimal; getObject(BigDecimal.class) | x'313233'
            BLOB_AS_TEXT | getString; getAsciiStream; getCharacterStream; getObject(String.class) | x'00ff'
            """;

    /** Which statement differs. */
    private static final String STATEMENTS = """
            FOREIGN_KEYS | PRAGMA foreign_keys
            CODE | INSERT INTO person (name) VALUES ('ann')
            CODE | INSERT INTO person (id) VALUES (99)
            CODE | INSERT INTO pet (owner, name, weight) VALUES (1, 'Rex', 1)
            CODE | INSERT INTO pet (owner, name, weight) VALUES (1, 'Nil', 0)
            CODE | INSERT INTO pet (owner, name) VALUES (777, 'Ghost')
            SCALE | SELECT * FROM pet
            SCALE | SELECT p.*, t.name, t.weight FROM person p JOIN pet t ON p.id = t.owner ORDER BY t.id
            SCALE | SELECT owner, weight, sum(weight) OVER (PARTITION BY owner ORDER BY id ROWS UNBOUNDED PRECEDING) FROM pet ORDER BY id
            REAL_TEXT | SELECT 9223372036854775807 + 1, -9223372036854775808 - 1, 9223372036854775807 * 2
            REAL_TEXT | SELECT 0.1 + 0.2, 1e15, 1e16, 123456789.123456789, 1.0e-7, 100.0
            REAL_TEXT | SELECT sqrt(2), power(2, 10), ln(1), pi() > 3, ceil(1.2), floor(-1.2), exp(0), mod(7, 3)
            CODE | UPDATE person SET name = 'Ann' WHERE id = 2
            CODE | UPDATE person SET name = NULL WHERE id = 2
            SCALE | UPDATE pet SET weight = weight * 2 RETURNING id, weight
            CODE | DELETE FROM person WHERE id = 1
            COUNT | CREATE TRIGGER pet_log AFTER UPDATE ON pet WHEN NEW.weight > 1 BEGIN INSERT INTO log VALUES (OLD.weight, NEW.weight); UPDATE person SET note = 'logged'; END
            COUNT | CREATE TABLE log (before, after)
            COUNT | DROP TRIGGER pet_log
            COUNT | BEGIN
            COUNT | SAVEPOINT s
            COUNT | ROLLBACK TO s
            COUNT | RELEASE s
            COUNT | ROLLBACK
            COUNT | COMMIT
            COUNT | CREATE TEMP TABLE scratch (a, b DEFAULT 5, c AS (a * 2))
            COUNT | CREATE TABLE copied AS SELECT name, height * 2 AS twice FROM person
            COUNT | ALTER TABLE copied ADD COLUMN extra TEXT DEFAULT 'e'
            COUNT | ALTER TABLE copied RENAME COLUMN twice TO doubled
            COUNT | ALTER TABLE copied RENAME TO renamed
            COUNT | ALTER TABLE renamed DROP COLUMN doubled
            COUNT | DROP TABLE renamed
            COUNT | DROP TABLE IF EXISTS renamed
            COUNT | CREATE TABLE strict_one (a INTEGER, b TEXT) STRICT
            CODE | INSERT INTO strict_one VALUES ('word', 1)
            CODE | INSERT INTO keyed VALUES ('x', 2)
            COUNT | CREATE VIRTUAL TABLE docs USING fts5 (title, body)
            SERVER | EXPLAIN QUERY PLAN SELECT * FROM person WHERE id = 1
            COUNT | PRAGMA user_version = 7
            SERVER | PRAGMA journal_mode
            SERVER | PRAGMA database_list
            DECLARED | SELECT sql FROM sqlite_schema WHERE name = 'person'
            COUNT | ANALYZE
            COUNT | REINDEX
            COUNT | VACUUM
            COMMENT | SELECT 1, /* comment; */ 2 -- end
            """;

    final String title;
    final String reason;

    Difference(String title, String reason) {
        this.title = title;
        this.reason = reason;
    }

    /** One line of the tables: the getters and values, or a statement alone. */
    record Line(Difference difference, List<String> getters, List<String> values) {}

    static List<Line> ofGetters() {
        return GETTERS.lines()
                .map(line -> line.split(" \\| ", 3))
                .map(part -> new Line(
                        valueOf(part[0]), Arrays.asList(part[1].split("; ")), Arrays.asList(part[2].split("; "))))
                .toList();
    }

    static List<Line> ofStatements() {
        return STATEMENTS
                .lines()
                .map(line -> line.split(" \\| ", 2))
                .map(part -> new Line(valueOf(part[0]), List.of(), List.of(part[1])))
                .toList();
    }

    /** The page for readers. */
    static String page() {
        Map<Difference, List<Line>> lines = new EnumMap<>(Difference.class);
        for (Difference difference : values()) {
            lines.put(difference, new ArrayList<>());
        }
        ofGetters().forEach(line -> lines.get(line.difference()).add(line));
        ofStatements().forEach(line -> lines.get(line.difference()).add(line));
        StringBuilder page = new StringBuilder("""
                # Parity with sqlite-jdbc

                `ParityIT` runs the same statements, getters and calls on this driver with a real node and on sqlite-jdbc. This page lists all differences.
                The test fails if there is a difference that is not listed, and if a listed difference no longer exists. The test generates this page.
                """);
        lines.forEach((difference, list) -> {
            page.append("\n## ")
                    .append(difference.title)
                    .append("\n")
                    .append(difference.reason)
                    .append("\n\n");
            for (Line line : list) {
                if (line.getters().isEmpty()) {
                    page.append("- `").append(line.values().get(0)).append("`\n");
                } else {
                    page.append("- ")
                            .append(String.join(", ", line.getters()))
                            .append(": `")
                            .append(String.join("`, `", line.values()))
                            .append("`\n");
                }
            }
        });
        return page.append(CallDifference.page()).toString();
    }
}
