package io.github.dqlite4j.hibernate;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import org.hibernate.dialect.function.FormatFunction;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Format;
import org.hibernate.type.spi.TypeConfiguration;

/**
 * {@code format(time as 'pattern')} with the letters of {@link java.time.format.DateTimeFormatter}. SQLite's strftime has only numbers, so
 * names, halves of the day and fractions are calculated. Names are English. A letter that is not known is refused.
 */
final class TextFormatFunction extends FormatFunction {

    TextFormatFunction(TypeConfiguration types) {
        super("strftime", true, true, types);
    }

    @Override
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        String pattern = ((Format) arguments.get(1)).getFormat();
        new Rendering(sql, arguments.get(0), translator, pattern).render();
    }

    private static final class Rendering {
        private final SqlAppender sql;
        private final SqlAstNode time;
        private final SqlAstTranslator<?> translator;
        private final String pattern;
        private final StringBuilder literal = new StringBuilder();
        private boolean first = true;

        Rendering(SqlAppender sql, SqlAstNode time, SqlAstTranslator<?> translator, String pattern) {
            this.sql = sql;
            this.time = time;
            this.translator = translator;
            this.pattern = pattern;
        }

        void render() {
            sql.appendSql('(');
            int at = 0;
            while (at < pattern.length()) {
                char letter = pattern.charAt(at);
                int end = at + 1;
                if (letter == '\'') {
                    at = quoted(end);
                    continue;
                }
                while (end < pattern.length() && pattern.charAt(end) == letter) {
                    end++;
                }
                if (Character.isLetter(letter)) {
                    field(letter, end - at);
                } else {
                    literal.append(pattern, at, end);
                }
                at = end;
            }
            // NULL stays NULL, also if there is nothing but literals.
            if (first) {
                part("substr(", ",1,0)");
            }
            flush();
            sql.appendSql(')');
        }

        /** A text in quotes; two quotes are one, inside and outside. */
        private int quoted(int start) {
            int end = pattern.indexOf('\'', start);
            if (end < 0) {
                throw new UnsupportedOperationException("A quote is not closed in the format '" + pattern + "'");
            }
            literal.append(end == start ? "'" : pattern.substring(start, end));
            boolean again = end > start && end + 1 < pattern.length() && pattern.charAt(end + 1) == '\'';
            if (again) {
                literal.append('\'');
                return quoted(end + 2);
            }
            return end + 1;
        }

        private void field(char letter, int count) {
            switch (letter) {
                case 'y', 'u' -> {
                    if (count == 2) {
                        part("substr(strftime('%Y',", "),3,2)");
                    } else {
                        number("%Y", count);
                    }
                }
                case 'M', 'L' -> {
                    if (count > 2) {
                        names("%m", 1, month(count));
                    } else {
                        number("%m", count);
                    }
                }
                case 'd' -> number("%d", count);
                case 'D' -> number("%j", count);
                case 'E' -> names("%w", 0, day(count));
                case 'e' -> part("strftime('%w',", ")+1");
                case 'H' -> number("%H", count);
                case 'h' -> {
                    if (count == 1) {
                        part("(strftime('%H',", ")+11)%12+1");
                    } else {
                        part("substr('0'||((strftime('%H',", ")+11)%12+1),-" + count + ")");
                    }
                }
                case 'a' -> part("substr('AMPM',strftime('%H',", ")/12*2+1,2)");
                case 'm' -> number("%M", count);
                case 's' -> number("%S", count);
                case 'S' -> fraction(count);
                default ->
                    throw new UnsupportedOperationException(
                            "dqlite cannot format '" + letter + "', which occurs in '" + pattern + "'");
            }
        }

        /** Times are texts with nine digits behind the point; a date has none. */
        private void fraction(int digits) {
            String zeros = "0".repeat(digits);
            flush();
            separate();
            sql.appendSql("substr(case instr(");
            time.accept(translator);
            sql.appendSql(",'.') when 0 then '' else substr(");
            time.accept(translator);
            sql.appendSql(",instr(");
            time.accept(translator);
            sql.appendSql(",'.')+1,9) end||'" + zeros + "',1," + digits + ")");
        }

        private void number(String format, int digits) {
            int width = format.equals("%Y") ? 4 : format.equals("%j") ? 3 : 2;
            if (digits < width) {
                part("cast(strftime('" + format + "',", ") as integer)");
            } else if (digits == width) {
                part("strftime('" + format + "',", ")");
            } else {
                part("'" + "0".repeat(digits - width) + "'||strftime('" + format + "',", ")");
            }
        }

        private static String[] month(int count) {
            String[] names = new String[12];
            for (Month month : Month.values()) {
                names[month.ordinal()] = month.getDisplayName(style(count), Locale.ENGLISH);
            }
            return names;
        }

        /** From Sunday, as %w counts. */
        private static String[] day(int count) {
            String[] names = new String[7];
            for (DayOfWeek day : DayOfWeek.values()) {
                names[day.getValue() % 7] = day.getDisplayName(style(count), Locale.ENGLISH);
            }
            return names;
        }

        private static TextStyle style(int count) {
            return count == 4 ? TextStyle.FULL : count == 5 ? TextStyle.NARROW : TextStyle.SHORT;
        }

        private void names(String format, int from, String[] names) {
            StringBuilder cases = new StringBuilder();
            for (int i = 0; i < names.length; i++) {
                cases.append(" when ")
                        .append(i + from)
                        .append(" then '")
                        .append(names[i])
                        .append('\'');
            }
            part("case cast(strftime('" + format + "',", ") as integer)" + cases + " end");
        }

        /** One field: SQL, the time, SQL. */
        private void part(String before, String after) {
            flush();
            separate();
            sql.appendSql("(" + before);
            time.accept(translator);
            sql.appendSql(after + ")");
        }

        private void flush() {
            if (!literal.isEmpty()) {
                separate();
                sql.appendSql("'" + literal.toString().replace("'", "''") + "'");
                literal.setLength(0);
            }
        }

        private void separate() {
            if (!first) {
                sql.appendSql("||");
            }
            first = false;
        }
    }
}
