package io.github.dqlite4j.cli.output;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * Texts as a terminal may get them. A control character is shown as SQLite's shell shows it ({@code ^[}); what else would change the terminal or
 * the direction of the text is shown as its number. Pure functions.
 */
public final class ShownText {
    private static final int FIRST_PRINTABLE = 0x20;
    private static final int DELETE = 0x7f;
    private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private ShownText() {}

    /** Line breaks and tabs stay. */
    public static String of(String text) {
        return escape(text, true);
    }

    /** The lines of a cell, without any control character, each no wider than this. There is at least one. */
    static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String line : text.replace("\r\n", "\n").split("\n", -1)) {
            wrap(escape(line, false), width, lines);
        }
        return lines;
    }

    private static void wrap(String line, int width, List<String> lines) {
        int from = 0;
        int used = 0;
        for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
            int wide = width(line.codePointAt(i));
            if (used + wide > width && i > from) {
                lines.add(line.substring(from, i));
                from = i;
                used = 0;
            }
            used += wide;
        }
        lines.add(line.substring(from));
    }

    /** The columns of a terminal that a text takes which {@link #lines} has returned. */
    static int width(String text) {
        return text.codePoints().map(ShownText::width).sum();
    }

    private static int width(int character) {
        return Math.max(0, WCWidth.wcwidth(character));
    }

    private static String escape(String text, boolean keepsLayout) {
        if (text.codePoints().allMatch(character -> isShown(character, keepsLayout))) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            if (isShown(character, keepsLayout)) {
                shown.appendCodePoint(character);
            } else if (character == '\r' && keepsLayout && i < text.length() && text.charAt(i) == '\n') {
                shown.append('\r');
            } else if (character < FIRST_PRINTABLE || character == DELETE) {
                shown.append('^').append((char) (character ^ 0x40));
            } else {
                shown.append("\\u");
                String hex = Integer.toHexString(character);
                shown.append("0".repeat(Math.max(0, 4 - hex.length()))).append(hex);
            }
        }
        return shown.toString();
    }

    private static boolean isShown(int character, boolean keepsLayout) {
        if (character == '\n' || character == '\t') {
            return keepsLayout;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            case Character.FORMAT -> character == ZERO_WIDTH_JOINER || character == ZERO_WIDTH_NON_JOINER;
            default -> true;
        };
    }
}
