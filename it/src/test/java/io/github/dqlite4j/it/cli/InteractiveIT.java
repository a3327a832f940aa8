package io.github.dqlite4j.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.cli.Program.Result;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session in a pseudo terminal, made by {@code script} of bsdutils. */
@Timeout(180)
class InteractiveIT {
    private static final String CTRL_C = "\003";
    private static final String PROMPT = "dqlite> ";

    @TempDir
    Path directory;

    private Program terminal(Path history, String... arguments) throws Exception {
        String command = Program.command(arguments).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        return Program.start(List.of(
                "env",
                "TERM=xterm",
                "DQLITE4J_HISTORY=" + history,
                "script",
                "-qec",
                "stty cols 100 rows 40; exec " + command,
                directory.resolve("typescript").toString()));
    }

    private static int prompts(String text) {
        return text.split(PROMPT, -1).length - 1;
    }

    /** Types a line when the prompt is there, and waits for the next one. */
    private static void type(Program program, String text) throws Exception {
        int[] before = new int[1];
        program.awaitOutput(printed -> (before[0] = prompts(printed)) > 0);
        program.write(text);
        program.awaitOutput(printed -> prompts(printed) > before[0]);
    }

    private static String afterLast(String text, String mark) {
        int found = text.lastIndexOf(mark);
        return found < 0 ? "" : text.substring(found);
    }

    @Test
    void statementsOfSeveralLinesTablesAndTheHistory() throws Exception {
        Path history = directory.resolve("history");
        try (DqliteCluster cluster = DqliteCluster.start(1);
                Program program = terminal(history, Program.url(cluster, "app"))) {
            program.awaitOutput(text -> text.contains("Enter \".help\" for help."));
            type(program, "SELECT 'one;' AS a,\r'zwei' AS b;\r");
            type(program, "SELECT absent;\r");
            type(program, "SELECT 'red' || char(27) || '[31m' AS c;\r");
            type(program, ".open jdbc:dqlite://a/b?sslPassword=hunter2\r");
            program.write(".quit\r");
            Result result = program.await();
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.output())
                    .contains("   ...> ", "│ one; │ zwei │", "Error: no such column: absent", "│ red^[[31m │")
                    .doesNotContain("red\u001b[31m");
        }
        String stored = Files.readString(history);
        assertThat(stored).contains("one;").doesNotContain("hunter2");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history)))
                .isEqualTo("rw-------");
    }

    @Test
    void ctrlCEndsTheStatementAndTwiceTheSession() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(3);
                Program program = terminal(Path.of(""), Program.url(cluster, "app"))) {
            program.awaitOutput(text -> text.contains(PROMPT));
            type(program, ".timer off\r");
            program.write("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n;\r");
            program.awaitOutput(text -> text.contains("FROM n;\r\n") || text.contains("max(i)"));
            // The first one may come before the statement is executed.
            for (int i = 0; i < 10 && !program.printed().contains("57014"); i++) {
                program.write(CTRL_C);
                program.printsWithin(5, text -> text.contains("57014"));
            }
            assertThat(program.printed()).contains("Interrupted: ").contains("57014");
            program.write(".print 'be' 'low'\r");
            program.awaitOutput(text -> afterLast(text, "be low").contains(PROMPT));
            program.write(CTRL_C);
            program.awaitOutput(text -> afterLast(text, "be low").contains("Ctrl-C again or .quit leaves."));
            program.write(CTRL_C);
            assertThat(program.await().code()).isEqualTo(1);
        }
    }
}
