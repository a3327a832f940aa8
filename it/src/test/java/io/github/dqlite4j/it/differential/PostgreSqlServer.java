package io.github.dqlite4j.it.differential;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own, if PostgreSQL is installed. Its data is in a temporary directory, and it listens on 127.0.0.1 only. It compares texts by
 * their bytes, as SQLite does. PostgreSQL refuses to run as root. Started by root, it runs as the user {@code postgres}, or as {@code nobody} if there is none.
 */
final class PostgreSqlServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path programs;
    private final Path directory;
    private final Path log;
    private final List<String> asUser;
    private final int port;
    private final Thread hook = new Thread(this::end);
    private @Nullable Process process;

    private PostgreSqlServer(Path programs, Path directory, List<String> asUser, int port) {
        this.programs = programs;
        this.directory = directory;
        this.log = directory.resolve("log");
        this.asUser = asUser;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Starts a server; returns null if that major version of PostgreSQL is not installed. */
    static @Nullable PostgreSqlServer startIfInstalled(int version)
            throws IOException, InterruptedException, SQLException {
        Path programs = programs(version);
        if (programs == null) {
            return null;
        }
        Path directory = Files.createTempDirectory("dqlite4j-postgresql");
        PostgreSqlServer server = new PostgreSqlServer(programs, directory, asUser(directory), freePort());
        boolean started = false;
        try {
            server.makeData();
            server.launch();
            server.await();
            started = true;
            return server;
        } finally {
            if (!started) {
                server.close();
            }
        }
    }

    /** What goes before a command, so that it does not run as root. The other user gets the directory. */
    private static List<String> asUser(Path directory) throws IOException {
        if (!System.getProperty("user.name").equals("root")) {
            return List.of();
        }
        String user = Files.readString(Path.of("/etc/passwd")).contains("\npostgres:") ? "postgres" : "nobody";
        Files.setOwner(
                directory,
                directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
        return List.of("setpriv", "--reuid=" + user, "--clear-groups");
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void makeData() throws IOException, InterruptedException {
        List<String> options = List.of("-U", "tester", "-A", "trust", "-N", "-E", "UTF8", "--locale=C");
        process = run("initdb", options);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("initdb failed: " + Files.readString(log));
        }
    }

    private void launch() throws IOException {
        process = run(
                "postgres",
                List.of(
                        "-h",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(port),
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=off"));
    }

    /** Starts a program of PostgreSQL on the data of this server. */
    private Process run(String program, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(asUser);
        command.add(programs.resolve(program).toString());
        command.addAll(List.of("-D", data()));
        command.addAll(options);
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** The directory of {@code initdb} and {@code postgres}: on the path, or where the packages of Debian and Ubuntu have them. */
    private static @Nullable Path programs(int version) throws IOException, InterruptedException {
        List<Path> places = new ArrayList<>(List.of(Path.of("/usr/lib/postgresql/" + version + "/bin")));
        for (String entry : System.getenv("PATH").split(":")) {
            places.add(Path.of(entry));
        }
        for (Path place : places) {
            if (Files.isExecutable(place.resolve("initdb")) && Files.isExecutable(place.resolve("postgres"))) {
                Process asked = new ProcessBuilder(place.resolve("postgres").toString(), "--version").start();
                String answer = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (asked.waitFor() == 0 && answer.startsWith("postgres (PostgreSQL) " + version + ".")) {
                    return place;
                }
            }
        }
        return null;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void await() throws IOException, InterruptedException, SQLException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                DriverManager.getConnection(url()).close();
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    throw new SQLException("PostgreSQL does not start: " + Files.readString(log), e);
                }
                Thread.sleep(50);
            }
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=tester";
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        end();
    }

    private void end() {
        if (process != null) {
            end(process);
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** All connections are closed, so SIGTERM ends the server at once. */
    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
