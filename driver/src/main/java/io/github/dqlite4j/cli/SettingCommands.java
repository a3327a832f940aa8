package io.github.dqlite4j.cli;

import io.github.dqlite4j.cli.Commands.Command;
import io.github.dqlite4j.cli.input.UsageException;
import io.github.dqlite4j.cli.input.Words;
import io.github.dqlite4j.cli.output.Format;
import io.github.dqlite4j.cli.output.OutputException;
import io.github.dqlite4j.cli.output.OutputMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Commands that set how the shell works and prints. */
final class SettingCommands {
    private final Shell shell;

    SettingCommands(Shell shell) {
        this.shell = shell;
    }

    List<Command> commands() {
        Shell.Switches switches = shell.switches();
        return List.of(
                new Command("mode", "MODE ?TABLE?", 1, 2, "Set the output mode: " + OutputMode.NAMES, this::mode),
                onOff("headers", "Show the labels of columns", shell.format()::headers),
                onOff("bail", "Stop a script after an error", on -> switches.bail = on),
                onOff("echo", "Print what is executed", on -> switches.echo = on),
                onOff("timer", "Print how long each statement takes", on -> switches.timer = on),
                onOff("changes", "Print how many rows a statement has changed", on -> switches.changes = on),
                new Command(
                        "nullvalue",
                        "TEXT",
                        1,
                        1,
                        "Show this in place of NULL",
                        words -> shell.format().nullValue(words.get(0))),
                new Command(
                        "separator",
                        "COLUMN ?ROW?",
                        1,
                        2,
                        "Set the separators of the modes csv and list",
                        words -> shell.format()
                                .separators(
                                        Words.unescape(words.get(0)),
                                        words.size() > 1 ? Words.unescape(words.get(1)) : null)),
                new Command("width", "NUMBER ...", 0, 2000, "Set the widths of columns; 0 is automatic", this::width),
                new Command(
                        "print",
                        "TEXT ...",
                        0,
                        1000,
                        "Print a text",
                        words -> shell.out().print(String.join(" ", words) + "\n")),
                new Command("show", "", 0, 0, "Show what is set", words -> show()),
                new Command("quit", "", 0, 0, "Leave", words -> shell.stop(ExitCode.OK)),
                new Command("exit", "?CODE?", 0, 1, "Leave, perhaps with an exit code", this::exit));
    }

    private static Command onOff(String name, String help, Consumer<Boolean> setting) {
        return new Command(name, "on|off", 1, 1, help, words -> setting.accept(isOn(words.get(0))));
    }

    private static boolean isOn(String word) throws UsageException {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "on", "yes", "1" -> true;
            case "off", "no", "0" -> false;
            default -> throw new UsageException("'" + word + "' is neither on nor off");
        };
    }

    private void mode(List<String> words) throws UsageException {
        OutputMode mode = OutputMode.named(words.get(0));
        if (mode == null) {
            throw new UsageException("The mode must be one of: " + OutputMode.NAMES);
        }
        shell.format().mode(mode);
        if (words.size() > 1) {
            shell.format().insertTable(words.get(1));
        }
    }

    private void width(List<String> words) throws UsageException {
        List<Integer> widths = new ArrayList<>();
        for (String word : words) {
            widths.add(Math.max(-1000, Math.min(1000, integer(word))));
        }
        shell.format().widths(widths);
    }

    private static int integer(String word) throws UsageException {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            throw new UsageException("'" + word + "' is not a number");
        }
    }

    private void exit(List<String> words) throws UsageException {
        if (words.isEmpty()) {
            shell.stop(ExitCode.OK);
        } else {
            shell.exit(integer(words.get(0)) & 0xff);
        }
    }

    private static String escaped(String text) {
        return '"' + text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"';
    }

    private void show() throws OutputException {
        Format format = shell.format();
        Shell.Switches switches = shell.switches();
        line("bail", onOff(switches.bail));
        line("changes", onOff(switches.changes));
        line("echo", onOff(switches.echo));
        line("headers", onOff(format.headers()));
        line("mode", format.mode().label());
        line("nullvalue", escaped(format.nullValue()));
        line("colseparator", escaped(format.columnSeparator()));
        line("rowseparator", escaped(format.rowSeparator()));
        line("timer", onOff(switches.timer));
        line("width", format.widths().stream().map(String::valueOf).collect(Collectors.joining(" ")));
        line("database", shell.database().shown());
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }

    private void line(String name, String value) throws OutputException {
        shell.out().print(" ".repeat(12 - name.length()) + name + ": " + value + "\n");
    }
}
