package io.github.dqlite4j.hibernate;

import java.sql.Types;
import java.util.Map;
import org.hibernate.HibernateException;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.hibernate.sql.ast.tree.predicate.LikePredicate;
import org.hibernate.sql.exec.spi.JdbcParameterBindings;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.jspecify.annotations.Nullable;

/**
 * Case-sensitive {@code like}. SQLite's LIKE ignores the case of ASCII letters, its GLOB does not, so the pattern is translated to one for GLOB:
 * a literal when the SQL is written, a parameter when it is bound, another expression by SQL. An index serves the first two if the pattern
 * begins with a text.
 */
final class LikePattern {
    /** The name of the setting. */
    static final String CASE_SENSITIVE = "hibernate.dialect.dqlite.case_sensitive_like";

    // Three of Unicode's noncharacters, which texts do not contain. They represent a literal escape character, % and _.
    private static final String[] PLACES = {"char(64976)", "char(64977)", "char(64978)"};

    private final SqlAppender sql;
    private final SqlAstTranslator<?> translator;
    private final LikePredicate like;

    private LikePattern(SqlAppender sql, SqlAstTranslator<?> translator, LikePredicate like) {
        this.sql = sql;
        this.translator = translator;
        this.like = like;
    }

    /** Returns the value of the setting, true if there is none. */
    static boolean isCaseSensitive(Map<String, Object> settings) {
        Object value = settings.get(CASE_SENSITIVE);
        if (value == null || value.toString().equalsIgnoreCase("true")) {
            return true;
        } else if (value.toString().equalsIgnoreCase("false")) {
            return false;
        }
        throw new HibernateException(CASE_SENSITIVE + " is true or false, not " + value);
    }

    /** Writes the case-sensitive predicate. */
    static void renderCaseSensitive(SqlAppender sql, SqlAstTranslator<?> translator, LikePredicate like) {
        like.getMatchExpression().accept(translator);
        sql.appendSql(like.isNegated() ? " not glob " : " glob ");
        new LikePattern(sql, translator, like).renderGlob();
    }

    /** Writes SQLite's own LIKE. */
    static void renderIgnoringCase(SqlAppender sql, SqlAstTranslator<?> translator, LikePredicate like) {
        like.getMatchExpression().accept(translator);
        sql.appendSql(like.isNegated() ? " not like " : " like ");
        like.getPattern().accept(translator);
        Expression escape = like.getEscapeCharacter();
        // SQLite accepts only one character. The empty text means no escape character.
        if (escape != null
                && !(escape instanceof Literal literal
                        && String.valueOf(literal.getLiteralValue()).isEmpty())) {
            sql.appendSql(" escape ");
            escape.accept(translator);
        }
    }

    private void renderGlob() {
        Expression pattern = like.getPattern();
        Expression escape = like.getEscapeCharacter();
        JdbcParameter escapeParameter = DecimalDigits.parameter(escape);
        boolean knownEscape = escape == null || escape instanceof Literal;
        String escapeText = escape instanceof Literal literal ? text(literal) : "";
        JdbcParameter parameter = DecimalDigits.parameter(pattern);
        if (pattern instanceof Literal literal && knownEscape) {
            sql.appendSql(literal.getLiteralValue() == null ? "null" : quoted(glob(text(literal), escapeText)));
        } else if (parameter != null && (knownEscape || escapeParameter != null)) {
            new DecimalScale.Bound(parameter.getExpressionType(), (statement, position, bindings, context) -> {
                        WrapperOptions options = context.getSession();
                        String like = value(parameter, bindings, options);
                        String character =
                                escapeParameter == null ? escapeText : value(escapeParameter, bindings, options);
                        if (like == null || character == null) {
                            statement.setNull(position, Types.VARCHAR);
                        } else {
                            statement.setString(position, glob(like, character));
                        }
                    })
                    .accept(translator);
        } else if (escape == null) {
            wildcards(() -> pattern.accept(translator));
        } else {
            escaped(() -> escape.accept(translator));
        }
    }

    private static @Nullable String value(
            JdbcParameter parameter, JdbcParameterBindings bindings, WrapperOptions options) {
        var binding = bindings.getBinding(parameter);
        Object value = binding == null ? null : binding.getBindValue();
        return value == null ? null : text(value, binding.getBindType(), options);
    }

    /** The text of a literal, "" for NULL. */
    private String text(Literal literal) {
        Object value = literal.getLiteralValue();
        WrapperOptions options = translator.getSessionFactory().getWrapperOptions();
        return value == null ? "" : text(value, literal.getJdbcMapping(), options);
    }

    /** The text of a value that may be a String, a char[], or another class that an attribute or its converter uses for texts. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    private static String text(Object value, @Nullable JdbcMapping type, WrapperOptions options) {
        JavaType java = type == null ? null : type.getJdbcJavaType();
        return java != null && java.isInstance(value)
                ? (String) java.unwrap(value, String.class, options)
                : value.toString();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** The pattern for GLOB, in which {@code * ? [} are special and are literal in brackets. */
    static String glob(String like, String escape) {
        StringBuilder glob = new StringBuilder();
        int length;
        for (int at = 0; at < like.length(); at += length) {
            length = Character.charCount(like.codePointAt(at));
            String character = like.substring(at, at + length);
            if (character.equals(escape) && at + length < like.length()) {
                at += length;
                length = Character.charCount(like.codePointAt(at));
                glob.append(literal(like.substring(at, at + length)));
            } else if (character.equals("%")) {
                glob.append('*');
            } else if (character.equals("_")) {
                glob.append('?');
            } else {
                glob.append(literal(character));
            }
        }
        return glob.toString();
    }

    private static String literal(String character) {
        return switch (character) {
            case "*", "?", "[" -> "[" + character + "]";
            default -> character;
        };
    }

    /** Writes the same, without an escape character. */
    private void wildcards(Runnable pattern) {
        sql.appendSql("replace(replace(replace(replace(replace(");
        pattern.run();
        sql.appendSql(",'[','[[]'),'*','[*]'),'?','[?]'),'%','*'),'_','?')");
    }

    /** Writes the same, with an escape character. Escaped characters are replaced by placeholders while the rest is translated. */
    private void escaped(Runnable escape) {
        sql.appendSql("replace(replace(replace(");
        wildcards(() -> {
            sql.appendSql("replace(replace(replace(replace(");
            like.getPattern().accept(translator);
            setAside(escape, escape, PLACES[0]);
            setAside(escape, () -> sql.appendSql("'%'"), PLACES[1]);
            setAside(escape, () -> sql.appendSql("'_'"), PLACES[2]);
            sql.appendSql(",");
            escape.run();
            sql.appendSql(",'')");
        });
        sql.appendSql("," + PLACES[0] + ",case ");
        escape.run();
        sql.appendSql(" when '[' then '[[]' when '*' then '[*]' when '?' then '[?]' else ");
        escape.run();
        sql.appendSql(" end)," + PLACES[1] + ",'%')," + PLACES[2] + ",'_')");
    }

    private void setAside(Runnable escape, Runnable escaped, String place) {
        sql.appendSql(",");
        escape.run();
        sql.appendSql("||");
        escaped.run();
        sql.appendSql("," + place + ")");
    }
}
