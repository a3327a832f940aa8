package io.github.dqlite4j.cli;

import io.github.dqlite4j.admin.DqliteAdminException;
import io.github.dqlite4j.cli.input.UsageException;
import io.github.dqlite4j.cli.output.Format;
import io.github.dqlite4j.cli.output.OutputException;
import io.github.dqlite4j.cli.output.Sink;
import io.github.dqlite4j.jdbc.DqliteConstants;
import io.github.dqlite4j.time.NanoClock;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;

/** One run of the program: what is set, where the output goes, and what became of it. For one thread. */
final class Shell {
    private static final String CONNECTION_CLASS = DqliteConstants.SQLSTATE_CLASS_CONNECTION;

    private final Database database;
    private final Format format = new Format();
    private final Sink console;
    private final Sink errors;
    private final Interrupts interrupts;
    private final boolean interactive;
    private final Switches switches = new Switches();
    private final Destination destination;
    private final Commands commands;
    private int exitCode = ExitCode.OK;
    private boolean stopped;

    /** What is on or off. */
    static final class Switches {
        boolean bail;
        boolean echo;
        boolean timer;
        boolean changes;
    }

    /** Something that may fail in every way that the shell reports. */
    interface Action {
        void run() throws SQLException, UsageException, UnknownOutcomeException, IOException, OutputException;
    }

    /** @param interactive whether a person sees an error before the next statement is given */
    Shell(Database database, Sink console, Sink errors, Interrupts interrupts, boolean interactive) {
        this.database = database;
        this.console = console;
        this.errors = errors;
        this.interrupts = interrupts;
        this.interactive = interactive;
        this.destination = new Destination(console);
        this.commands = new Commands(this);
    }

    Database database() {
        return database;
    }

    Format format() {
        return format;
    }

    Interrupts interrupts() {
        return interrupts;
    }

    Switches switches() {
        return switches;
    }

    Destination destination() {
        return destination;
    }

    Commands commands() {
        return commands;
    }

    Sink console() {
        return console;
    }

    /** Where rows go now. */
    Sink out() {
        return destination.sink();
    }

    /** A line that is no result. */
    void say(String line) throws OutputException {
        errors.print(line + "\n");
        errors.flush();
    }

    /** Something is missing in what was printed, although nothing failed. */
    void incomplete(String what) throws OutputException {
        say("Error: " + what);
        exitCode = ExitCode.worse(exitCode, ExitCode.FAILED);
    }

    boolean stopped() {
        return stopped;
    }

    void stop(int code) {
        stopped = true;
        exitCode = ExitCode.worse(exitCode, code);
    }

    /** Ends with this code, whatever was before. */
    void exit(int code) {
        stopped = true;
        exitCode = code;
    }

    int exitCode() {
        return exitCode;
    }

    /** Executes one statement. */
    void statement(String text, String where) throws OutputException {
        run(text, where, () -> new Execution(this).run(text));
    }

    /** Executes a command that begins with a dot. */
    void command(String line, String where) throws OutputException {
        run(line, where, () -> commands.run(line));
    }

    /** Executes an action, reports its failure, and decides whether a script continues. */
    void run(String text, String where, Action action) throws OutputException {
        if (switches.echo) {
            out().print(text + "\n");
        }
        interrupts.begin();
        boolean inTransaction = database.inTransaction();
        long started = NanoClock.SYSTEM.nanoTime();
        try {
            action.run();
        } catch (SQLException e) {
            failed(e, where, inTransaction);
        } catch (DqliteAdminException e) {
            boolean unknown = e.reason() == DqliteAdminException.Reason.OUTCOME_UNKNOWN;
            failed(
                    e.getMessage() + " (" + e.reason() + ")",
                    where,
                    unknown ? ExitCode.UNKNOWN : ExitCode.FAILED,
                    unknown);
        } catch (UnknownOutcomeException e) {
            failed(e.getMessage(), where, ExitCode.UNKNOWN, true);
        } catch (UsageException | IOException | IllegalArgumentException e) {
            failed(String.valueOf(e.getMessage()), where, ExitCode.FAILED, false);
        }
        if (switches.timer) {
            double seconds = (NanoClock.SYSTEM.nanoTime() - started) / 1e9;
            out().print("Run Time: real " + String.format(Locale.ROOT, "%.3f", seconds) + "\n");
        }
        destination.statementDone();
    }

    private void failed(SQLException error, String where, boolean inTransaction) throws OutputException {
        String state = String.valueOf(error.getSQLState());
        String message = error.getMessage() + " (" + state + ")";
        if (state.equals(DqliteConstants.SQLSTATE_OUTCOME_UNKNOWN)) {
            failed(message, where, ExitCode.UNKNOWN, true);
            return;
        }
        boolean lost = inTransaction && !database.inTransaction();
        boolean broken = state.startsWith(CONNECTION_CLASS) || state.equals(DqliteConstants.SQLSTATE_ROLLED_BACK);
        failed(message, where, ExitCode.FAILED, lost || broken);
        if (lost && !stopped) {
            say("The transaction is lost: its changes were rolled back."
                    + (database.isConnected() ? " Enter ROLLBACK; to go on." : ""));
        }
    }

    /**
     * @param always whether a script ends here even if it continues after other errors, because the following statements may depend on this
     * one
     */
    private void failed(String message, String where, int code, boolean always) throws OutputException {
        destination.flush();
        boolean interrupted = interrupts.requested();
        say((interrupted ? "Interrupted" : "Error") + where + ": " + message);
        if (code == ExitCode.UNKNOWN) {
            say("It is not known whether this took effect. Find out before you repeat it.");
        }
        exitCode = ExitCode.worse(exitCode, code);
        if (interactive) {
            return;
        }
        if (interrupted) {
            stop(ExitCode.INTERRUPTED);
        } else if (always || switches.bail) {
            if (always && !where.isEmpty()) {
                say("The script ends here, because what follows may depend on it.");
            }
            stop(code);
        }
    }

    /** Ends what is open. */
    void close() throws OutputException {
        destination.reset();
        console.flush();
        try {
            database.close();
        } catch (SQLException e) {
            say("Error: " + e.getMessage());
        }
    }
}
