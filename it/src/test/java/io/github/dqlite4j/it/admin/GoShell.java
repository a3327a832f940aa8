package io.github.dqlite4j.it.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** go-dqlite's own shell, another client of the same cluster. */
public final class GoShell {
    private GoShell() {}

    /** Runs one statement or command and returns its lines; fails if the shell reports an error. */
    public static List<String> run(String servers, String database, String command)
            throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("dqlite", "-s", servers, database, command)
                .redirectErrorStream(true)
                .start();
        try {
            List<String> lines = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            if (shell.waitFor() != 0) {
                throw new IOException("dqlite " + command + ": " + lines);
            }
            return lines;
        } finally {
            shell.destroyForcibly();
        }
    }
}
