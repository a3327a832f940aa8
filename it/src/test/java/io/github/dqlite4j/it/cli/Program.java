package io.github.dqlite4j.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.jdbc.DqliteDriver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One run of {@code java -jar dqlite4j-driver-…-all.jar}. Its output is collected as it comes. */
final class Program implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;

    /** Properties of a URL. */
    static final String PATIENT = "connectTimeout=30000&loginTimeout=60000&failoverTimeout=60000";

    /** On a slow machine the driver says that it looks for a leader. */
    private static final Path LOGGING = logging();

    private final Process process;
    private final Collector output;
    private final Collector errors;

    /** The result of a run. */
    record Result(int code, String output, String errors) {}

    private Program(Process process) {
        this.process = process;
        this.output = new Collector(process.getInputStream());
        this.errors = new Collector(process.getErrorStream());
    }

    static Path jar() {
        try {
            Path driver = Path.of(DqliteDriver.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            assertThat(driver.toString())
                    .as("package the driver before this test")
                    .endsWith(".jar");
            return driver.resolveSibling(driver.getFileName().toString().replaceFirst("\\.jar$", "-all.jar"));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path logging() {
        try {
            Path file = Files.createTempFile("dqlite4j", ".properties");
            file.toFile().deleteOnExit();
            return Files.writeString(file, "handlers=java.util.logging.ConsoleHandler\nio.github.dqlite4j.level=OFF\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A URL with so much time to connect that a slow machine does not matter. */
    static String url(DqliteCluster cluster, String database) {
        return cluster.jdbcUrl(database) + "?" + PATIENT;
    }

    /** How it is started. A shell that runs in the background has its children ignore SIGINT; that ends here. */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A short run needs no second compiler.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx64m"));
        command.add("-Djava.util.logging.config.file=" + LOGGING);
        command.addAll(List.of("-jar", jar().toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    static Program start(String... arguments) throws IOException {
        return start(command(arguments));
    }

    static Program start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("DQLITE_URL");
        return new Program(builder.start());
    }

    /** Runs it to its end without any input. */
    static Result run(String... arguments) throws Exception {
        return runWith("", arguments);
    }

    /** Runs it to its end with an input. */
    static Result runWith(String input, String... arguments) throws Exception {
        try (Program program = start(arguments)) {
            program.write(input);
            program.endInput();
            return program.await();
        }
    }

    void write(String text) throws IOException {
        OutputStream in = process.getOutputStream();
        try {
            in.write(text.getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            // It has ended; its code says why.
        }
    }

    void endInput() throws IOException {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended.
        }
    }

    /** Waits until it has printed this. */
    void awaitOutput(Predicate<String> condition) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.test(output.text())) {
            if (System.nanoTime() - until > 0
                    || !process.isAlive() && output.ended() && !condition.test(output.text())) {
                throw new AssertionError("Printed: " + output.text() + "\nErrors: " + errors.text());
            }
            Thread.sleep(20);
        }
    }

    /** Whether it has printed this after at most some seconds. */
    boolean printsWithin(int seconds, Predicate<String> condition) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.test(output.text()) && System.nanoTime() - until < 0) {
            Thread.sleep(20);
        }
        return condition.test(output.text());
    }

    /** What it has printed so far. */
    String printed() {
        return output.text();
    }

    boolean isRunning() {
        return process.isAlive();
    }

    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    /** Waits for its end. */
    Result await() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("Still running. Printed: " + output.text() + "\nErrors: " + errors.text());
        }
        return new Result(process.exitValue(), output.all(), errors.all());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Reads a stream in a thread of its own. */
    private static final class Collector {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread thread;

        Collector(InputStream stream) {
            thread = new Thread(() -> read(stream), "collector");
            thread.setDaemon(true);
            thread.start();
        }

        private void read(InputStream stream) {
            byte[] part = new byte[8192];
            try {
                for (int read = stream.read(part); read >= 0; read = stream.read(part)) {
                    bytes.write(part, 0, read);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        boolean ended() {
            return !thread.isAlive();
        }

        String all() throws InterruptedException {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            return text();
        }
    }
}
