package io.github.dqlite4j.cli.input;

import io.github.dqlite4j.cli.output.OutputMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The arguments of the program: options, the URL, and what to execute. */
public final class Arguments {
    /** The environment variable with the URL. */
    public static final String URL_VARIABLE = "DQLITE_URL";

    /** Commands of the administration, which need no dot on the command line. */
    public static final Set<String> ADMINISTRATION =
            Set.of("members", "leader", "transfer", "add", "assign", "remove", "describe", "weight", "dump", "watch");

    private static final String PREFIX = "jdbc:dqlite:";

    /** Hosts, a slash and a database; perhaps properties. */
    private static final Pattern PLACE = Pattern.compile("(?://)?[A-Za-z0-9.:,_\\[\\]-]*/[A-Za-z0-9._-]+(?:\\?\\S*)?");

    private static final Set<String> WITH_VALUE =
            Set.of("cmd", "init", "nullvalue", "separator", "newline", "count", "interval");
    private static final Set<String> FLAGS = Set.of(
            "header",
            "headers",
            "noheader",
            "bail",
            "batch",
            "interactive",
            "echo",
            "readonly",
            "timer",
            "version",
            "help");

    private final List<String> flags = new ArrayList<>();
    private final List<Map.Entry<String, String>> values = new ArrayList<>();
    private final List<String> operands = new ArrayList<>();
    private @Nullable OutputMode mode;
    private @Nullable Boolean headers;
    private @Nullable String url;

    private Arguments() {}

    /**
     * @param environmentUrl the value of {@link #URL_VARIABLE}
     * @throws UsageException with what is wrong
     */
    public static Arguments parse(List<String> given, @Nullable String environmentUrl) throws UsageException {
        Arguments arguments = new Arguments();
        boolean options = true;
        for (int i = 0; i < given.size(); i++) {
            String argument = given.get(i);
            if (!options || !argument.startsWith("-") || argument.equals("-")) {
                arguments.operands.add(argument);
            } else if (argument.equals("--")) {
                options = false;
            } else {
                i = arguments.option(argument, given, i);
            }
        }
        arguments.takeUrl(environmentUrl);
        return arguments;
    }

    private int option(String argument, List<String> given, int i) throws UsageException {
        String name = argument.substring(argument.startsWith("--") ? 2 : 1).toLowerCase(Locale.ROOT);
        OutputMode named = OutputMode.named(name);
        if (named != null && named != OutputMode.INSERT) {
            mode = named;
        } else if (FLAGS.contains(name)) {
            flags.add(name);
            if (name.startsWith("header")) {
                headers = true;
            } else if (name.equals("noheader")) {
                headers = false;
            }
        } else if (WITH_VALUE.contains(name)) {
            if (i + 1 == given.size()) {
                throw new UsageException("The option -" + name + " needs a value");
            }
            values.add(Map.entry(name, given.get(i + 1)));
            return i + 1;
        } else {
            throw new UsageException("There is no option " + argument + "; -help lists them");
        }
        return i;
    }

    private void takeUrl(@Nullable String environmentUrl) throws UsageException {
        if (!operands.isEmpty() && isUrl(operands.get(0))) {
            url = url(operands.remove(0));
        } else if (environmentUrl != null && !environmentUrl.isBlank()) {
            url = url(environmentUrl.strip());
        } else if (!operands.isEmpty() && !has("help") && !has("version")) {
            throw new UsageException("The first argument is not a URL such as host:9001,host:9001/database, and "
                    + URL_VARIABLE + " is not set");
        }
    }

    private static boolean isUrl(String text) {
        return text.startsWith(PREFIX) || PLACE.matcher(text).matches();
    }

    /** The URL as JDBC has it. */
    public static String url(String text) {
        if (text.startsWith(PREFIX)) {
            return text;
        }
        return PREFIX + (text.startsWith("//") ? "" : "//") + text;
    }

    public boolean has(String flag) {
        return flags.contains(flag);
    }

    /** The last value of an option, or null. */
    public @Nullable String value(String option) {
        List<String> all = values(option);
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }

    public List<String> values(String option) {
        return values.stream()
                .filter(value -> value.getKey().equals(option))
                .map(Map.Entry::getValue)
                .toList();
    }

    public @Nullable OutputMode mode() {
        return mode;
    }

    /** Whether labels are shown, or null for what the mode does. */
    public @Nullable Boolean headers() {
        return headers;
    }

    public @Nullable String url() {
        return url;
    }

    /** What to execute: SQL and commands with a dot, or one command of the administration with its arguments. */
    public List<String> operands() {
        return List.copyOf(operands);
    }

    /** Whether the operands are one command of the administration. */
    public boolean isAdministration() {
        return !operands.isEmpty() && ADMINISTRATION.contains(operands.get(0));
    }
}
