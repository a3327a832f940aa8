package io.github.dqlite4j.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.cli.Program.Result;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SQLite's shell and this one read the output of {@code .dump}, and every value is the same. */
@Timeout(180)
class DumpScriptIT {
    private static final String DATABASE = """
            PRAGMA foreign_keys=OFF;
            CREATE TABLE "child table"("a b" REAL, [c] BLOB, p INTEGER REFERENCES parent(id), "sel""ect",
                g INTEGER GENERATED ALWAYS AS (p*2) STORED, h TEXT AS (upper("sel""ect")) VIRTUAL, "order" DECIMAL(10,2));
            CREATE TABLE parent(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE);
            CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID;
            CREATE TABLE s(i INT, r REAL, t TEXT, b BLOB) STRICT;
            CREATE TABLE flags(b BOOLEAN, d DATE, ts TIMESTAMP);
            CREATE TABLE vacant(a DEFAULT 'x;');
            CREATE INDEX ix ON "child table"("a b" DESC) WHERE p > 0;
            CREATE VIEW v AS SELECT name, count(*) AS "n;x" FROM parent LEFT JOIN "child table" ON p = id GROUP BY id;
            CREATE TRIGGER tr AFTER INSERT ON parent BEGIN
              INSERT INTO w VALUES('new ' || NEW.name, CASE WHEN 1 THEN ';' END);
            END;
            CREATE TRIGGER tv INSTEAD OF INSERT ON v BEGIN SELECT 1; END;
            CREATE VIRTUAL TABLE ft USING fts5(title, body);
            INSERT INTO ft(rowid, title, body) VALUES(10, 'hello', 'world; it''s');
            INSERT INTO parent(name) VALUES('it''s'), ('two
            .quit
            lines;'), ('cr' || char(13) || char(10) || 'x'), ('nul' || char(0) || 'z'), ('é☃😀'), (''), (char(27) || '[31m');
            INSERT INTO parent VALUES(100, 'x');
            DELETE FROM parent WHERE id = 100;
            INSERT INTO "child table"("a b", c, p, "sel""ect", "order") VALUES
                (0.1, x'00ff', 1, 'a', 19.99), (1e300, x'', 2, NULL, 1), (9e999, zeroblob(3), 3, 9223372036854775807, -5e-324),
                (3.141592653589793, 'text', NULL, -9223372036854775808, 1e22), (2.2250738585072011e-308, 1, 77, 3, 4),
                (12345678.9, 1, 1, 'b', 0.3), (-9e999, NULL, NULL, x'616200', NULL), (0.1 + 0.2, '1', 2, 1.0, 1e15);
            INSERT INTO s VALUES(1, 1.5, '1', x'31');
            INSERT INTO flags VALUES(1, '2024-01-01', '2024-01-01 00:00:00'), (NULL, NULL, NULL), (0, '', 'x');
            """;

    /** Every value in a form that shows all of it. */
    private static final String QUESTIONS = """
            SELECT id, hex(name), typeof(name) FROM parent ORDER BY id;
            SELECT printf('%!.26g', "a b"), typeof("a b"), hex(c), typeof(c), p, hex("sel""ect"), typeof("sel""ect"), g, hex(h),
                printf('%!.26g', "order"), typeof("order") FROM "child table" ORDER BY rowid;
            SELECT i, r, t, hex(b) FROM s;
            SELECT quote(b), quote(d), quote(ts) FROM flags;
            SELECT hex(k), v FROM w ORDER BY k;
            SELECT rowid, title, body FROM ft WHERE ft MATCH 'hello';
            SELECT name, seq FROM sqlite_sequence ORDER BY name;
            SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'ft!_%' ESCAPE '!' ORDER BY type, name;
            """;

    private static DqliteCluster cluster;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static String sqlite(Path database, Path script) throws Exception {
        Process process = new ProcessBuilder("sqlite3", "-bail", "-batch", database.toString())
                .redirectErrorStream(true)
                .redirectInput(script.toFile())
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed;
    }

    private static String answers(String url) throws Exception {
        Result result = Program.runWith(QUESTIONS, "-bail", url);
        assertThat(result.errors()).isEmpty();
        return result.output();
    }

    @Test
    void bothShellsReadADump() throws Exception {
        String url = Program.url(cluster, "dumped");
        assertThat(Program.runWith(DATABASE, "-bail", url)).isEqualTo(new Result(0, "", ""));
        String expected = answers(url);
        assertThat(expected).contains("6E756C007A|text", "100\n", "CREATE TRIGGER tv");

        Result dump = Program.run(url, ".dump");
        assertThat(dump.errors()).isEmpty();
        Path script = Files.writeString(directory.resolve("dump.sql"), dump.output());

        Path file = directory.resolve("copy.db");
        assertThat(sqlite(file, script)).isEmpty();
        assertThat(sqlite(file, Files.writeString(directory.resolve("questions.sql"), QUESTIONS)))
                .isEqualTo(expected);

        String copy = Program.url(cluster, "copy");
        assertThat(Program.run("-bail", copy, ".read " + script)).isEqualTo(new Result(0, "", ""));
        assertThat(answers(copy)).isEqualTo(expected);
        assertThat(Program.run(copy, ".dump").output()).isEqualTo(dump.output());
    }

    @Test
    void someTablesAreDumped() throws Exception {
        String url = Program.url(cluster, "some");
        Program.run(
                url,
                "CREATE TABLE a1(x); CREATE TABLE a2(x); CREATE TABLE b(x); INSERT INTO a1 VALUES (1); CREATE INDEX i ON b(x)");
        assertThat(Program.run(url, ".dump a%").output()).isEqualTo("""
                PRAGMA foreign_keys=OFF;
                BEGIN TRANSACTION;
                CREATE TABLE a1(x);
                INSERT INTO a1 VALUES(1);
                CREATE TABLE a2(x);
                COMMIT;
                """);
        assertThat(Program.run(url, ".tables", ".indexes", ".schema b").output())
                .isEqualTo("a1  a2  b\ni\nCREATE TABLE b(x);\nCREATE INDEX i ON b(x);\n");
    }

    /** What cannot be dumped is said. */
    @Test
    void aFullTextIndexWithoutTextsIsReported() throws Exception {
        Result dump = Program.run(
                Program.url(cluster, "contentless"),
                "CREATE VIRTUAL TABLE ft USING fts5(a, content='')",
                "INSERT INTO ft(rowid, a) VALUES (1, 'x')",
                ".dump");
        assertThat(dump.output())
                .contains("CREATE VIRTUAL TABLE ft", "-- The texts", "COMMIT;")
                .doesNotContain("INSERT INTO");
        assertThat(dump.errors()).contains("The table ft does not store its texts");
        assertThat(dump.code()).isEqualTo(1);
    }

    /** Marks of the driver are no data of the user's. */
    @Test
    void tablesOfTheDriverAreLeftOut() throws Exception {
        String url = Program.url(cluster, "marks") + "&commitVerification=all";
        Program.run(url, "CREATE TABLE a(x)", "INSERT INTO a VALUES (1)");
        Result all = Program.run(
                url, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'dqlite4j%'", ".tables", ".schema", ".dump");
        assertThat(all.output()).startsWith("2\na\n").doesNotContain("dqlite4j");
    }
}
