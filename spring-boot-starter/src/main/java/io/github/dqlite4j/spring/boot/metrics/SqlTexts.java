package io.github.dqlite4j.spring.boot.metrics;

import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What observations show of statements: few verbs, and texts without values. */
final class SqlTexts {
    private static final int MOST_TEXT = 4096;
    private static final String BATCH = "BATCH";
    private static final String OTHER = "OTHER";

    /** After white space and comments, as SQLite reads them. */
    private static final Pattern FIRST_WORD = Pattern.compile(
            "(?:[ \\t\\n\\x0B\\f\\r\\uFEFF]|--[^\\n]*+|/\\*.*?\\*/)*+([\\w$[^\\x00-\\x7F]]++)", Pattern.DOTALL);

    private static final Set<String> VERBS = Set.of(
            "SELECT",
            "VALUES",
            "WITH",
            "EXPLAIN",
            "PRAGMA",
            "INSERT",
            "REPLACE",
            "UPDATE",
            "DELETE",
            "BEGIN",
            "COMMIT",
            "END",
            "ROLLBACK",
            "SAVEPOINT",
            "RELEASE",
            "CREATE",
            "ALTER",
            "DROP",
            "VACUUM",
            "ANALYZE",
            "REINDEX");

    private SqlTexts() {}

    private static Tokens tokens(String sql) {
        return Tokenizer.tokenize(sql.length() <= MOST_TEXT ? sql : sql.substring(0, MOST_TEXT));
    }

    private static String verb(String sql) {
        Matcher first = FIRST_WORD.matcher(sql).region(0, Math.min(sql.length(), MOST_TEXT));
        String word = first.lookingAt() ? first.group(1).toUpperCase(Locale.ROOT) : "";
        return VERBS.contains(word) ? word : OTHER;
    }

    /** The verb; of a batch, that word and the verb that all have. */
    static String operation(List<String> statements, int executions) {
        List<String> verbs =
                statements.stream().map(SqlTexts::verb).distinct().limit(2).toList();
        if (executions <= 1) {
            return verbs.isEmpty() ? BATCH : verbs.get(0);
        }
        return verbs.size() == 1 ? BATCH + " " + verbs.get(0) : BATCH;
    }

    /** The texts, one after the other, with {@code ?} in place of each literal and a space in place of each comment. */
    static String withoutLiterals(List<String> statements) {
        StringBuilder text = new StringBuilder();
        for (String sql : statements) {
            if (text.length() >= MOST_TEXT) {
                break;
            }
            if (!text.isEmpty()) {
                text.append("; ");
            }
            append(tokens(sql), text);
        }
        return text.substring(0, Math.min(text.length(), MOST_TEXT));
    }

    private static void append(Tokens tokens, StringBuilder text) {
        for (int i = 0; i < tokens.size(); i++) {
            if (i > 0 && tokens.start(i) > tokens.end(i - 1)) {
                text.append(' ');
            }
            switch (tokens.kind(i)) {
                // An illegal token may be the beginning of a literal.
                case STRING, BLOB, NUMBER, ILLEGAL -> text.append('?');
                case WORD, QUOTED, VARIABLE, PUNCTUATION -> text.append(tokens.text(i));
            }
        }
    }
}
