package io.github.dqlite4j.cli;

import io.github.dqlite4j.cli.input.UsageException;
import io.github.dqlite4j.cli.input.Words;
import io.github.dqlite4j.cli.output.OutputException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The commands that begin with a dot: finds the one that is meant. */
final class Commands {
    private final List<Command> all = new ArrayList<>();
    private final Shell shell;

    /** What a command does. */
    interface Body {
        void run(List<String> arguments)
                throws SQLException, UsageException, UnknownOutcomeException, IOException, OutputException;
    }

    /**
     * One command.
     *
     * @param name without its dot
     * @param arguments as help shows them
     * @param least how many arguments there must be
     * @param most how many there may be
     */
    record Command(String name, String arguments, int least, int most, String help, Body body) {
        String usage() {
            return "." + name + (arguments.isEmpty() ? "" : " " + arguments);
        }
    }

    Commands(Shell shell) {
        this.shell = shell;
        all.add(new Command("help", "?COMMAND?", 0, 1, "Show the commands, or one", this::help));
        all.addAll(new SettingCommands(shell).commands());
        all.addAll(new FileCommands(shell).commands());
        all.addAll(new SchemaCommands(shell).commands());
        all.addAll(new Administration(shell).commands());
        all.sort(Comparator.comparing(Command::name));
    }

    /** @param line from the dot on */
    void run(String line) throws SQLException, UsageException, UnknownOutcomeException, IOException, OutputException {
        List<String> words = Words.of(line.substring(1));
        if (words.isEmpty()) {
            throw new UsageException("A dot alone is not a command. Enter \".help\" for help");
        }
        run(words.get(0), words.subList(1, words.size()));
    }

    void run(String name, List<String> arguments)
            throws SQLException, UsageException, UnknownOutcomeException, IOException, OutputException {
        Command command = find(name.toLowerCase(Locale.ROOT));
        if (arguments.size() < command.least() || arguments.size() > command.most()) {
            throw new UsageException("Usage: " + command.usage());
        }
        command.body().run(arguments);
    }

    /** By the whole name, or by a beginning that only one has. */
    private Command find(String name) throws UsageException {
        List<Command> found = new ArrayList<>();
        for (Command command : all) {
            if (command.name().equals(name)) {
                return command;
            }
            if (command.name().startsWith(name)) {
                found.add(command);
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new UsageException(
                (found.isEmpty() ? "There is no command ." + name : "." + name + " may be several commands")
                        + ". Enter \".help\" for help");
    }

    private void help(List<String> arguments) throws UsageException, OutputException {
        List<Command> shown = arguments.isEmpty()
                ? all
                : List.of(find(arguments.get(0).replaceFirst("^\\.", "").toLowerCase(Locale.ROOT)));
        int width = shown.stream().mapToInt(each -> each.usage().length()).max().orElse(0);
        for (Command command : shown) {
            shell.out()
                    .print(command.usage() + " ".repeat(width - command.usage().length() + 2) + command.help() + "\n");
        }
    }

    /** The names with their dots. */
    List<String> names() {
        return all.stream().map(command -> "." + command.name()).toList();
    }
}
