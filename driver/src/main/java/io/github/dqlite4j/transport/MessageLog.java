package io.github.dqlite4j.transport;

import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.wire.Parameters;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.lang.System.Logger.Level;
import java.lang.reflect.RecordComponent;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Logs the messages of one connection at TRACE, one line each, in both directions. A line is the name of the message and the
 * components of its record; rows are counted, not shown. Texts are printable and have a limit.
 */
final class MessageLog {
    static final int MAX_TEXT = 1000;
    static final int MAX_VALUE = 100;
    static final int MAX_ITEMS = 50;

    private static final DriverLog LOG = DriverLog.of("wire");
    private static final Pattern WORD_END = Pattern.compile("(?<=[a-z])(?=[A-Z])");

    private final NodeAddress node;
    private final boolean showParameters;

    private MessageLog(NodeAddress node, boolean showParameters) {
        this.node = node;
        this.showParameters = showParameters;
    }

    /**
     * The log of a new connection, or null if TRACE is off. So a connection that is not logged pays nothing for a message, and
     * a change of level concerns new connections.
     *
     * @param showParameters whether the log shows the values of parameters, or only their number
     */
    static @Nullable MessageLog of(NodeAddress node, boolean showParameters) {
        return LOG.isLoggable(Level.TRACE) ? new MessageLog(node, showParameters) : null;
    }

    void sent(Request<?> request) {
        LOG.log(Level.TRACE, () -> node + " -> " + describe(request, showParameters));
    }

    void received(Response response) {
        LOG.log(Level.TRACE, () -> node + " <- " + describe(response));
    }

    static String describe(Request<?> request, boolean showParameters) {
        return describeRecord((Record) request, showParameters);
    }

    static String describe(Response response) {
        if (response instanceof Response.Rows rows) {
            return "ROWS columns=" + rows.columnCount() + " bytes=" + rows.size() + (rows.hasMore() ? " more" : "");
        }
        return describeRecord((Record) response, false);
    }

    private static String describeRecord(Record message, boolean showParameters) {
        StringBuilder line = new StringBuilder(name(message));
        for (RecordComponent component : message.getClass().getRecordComponents()) {
            Object value = value(message, component);
            line.append(' ').append(component.getName()).append('=');
            if (value instanceof List<?> list && component.getName().equals("parameters") && !showParameters) {
                line.append(list.size());
            } else if (value instanceof String text && text.startsWith(Parameters.INLINED) && !showParameters) {
                line.append(text.length()).append(" characters with values");
            } else {
                appendField(line, value);
            }
        }
        return line.toString();
    }

    /** The name in the protocol: that of the record, in capitals. */
    private static String name(Record message) {
        return WORD_END.matcher(message.getClass().getSimpleName())
                .replaceAll("_")
                .toUpperCase(Locale.ROOT);
    }

    private static Object value(Record message, RecordComponent component) {
        try {
            return component.getAccessor().invoke(message);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void appendField(StringBuilder line, Object value) {
        if (value instanceof String text) {
            appendText(line, text, MAX_TEXT);
        } else if (value instanceof byte[] content) {
            line.append(content.length).append(" bytes");
        } else if (value instanceof List<?> list) {
            appendList(line, list);
        } else {
            line.append(value);
        }
    }

    private static void appendList(StringBuilder line, List<?> items) {
        line.append('[');
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                line.append(", ");
            }
            if (i == MAX_ITEMS) {
                line.append("... ").append(items.size()).append(" in all");
                break;
            }
            appendItem(line, items.get(i));
        }
        line.append(']');
    }

    private static void appendItem(StringBuilder line, @Nullable Object item) {
        if (item == null) {
            line.append("NULL");
        } else if (item instanceof String text) {
            appendText(line, text, MAX_VALUE);
        } else if (item instanceof byte[] blob) {
            appendBlob(line, blob);
        } else if (item instanceof Record nested) {
            line.append(describeRecord(nested, false));
        } else {
            line.append(item);
        }
    }

    private static void appendBlob(StringBuilder line, byte[] blob) {
        int shown = Math.min(blob.length, MAX_VALUE / 2);
        line.append("x'").append(HexFormat.of().formatHex(blob, 0, shown)).append('\'');
        if (shown < blob.length) {
            line.append("... ").append(blob.length).append(" bytes");
        }
    }

    private static void appendText(StringBuilder line, String text, int limit) {
        line.append('"');
        int i = 0;
        while (i < text.length() && i < limit) {
            int character = text.codePointAt(i);
            if (character == '"' || character == '\\') {
                line.append('\\');
            }
            PrintableText.append(line, character);
            i += Character.charCount(character);
        }
        line.append('"');
        if (i < text.length()) {
            line.append("... ").append(text.length()).append(" characters");
        }
    }
}
