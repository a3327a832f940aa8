package io.github.dqlite4j.it.guard;

import java.util.Locale;
import java.util.function.UnaryOperator;

/** What a statement may look like that is the same statement, or has it within. */
enum Disguise {
    NONE(sql -> sql),
    COMMENTS(sql -> "/* a; b */ -- SELECT 1;\n\t/**/" + sql + " -- end"),
    ODD_CASE(Disguise::odd),
    SEMICOLONS(sql -> " ;;\n;" + sql + ";;"),
    SECOND(sql -> "INSERT INTO t VALUES (2);" + sql),
    AFTER_TRIGGER(sql -> "CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END;" + sql),
    EXPLAINED(sql -> "EXPLAIN " + sql),
    PLANNED(sql -> "explain /* */ query\nplan " + sql),
    BEHIND_COMMON_TABLE(sql -> "WITH x AS (SELECT 1) " + sql);

    private final UnaryOperator<String> change;

    Disguise(UnaryOperator<String> change) {
        this.change = change;
    }

    String of(String sql) {
        return change.apply(sql);
    }

    /** Every other letter in capitals, every space two lines and a tab; what stands in quotes is kept. */
    private static String odd(String sql) {
        StringBuilder odd = new StringBuilder();
        boolean quoted = false;
        for (char c : sql.toCharArray()) {
            quoted ^= c == '\'';
            String one = String.valueOf(c);
            odd.append(
                    quoted
                            ? one
                            : c == ' '
                                    ? "\r\n\n\t"
                                    : odd.length() % 2 == 0
                                            ? one.toUpperCase(Locale.ROOT)
                                            : one.toLowerCase(Locale.ROOT));
        }
        return odd.toString();
    }
}
