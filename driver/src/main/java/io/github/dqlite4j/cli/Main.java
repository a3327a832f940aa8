package io.github.dqlite4j.cli;

import io.github.dqlite4j.cli.input.Arguments;
import io.github.dqlite4j.cli.input.UsageException;
import io.github.dqlite4j.cli.input.Words;
import io.github.dqlite4j.cli.output.OutputException;
import io.github.dqlite4j.cli.output.OutputMode;
import io.github.dqlite4j.cli.output.Sink;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/** The program: {@code java -jar dqlite4j-driver-…-all.jar}. Reads the arguments, and executes what they or the standard input say. */
public final class Main {
    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    private final Arguments arguments;
    private final Shell shell;
    private final boolean interactive;

    private Main(Arguments arguments, Shell shell, boolean interactive) {
        this.arguments = arguments;
        this.shell = shell;
        this.interactive = interactive;
    }

    /** Ends the JVM with an exit code; docs/command-line.md lists them. */
    public static void main(String[] given) {
        if (System.getProperty(LOG_FORMAT) == null) {
            // One line for each record, as for everything else that the shell says.
            System.setProperty(LOG_FORMAT, "%4$s: %5$s%n");
        }
        Sink errors = new Sink(System.err, Terminals.isError());
        // A PrintStream would not say why nothing can be written.
        Sink console = new Sink(new FileOutputStream(FileDescriptor.out), Terminals.isOutput());
        System.exit(run(List.of(given), System.in, console, errors));
    }

    private static int run(List<String> given, InputStream input, Sink console, Sink errors) {
        try {
            Arguments arguments = Arguments.parse(given, System.getenv(Arguments.URL_VARIABLE));
            if (arguments.has("help") || arguments.has("version")) {
                console.print(arguments.has("help") ? Help.TEXT : "dqlite4j " + Help.version() + "\n");
                console.flush();
                return ExitCode.OK;
            }
            return run(arguments, input, console, errors);
        } catch (UsageException | IOException e) {
            return report(errors, String.valueOf(e.getMessage()));
        } catch (OutputException e) {
            return e.readerEnded() ? ExitCode.OUTPUT_CLOSED : report(errors, e.getMessage());
        }
    }

    private static int report(Sink errors, String message) {
        try {
            errors.print("Error: " + message + "\n");
            errors.flush();
        } catch (OutputException e) {
            // There is no place left to say it.
        }
        return ExitCode.FAILED;
    }

    private static int run(Arguments arguments, InputStream input, Sink console, Sink errors)
            throws IOException, OutputException {
        boolean interactive = arguments.operands().isEmpty()
                && !arguments.has("batch")
                && (arguments.has("interactive") || console.isTerminal() && Terminals.isInput());
        // At the prompt, the line editor sees to it.
        Interrupts interrupts = new Interrupts(() -> {
            if (!interactive) {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
            }
        });
        Database database = new Database(arguments.url(), arguments.has("readonly"));
        Shell shell = new Shell(database, console, errors, interrupts, interactive);
        try {
            Signals.register("INT", interrupts::interrupt);
            new Main(arguments, shell, interactive).run(input);
        } finally {
            shell.close();
        }
        return shell.exitCode();
    }

    private void run(InputStream input) throws IOException, OutputException {
        shell.format().mode(shell.console().isTerminal() ? OutputMode.BOX : OutputMode.LIST);
        String init = arguments.value("init");
        if (init != null) {
            shell.run(".read " + init, "", () -> shell.commands().run("read", List.of(init)));
        }
        options();
        for (String command : arguments.values("cmd")) {
            direct(command);
        }
        if (shell.stopped()) {
            return;
        }
        if (arguments.isAdministration()) {
            List<String> words = arguments.operands();
            shell.run(String.join(" ", words), "", () -> administration(words));
        } else if (!arguments.operands().isEmpty()) {
            for (String operand : arguments.operands()) {
                direct(operand);
            }
        } else if (interactive) {
            new Interactive(shell, History.file(System.getenv(History.VARIABLE), System.getProperty("user.home")))
                    .run();
        } else {
            try (Reader text = new InputStreamReader(input, StandardCharsets.UTF_8)) {
                ScriptReader.of(shell, null).run(text);
            }
        }
    }

    /** What is given as an option; it wins over what the script of {@code -init} has set. */
    private void options() {
        OutputMode mode = arguments.mode();
        if (mode != null) {
            shell.format().mode(mode);
        }
        Boolean headers = arguments.headers();
        if (headers != null) {
            shell.format().headers(headers);
        }
        String nullValue = arguments.value("nullvalue");
        if (nullValue != null) {
            shell.format().nullValue(nullValue);
        }
        String separator = arguments.value("separator");
        shell.format()
                .separators(
                        separator == null ? shell.format().columnSeparator() : Words.unescape(separator),
                        unescaped(arguments.value("newline")));
        shell.switches().bail |= arguments.has("bail");
        shell.switches().echo |= arguments.has("echo");
        shell.switches().timer |= arguments.has("timer");
    }

    private static @Nullable String unescaped(@Nullable String text) {
        return text == null ? null : Words.unescape(text);
    }

    /** Executes a text that was given as an argument. */
    private void direct(String text) throws IOException, OutputException {
        if (!shell.stopped()) {
            ScriptReader.direct(shell).run(new StringReader(text));
        }
    }

    /** The commands of the administration are the same as those with a dot; only {@code dump} has another name there. */
    private void administration(List<String> words)
            throws SQLException, UsageException, UnknownOutcomeException, IOException, OutputException {
        List<String> rest = new ArrayList<>(words.subList(1, words.size()));
        for (String option : List.of("count", "interval")) {
            String value = arguments.value(option);
            if (value != null) {
                rest.addAll(List.of("--" + option, value));
            }
        }
        shell.commands().run(words.get(0).equals("dump") ? "backup" : words.get(0), rest);
    }
}
