package io.github.dqlite4j.cli.input;

import java.util.ArrayList;
import java.util.List;

/** The words of a command that begins with a dot: between spaces, in single quotes as they are, in double quotes with escapes of C. */
public final class Words {
    private Words() {}

    public static List<String> of(String line) throws UsageException {
        List<String> words = new ArrayList<>();
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
            } else if (c == '\'' || c == '"') {
                i = quoted(line, i, words);
            } else {
                int end = i;
                while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
                    end++;
                }
                words.add(line.substring(i, end));
                i = end;
            }
        }
        return words;
    }

    private static int quoted(String line, int start, List<String> words) throws UsageException {
        char quote = line.charAt(start);
        StringBuilder word = new StringBuilder();
        for (int i = start + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == quote) {
                words.add(word.toString());
                return i + 1;
            } else if (c == '\\' && quote == '"' && i + 1 < line.length()) {
                i++;
                word.append(escaped(line.charAt(i)));
            } else {
                word.append(c);
            }
        }
        throw new UsageException("A quote " + quote + " is not closed");
    }

    /** The text of a separator, in which escapes of C are read. */
    public static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                plain.append(escaped(text.charAt(i)));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }
}
