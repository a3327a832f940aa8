package io.github.dqlite4j.sql.escape;

import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import java.util.ArrayList;
import java.util.List;

/**
 * Inserts arguments into a template. If the template repeats or reorders arguments that contain parameters, the arguments
 * are first evaluated in a subquery, so that the parameters keep their number and order.
 */
final class EscapeTemplate {
    private EscapeTemplate() {}

    /** {@code template} with {@code $1}, {@code $2} … replaced; at most nine arguments. */
    static String apply(String template, List<String> arguments) {
        List<String> written = arguments.stream().map(EscapeTemplate::asOperand).toList();
        if (inOrder(template, arguments.size()) || arguments.stream().noneMatch(EscapeTemplate::hasParameter)) {
            return replace(template, written);
        }
        StringBuilder sql = new StringBuilder("(SELECT ");
        List<String> names = new ArrayList<>();
        StringBuilder source = new StringBuilder();
        for (int i = 0; i < arguments.size(); i++) {
            names.add("escape_" + (i + 1));
            source.append(i == 0 ? "" : ", ")
                    .append(written.get(i))
                    .append(" AS ")
                    .append(names.get(i));
        }
        return sql.append(replace(template, names))
                .append(" FROM (SELECT ")
                .append(source)
                .append("))")
                .toString();
    }

    private static String replace(String template, List<String> arguments) {
        StringBuilder sql = new StringBuilder();
        int copied = 0;
        for (int i = template.indexOf('$'); i >= 0; i = template.indexOf('$', i + 1)) {
            sql.append(template, copied, i).append(arguments.get(template.charAt(i + 1) - '1'));
            copied = i + 2;
        }
        return sql.append(template, copied, template.length()).toString();
    }

    /** Whether the template uses each argument once and in order. */
    private static boolean inOrder(String template, int arguments) {
        int expected = 0;
        for (int i = template.indexOf('$'); i >= 0; i = template.indexOf('$', i + 1)) {
            if (template.charAt(i + 1) - '1' != expected++) {
                return false;
            }
        }
        return expected == arguments;
    }

    private static boolean hasParameter(String argument) {
        Tokens tokens = Tokenizer.tokenize(argument);
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.is(i, TokenKind.VARIABLE)) {
                return true;
            }
        }
        return false;
    }

    private static String asOperand(String argument) {
        return Tokenizer.tokenize(argument).size() == 1 ? argument : "(" + argument + ")";
    }
}
