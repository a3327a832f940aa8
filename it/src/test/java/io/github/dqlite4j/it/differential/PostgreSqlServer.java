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
 * A PostgreSQL server of its own, if PostgreSQL is installed: its data is in a temporary directory, and it listens on 127.0.0.1 alone. Texts are compared by
 * their bytes, as in SQLite. PostgreSQL refuses to run as root; then it runs as the user that its package made, or as nobody.
 */
final class PostgreSqlServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final Process process;
    private final int port;
    private final Thread hook = new Thread(this::end);

    private PostgreSqlServer(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
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
        String user = System.getProperty("user.name");
        List<String> as = List.of();
        if (user.equals("root")) {
            user = Files.readString(Path.of("/etc/passwd")).contains("\npostgres:") ? "postgres" : "nobody";
            Files.setOwner(
                    directory,
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
            as = List.of("setpriv", "--reuid=" + user, "--clear-groups");
        }
        String data = directory.resolve("data").toString();
        Path log = directory.resolve("log");
        Process made = start(
                log,
                as,
                programs,
                "initdb",
                "-D",
                data,
                "-U",
                "tester",
                "-A",
                "trust",
                "-N",
                "-E",
                "UTF8",
                "--locale=C");
        if (made.waitFor() != 0) {
            throw new IllegalStateException("initdb failed: " + Files.readString(log));
        }
        int port = freePort();
        PostgreSqlServer server = new PostgreSqlServer(
                directory,
                start(
                        log,
                        as,
                        programs,
                        "postgres",
                        "-D",
                        data,
                        "-h",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(port),
                        "-c",
                        "unix_socket_directories=",
                        "-c",
                        "fsync=off"),
                port);
        server.await(log);
        return server;
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

    private static Process start(Path log, List<String> as, Path programs, String program, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(as);
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(log.getParent().toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void await(Path log) throws IOException, InterruptedException, SQLException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                DriverManager.getConnection(url()).close();
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() > until) {
                    close();
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

    /** All connections are closed, so SIGTERM ends it at once. */
    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
