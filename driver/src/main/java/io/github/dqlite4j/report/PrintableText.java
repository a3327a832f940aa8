package io.github.dqlite4j.report;

import org.jspecify.annotations.Nullable;

/**
 * Makes a text safe for a log line or a message: a text of a server, or a stored one, may have line breaks that forge lines of a log, escape
 * sequences of terminals, or any length. A pure function.
 */
public final class PrintableText {
    /** Characters of one text from a server. Long enough for SQLite's messages, which repeat parts of the statement. */
    public static final int MAX_TEXT = 2000;

    /** Characters of a whole message. */
    public static final int MAX_MESSAGE = 10_000;

    private static final String HEX = "0123456789abcdef";

    private PrintableText() {}

    /** A text of others as a part of a message: no more than about {@link #MAX_TEXT} characters. */
    public static String of(@Nullable String text) {
        return of(String.valueOf(text), MAX_TEXT);
    }

    /** A whole message, in which texts of others may stand: no more than about {@link #MAX_MESSAGE} characters. */
    public static String message(@Nullable String text) {
        return of(String.valueOf(text), MAX_MESSAGE);
    }

    /**
     * What is not printable is escaped as in Java. Of a text that is too long, the middle is left out: SQLite says at the end of some messages
     * what is wrong.
     */
    static String of(String text, int limit) {
        if (text.length() <= limit && text.codePoints().allMatch(PrintableText::isPrintable)) {
            return text;
        }
        int headLimit = limit - limit / 4;
        StringBuilder all = new StringBuilder(Math.min(text.length(), limit) + 64);
        int headEnd = 0;
        int headLength = 0;
        int i = 0;
        while (i < text.length() && all.length() <= limit) {
            int character = text.codePointAt(i);
            append(all, character);
            i += Character.charCount(character);
            if (all.length() <= headLimit) {
                headEnd = i;
                headLength = all.length();
            }
        }
        if (all.length() <= limit) {
            return all.toString();
        }
        all.setLength(headLength);
        all.append(" ... (").append(text.length()).append(" characters) ... ");
        int tail = text.length();
        int left = limit - headLimit;
        StringBuilder one = new StringBuilder();
        while (tail > headEnd) {
            int character = text.codePointBefore(tail);
            one.setLength(0);
            append(one, character);
            left -= one.length();
            if (left < 0) {
                break;
            }
            tail -= Character.charCount(character);
        }
        for (int j = tail; j < text.length(); j += Character.charCount(text.codePointAt(j))) {
            append(all, text.codePointAt(j));
        }
        return all.toString();
    }

    /** Appends a character, escaped if it is not printable. */
    public static void append(StringBuilder out, int character) {
        switch (character) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (isPrintable(character)) {
                    out.appendCodePoint(character);
                } else {
                    for (char unit : Character.toChars(character)) {
                        appendHex(out, unit);
                    }
                }
            }
        }
    }

    private static void appendHex(StringBuilder out, char unit) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(HEX.charAt(unit >> shift & 0xf));
        }
    }

    /** Not printable are also those that change the direction of a text, or its lines. */
    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
