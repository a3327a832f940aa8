package io.github.dqlite4j.hibernate;

import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.hibernate.dialect.function.FormatFunction;
import org.hibernate.dialect.function.TimestampaddFunction;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.common.TemporalUnit;
import org.hibernate.query.spi.QueryEngine;
import org.hibernate.query.sqm.function.SelfRenderingSqmFunction;
import org.hibernate.query.sqm.tree.SqmTypedNode;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.DurationUnit;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.Format;
import org.hibernate.sql.ast.tree.expression.SqlTupleContainer;
import org.hibernate.type.BasicType;
import org.hibernate.type.StandardBasicTypes;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * {@code format(time as 'pattern')} with the letters of {@link java.time.format.DateTimeFormatter}. SQLite's strftime has only numbers, so
 * names, halves of the day and fractions are calculated. Names are English. An unknown letter is refused.
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
        if (arguments.get(0) instanceof SqlTupleContainer container) {
            Expression utc = container.getSqlTuple().getExpressions().get(0);
            Expression offset = container.getSqlTuple().getExpressions().get(1);
            new Rendering(sql, local(utc, offset, translator), offset, translator, pattern).render();
        } else {
            new Rendering(sql, arguments.get(0), null, translator, pattern).render();
        }
    }

    /** Hibernate's own would put the offset into the pattern as SQL, before this class can read the pattern. */
    @Override
    protected <T> SelfRenderingSqmFunction<T> generateSqmFunctionExpression(
            List<? extends SqmTypedNode<?>> arguments, ReturnableType<T> impliedResultType, QueryEngine queryEngine) {
        // The types have been checked; the two columns of a stored offset do not have the type of one value.
        return new SelfRenderingSqmFunction<>(
                this,
                this,
                arguments,
                impliedResultType,
                null,
                getReturnTypeResolver(),
                queryEngine.getCriteriaBuilder(),
                getName());
    }

    /** The time at its stored offset, which is in seconds. */
    private static SqlAstNode local(Expression utc, Expression offset, SqlAstTranslator<?> translator) {
        if (offset.getExpressionType().getSingleJdbcMapping().getJdbcType().isString()) {
            throw new UnsupportedOperationException("dqlite formats times with a stored offset only if it is a number");
        }
        SessionFactoryImplementor sessions = translator.getSessionFactory();
        TimestampaddFunction timestampadd = (TimestampaddFunction)
                sessions.getQueryEngine().getSqmFunctionRegistry().findFunctionDescriptor("timestampadd");
        BasicType<Integer> seconds =
                sessions.getTypeConfiguration().getBasicTypeRegistry().resolve(StandardBasicTypes.INTEGER);
        return timestampadd.expression(null, new DurationUnit(TemporalUnit.SECOND, seconds), offset, utc);
    }

    private static final class Rendering {
        private final SqlAppender sql;
        private final SqlAstNode time;

        /** The stored offset in seconds; null if there is none. */
        private final @Nullable Expression offset;

        private final SqlAstTranslator<?> translator;
        private final String pattern;
        private final StringBuilder literal = new StringBuilder();
        private boolean first = true;

        Rendering(
                SqlAppender sql,
                SqlAstNode time,
                @Nullable Expression offset,
                SqlAstTranslator<?> translator,
                String pattern) {
            this.sql = sql;
            this.time = time;
            this.offset = offset;
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
            // NULL stays NULL, even if the format has only literals.
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
                case 'x' -> offset(count);
                default -> refuse(letter);
            }
        }

        private void refuse(char letter) {
            throw new UnsupportedOperationException(
                    "dqlite cannot format '" + letter + "', which occurs in '" + pattern + "'");
        }

        /** Without a separator for one or two letters, and without minutes that are 0 for one. */
        private void offset(int count) {
            if (offset == null || count > 3) {
                refuse('x');
                return;
            }
            String minutes = count == 3 ? "':%02d'" : "'%02d'";
            offsetPart("case when ", offset, "<0 then '-' else '+' end||printf('%02d',abs(", offset, ")/3600)");
            String value = "printf(" + minutes + ",abs(";
            if (count == 1) {
                offsetPart("case abs(", offset, ")/60%60 when 0 then '' else " + value, offset, ")/60%60) end");
            } else {
                offsetPart(value, offset, ")/60%60)");
            }
        }

        /** NULL stays NULL; printf would convert it to 0. */
        private void offsetPart(Object... parts) {
            flush();
            separate();
            sql.appendSql("case when ");
            Objects.requireNonNull(offset).accept(translator);
            sql.appendSql(" is not null then ");
            for (Object part : parts) {
                if (part instanceof SqlAstNode node) {
                    node.accept(translator);
                } else {
                    sql.appendSql((String) part);
                }
            }
            sql.appendSql(" end");
        }

        /** Times are texts with nine decimal places; a date has none. */
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
