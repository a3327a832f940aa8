package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.common.TemporalUnit;
import org.hibernate.query.spi.QueryEngine;
import org.hibernate.query.sqm.function.SelfRenderingSqmFunction;
import org.hibernate.query.sqm.tree.SqmTypedNode;
import org.hibernate.query.sqm.tree.expression.SqmExtractUnit;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.spi.TypeConfiguration;

/** {@code trunc()} of numbers, to decimals, and of dates and times, to a unit. The result has the form of the argument. */
final class TruncFunction extends org.hibernate.dialect.function.TruncFunction {
    /** SQLite's trunc() has one argument. To truncate to decimal places, the decimal text that SQLite shows for the number is shortened. */
    private static final String DECIMALS = "(trunc(round(?1*power(10,?2),6))/power(10,?2))";

    TruncFunction(TypeConfiguration types) {
        super("trunc(?1)", DECIMALS, null, null, types);
    }

    @Override
    protected <T> SelfRenderingSqmFunction<T> generateSqmFunctionExpression(
            List<? extends SqmTypedNode<?>> arguments, ReturnableType<T> type, QueryEngine engine) {
        if (arguments.size() != 2 || !(arguments.get(1) instanceof SqmExtractUnit<?> unit)) {
            return super.generateSqmFunctionExpression(arguments, type, engine);
        }
        TemporalUnit to = unit.getUnit();
        return new SelfRenderingSqmFunction<>(
                this,
                (sql, nodes, result, translator) -> render(sql, nodes.get(0), to, translator),
                arguments,
                type,
                null,
                getReturnTypeResolver(),
                engine.getCriteriaBuilder(),
                getName());
    }

    private static void render(SqlAppender sql, SqlAstNode time, TemporalUnit unit, SqlAstTranslator<?> translator) {
        int code = ((Expression) time)
                .getExpressionType()
                .getSingleJdbcMapping()
                .getJdbcType()
                .getDefaultSqlTypeCode();
        String rest = switch (code) {
            case SqlTypes.DATE -> "";
            case SqlTypes.TIMESTAMP_WITH_TIMEZONE, SqlTypes.TIMESTAMP_UTC -> " 00:00:00.000000000Z";
            case SqlTypes.TIMESTAMP -> " 00:00:00.000000000";
            default ->
                throw new UnsupportedOperationException("dqlite can only truncate dates and timestamps to a unit");
        };
        switch (unit) {
            case YEAR -> cut(sql, time, translator, 4, "-01-01" + rest);
            case MONTH -> cut(sql, time, translator, 7, "-01" + rest);
            case DAY -> cut(sql, time, translator, 10, rest);
            case HOUR -> cut(sql, time, translator, 13, rest.isEmpty() ? "" : rest.substring(3));
            case MINUTE -> cut(sql, time, translator, 16, rest.isEmpty() ? "" : rest.substring(6));
            case SECOND -> cut(sql, time, translator, 19, rest.isEmpty() ? "" : rest.substring(9));
            case WEEK -> {
                sql.appendSql("(date(");
                time.accept(translator);
                sql.appendSql(",'-6 days','weekday 1')||'" + rest + "')");
            }
            case QUARTER -> {
                sql.appendSql("(strftime('%Y-',");
                time.accept(translator);
                sql.appendSql(")||printf('%02d',(strftime('%m',");
                time.accept(translator);
                sql.appendSql(")-1)/3*3+1)||'-01" + rest + "')");
            }
            default -> throw new UnsupportedOperationException("dqlite cannot truncate to the unit " + unit);
        }
    }

    private static void cut(SqlAppender sql, SqlAstNode time, SqlAstTranslator<?> translator, int length, String rest) {
        sql.appendSql("(substr(");
        time.accept(translator);
        sql.appendSql(",1," + length + ")||'" + rest + "')");
    }
}
