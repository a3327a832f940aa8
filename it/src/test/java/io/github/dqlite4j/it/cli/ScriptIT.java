package io.github.dqlite4j.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.cli.Program.Result;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.FaultyRelay;
import io.github.dqlite4j.it.fixture.Table;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scripts from a pipe, a file and the arguments: what is printed, where errors go, and the exit code. */
@Timeout(300)
class ScriptIT {
    private static final String NUMBERS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ";
    private static DqliteCluster cluster;
    private static String url;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        url = Program.url(cluster, "script");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static Connection connect() throws Exception {
        return DriverManager.getConnection(url);
    }

    @Test
    void aScriptGoesOnAfterAnErrorAndItsExitCodeSaysSo() throws Exception {
        Result result = Program.runWith("SELECT 1;\nSELECT\n  absent;\nSELECT 3;\n", url);
        assertThat(result.output()).isEqualTo("1\n3\n");
        assertThat(result.errors()).startsWith("Error near line 2: ").contains("no such column: absent", "42S22");
        assertThat(result.code()).isEqualTo(1);

        Result bail = Program.runWith("SELECT 1;\nSELECT absent;\nSELECT 3;\n", "-bail", url);
        assertThat(bail.output()).isEqualTo("1\n");
        assertThat(bail.code()).isEqualTo(1);

        assertThat(Program.runWith("SELECT ';' /* ; */\n;\n.print hi\nSELECT 2", url))
                .isEqualTo(new Result(0, ";\nhi\n2\n", ""));
    }

    @Test
    void aFileIsReadAndNamedInErrors() throws Exception {
        Path script = Files.writeString(directory.resolve("a.sql"), """
                CREATE TABLE f(a);
                CREATE TRIGGER g AFTER INSERT ON f BEGIN
                  UPDATE f SET a = a + 1;
                  SELECT 'x;';
                END;
                INSERT INTO f VALUES (1);
                SELECT * FROM f;
                SELECT * FROM ff;
                """);
        Result result = Program.run(url, ".read " + script, "SELECT 'after'");
        assertThat(result.output()).isEqualTo("2\nafter\n");
        assertThat(result.errors()).startsWith("Error near line 8 of " + script + ": ");
        assertThat(result.code()).isEqualTo(1);

        Path init = Files.writeString(directory.resolve("init.sql"), ".mode csv\nSELECT 'a b';\n.nullvalue none\n");
        assertThat(Program.run(
                                "-init",
                                init.toString(),
                                "-quote",
                                "-cmd",
                                "SELECT 'c'",
                                url,
                                "SELECT NULL",
                                ".mode list",
                                "SELECT NULL")
                        .output())
                .isEqualTo("\"a b\"\n'c'\nNULL\nnone\n");
        assertThat(Program.run(url, ".read " + directory.resolve("none")).errors())
                .contains("There is no file");
    }

    @Test
    void argumentsThatAreWrongAreSaid() throws Exception {
        assertThat(Program.run("-jsno", url)).satisfies(result -> {
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.errors()).contains("-jsno", "-help");
        });
        assertThat(Program.run("SELECT 1").errors()).contains("DQLITE_URL");
        assertThat(Program.run("-version").output()).startsWith("dqlite4j ").endsWith("\n");
        assertThat(Program.run("-help").code()).isZero();
    }

    @Test
    void aUrlWithASecretIsNotShown() throws Exception {
        // The node has no TLS, so the time is used up.
        String soon = url.replace("loginTimeout=60000", "loginTimeout=2000");
        assertThat(soon).isNotEqualTo(url);
        Result result = Program.run(soon + "&sslMode=require&sslPassword=hunter2", ".show", "SELECT 1");
        assertThat(result.output() + result.errors()).doesNotContain("hunter2").contains("database: jdbc:dqlite://");
        assertThat(result.code()).isEqualTo(1);
        Result wrong = Program.run("jdbc:dqlite://a/b?sslPasword=hunter2", "SELECT 1");
        assertThat(wrong.output() + wrong.errors()).doesNotContain("hunter2");
        assertThat(wrong.code()).isEqualTo(1);
    }

    @Test
    void readonlyRefusesToWrite() throws Exception {
        Result result = Program.run("-readonly", url, "CREATE TABLE never(a)");
        assertThat(result.errors()).contains("25006");
        assertThat(result.code()).isEqualTo(1);
        try (Connection connection = connect()) {
            assertThat(Program.run(url, ".tables never").output()).isEmpty();
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    /** The values are exact, and a million rows need little memory (the program has 64 MB). */
    @Test
    void manyRowsAreStreamed() throws Exception {
        int rows = 1_000_000;
        String sql = String.format(NUMBERS, rows) + "SELECT i, 'row ' || i FROM n";
        for (String mode : List.of("-csv", "-json", "-box")) {
            Path file = directory.resolve("rows");
            Result result = Program.run(mode, url, ".output '" + file + "'", sql);
            assertThat(result).as(mode).isEqualTo(new Result(0, "", ""));
            try (BufferedReader reader = Files.newBufferedReader(file)) {
                assertThat(reader.lines().filter(line -> line.contains("row ")).count())
                        .as(mode)
                        .isEqualTo(mode.equals("-json") ? rows : rows + (mode.equals("-box") ? 1 : 0));
            }
        }
    }

    @Test
    void aReaderThatEndsEndsItQuietly() throws Exception {
        String command = String.join(
                " ",
                Program.command("-csv", url).stream()
                        .map(word -> "'" + word + "'")
                        .toList());
        String sql = String.format(NUMBERS, 3_000_000) + "SELECT i FROM n; CREATE TABLE never2(a);";
        Process process = new ProcessBuilder(
                        "bash", "-c", "echo '" + sql + "' | " + command + " | head -2; echo ${PIPESTATUS[1]}")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes())).isEqualTo("1\n2\n141\n");
        assertThat(Program.run(url, ".tables never2").output()).isEmpty();
    }

    @Test
    void aFullDiskIsAnError() throws Exception {
        Result file = Program.run(url, ".output /dev/full", "SELECT 1");
        assertThat(file.errors()).contains("The output cannot be written: No space left on device");
        assertThat(file.code()).isEqualTo(1);
        String command = Program.command(url, "SELECT 1").stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        Process process = new ProcessBuilder("bash", "-c", command + " 2>&1 >/dev/full; echo $?").start();
        assertThat(new String(process.getInputStream().readAllBytes()))
                .isEqualTo("Error: The output cannot be written: No space left on device\n1\n");
    }

    /** It is never guessed whether a write happened. */
    @Test
    void anUnknownOutcomeEndsAScript() throws Exception {
        try (Connection connection = connect();
                FaultyRelay relay = new FaultyRelay(cluster)) {
            Table table = Table.create(connection, "a");
            relay.plan(sql -> sql.startsWith("INSERT INTO " + table.name()), request -> {
                request.forward();
                request.awaitAnswer();
                request.cut();
            });
            Result result = Program.runWith(
                    "SELECT 'first';\n\nINSERT INTO " + table.name() + " VALUES (1);\nINSERT INTO " + table.name()
                            + " VALUES (2);\n",
                    relay.jdbcUrl("script", Program.PATIENT));
            relay.check();
            assertThat(result.output()).isEqualTo("first\n");
            assertThat(result.errors())
                    .contains(
                            "near line 3", "08007", "It is not known whether this took effect", "The script ends here");
            assertThat(result.code()).isEqualTo(3);
            assertThat(table.rows()).isEqualTo(List.of(List.of("1")));
        }
    }

    @Test
    void filesAreImported() throws Exception {
        Path file = Files.writeString(
                directory.resolve("a.csv"), "id,text\n1,one\r\n2,\"two, \"\"2\"\"\nlines\"\n3\n4,é,more\n");
        Result result =
                Program.run(url, ".import --csv '" + file + "' imported", ".mode quote", "SELECT * FROM imported");
        assertThat(result.output()).isEqualTo("'1','one'\n'2','two, \"2\"\nlines'\n'3',NULL\n'4','é'\n");
        assertThat(result.errors().lines().toList())
                .containsExactly(
                        file + ", line 5: 2 columns expected, 1 found; the others are NULL",
                        file + ", line 6: 2 columns expected, 3 found; the rest is left out");
        assertThat(result.code()).isZero();

        // All or none.
        Files.writeString(file, "5,a\n6,b\n5,c\n");
        Result failed = Program.run(
                url,
                "CREATE TABLE keyed(id INTEGER PRIMARY KEY, t)",
                ".import --csv '" + file + "' keyed",
                "SELECT count(*) FROM keyed");
        assertThat(failed.output()).isEqualTo("0\n");
        assertThat(failed.errors()).contains(file + ", line 3: ", "23505");
        assertThat(failed.code()).isEqualTo(1);
    }

    @Test
    void aSignalEndsWhatRunsAndTheScript() throws Exception {
        try (DqliteCluster own = DqliteCluster.start(1);
                Program program = Program.start(Program.url(own, "long"))) {
            program.write("SELECT 'ready';\n");
            program.awaitOutput(text -> text.contains("ready"));
            program.write(String.format(NUMBERS, 2_000_000_000) + "SELECT max(i) FROM n;\nSELECT 'never';\n");
            // The statement is read after this line is printed, so signals are sent until the program ends.
            long until = System.nanoTime() + 60_000_000_000L;
            while (program.isRunning() && System.nanoTime() < until) {
                program.interrupt();
                Thread.sleep(100);
            }
            Result result = program.await();
            assertThat(result.code()).isEqualTo(130);
            assertThat(result.output()).isEqualTo("ready\n");
        }
    }
}
