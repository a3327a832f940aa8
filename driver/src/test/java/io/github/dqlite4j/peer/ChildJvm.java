package io.github.dqlite4j.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

/** A small application in a JVM of its own, compiled with the JDK's tools. It needs nothing but {@code java.sql}. */
public final class ChildJvm {
    /** Far more than it needs. */
    private static final int PATIENCE_SECONDS = 120;

    /**
     * Connects to each URL and executes a statement. Prints "executed", or the SQLSTATE and the message, and at the end the name of each thread
     * that is not the JVM's own.
     */
    private static final String APPLICATION = """
            package application;

            import java.sql.Connection;
            import java.sql.DriverManager;
            import java.sql.SQLException;
            import java.sql.Statement;

            public class Main {
                public static void main(String[] urls) {
                    for (String url : urls) {
                        try (Connection connection = DriverManager.getConnection(url);
                                Statement statement = connection.createStatement()) {
                            statement.execute("INSERT INTO scripted VALUES (1)");
                            System.out.println("executed");
                        } catch (SQLException e) {
                            System.out.println(e.getSQLState() + " " + e.getMessage());
                        }
                    }
                    for (Thread thread : Thread.getAllStackTraces().keySet()) {
                        if (thread != Thread.currentThread()
                                && (!thread.isDaemon() || thread.getName().matches("(?i).*(executor|dqlite|netty).*"))) {
                            System.out.println("thread " + thread.getName());
                        }
                    }
                    System.out.println("ends");
                }
            }
            """;

    private ChildJvm() {}

    /** What the application prints, started with the driver on its class path, and these URLs. */
    public static List<String> onClassPath(Path directory, List<Path> classPath, String... urls) throws Exception {
        Path classes = compile(directory);
        List<String> path = new ArrayList<>(List.of(classes.toString()));
        classPath.forEach(each -> path.add(each.toString()));
        return run(List.of("-cp", String.join(System.getProperty("path.separator"), path), "application.Main"), urls);
    }

    private static Path compile(Path directory) throws IOException {
        Path source = directory.resolve("Main.java");
        Files.writeString(source, APPLICATION);
        Path classes = directory.resolve("classes");
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        if (javac.run(System.out, System.err, "-d", classes.toString(), source.toString()) != 0) {
            throw new IllegalStateException("The application does not compile");
        }
        return classes;
    }

    private static List<String> run(List<String> options, String... urls) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(urls));
        Path output = Files.createTempFile("dqlite4j", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("Still running: " + Files.readString(output));
            }
            return Files.readAllLines(output, StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }
}
