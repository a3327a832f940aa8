package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.query.sqm.ComparisonOperator;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.expression.Any;
import org.hibernate.sql.ast.tree.expression.Every;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.ModifiedSubQueryExpression;
import org.hibernate.sql.ast.tree.expression.SqlTupleContainer;
import org.hibernate.sql.ast.tree.select.SelectStatement;
import org.jspecify.annotations.Nullable;

/**
 * {@code x > all (select …)} and {@code x > any (select …)}, which SQLite does not have. They are compared with the minimum and the
 * maximum of the rows, so that the subquery may be of any kind and {@code x} may be an aggregate. The result is true, false, or NULL as SQL
 * defines it for rows that are NULL.
 */
final class QuantifiedComparison {
    private static final String ROWS = "with q_(c_) as ";

    private final SqlAppender sql;
    private final SqlAstTranslator<?> translator;
    private final Expression left;
    private final SelectStatement rows;

    private QuantifiedComparison(
            SqlAppender sql, SqlAstTranslator<?> translator, Expression left, SelectStatement rows) {
        this.sql = sql;
        this.translator = translator;
        this.left = left;
        this.rows = rows;
    }

    /** Renders the comparison if {@code right} is quantified. */
    static boolean render(
            SqlAppender sql,
            SqlAstTranslator<?> translator,
            Expression left,
            ComparisonOperator operator,
            Expression right) {
        if (right instanceof Every every) {
            new QuantifiedComparison(sql, translator, left, every.getSubquery()).all(operator);
        } else if (right instanceof Any any) {
            new QuantifiedComparison(sql, translator, left, any.getSubquery()).any(operator);
        } else if (right instanceof ModifiedSubQueryExpression criteria) {
            QuantifiedComparison comparison = new QuantifiedComparison(sql, translator, left, criteria.getSubQuery());
            if (criteria.getModifier() == ModifiedSubQueryExpression.Modifier.ALL) {
                comparison.all(operator);
            } else {
                comparison.any(operator);
            }
        } else {
            return false;
        }
        return true;
    }

    private void all(ComparisonOperator operator) {
        if (operator == ComparisonOperator.NOT_EQUAL) {
            in(" not in ");
        } else if (isTuple()) {
            eachRow(operator, "min", false);
        } else {
            extremes(operator.negated(), true);
        }
    }

    private void any(ComparisonOperator operator) {
        if (operator == ComparisonOperator.EQUAL) {
            in(" in ");
        } else if (isTuple()) {
            eachRow(operator, "max", true);
        } else {
            extremes(operator, false);
        }
    }

    private boolean isTuple() {
        return tupleSize() > 1;
    }

    private int tupleSize() {
        return left instanceof SqlTupleContainer container && container.getSqlTuple() != null
                ? container.getSqlTuple().getExpressions().size()
                : 1;
    }

    private void in(String operator) {
        left.accept(translator);
        sql.appendSql(operator);
        rows.accept(translator);
    }

    /**
     * @param operator one row for which it is true decides the result
     * @param whenNone the result if it is true for no row, and no row is NULL
     */
    private void extremes(ComparisonOperator operator, boolean whenNone) {
        sql.appendSql("(" + ROWS);
        rows.accept(translator);
        sql.appendSql(" select case when count(*)=0 then " + bit(whenNone) + " when ");
        switch (operator) {
            case GREATER_THAN, GREATER_THAN_OR_EQUAL -> compared(operator, "min");
            case LESS_THAN, LESS_THAN_OR_EQUAL -> compared(operator, "max");
            case NOT_EQUAL -> {
                compared(operator, "min");
                sql.appendSql(" or ");
                compared(operator, "max");
            }
            default ->
                throw new UnsupportedOperationException(
                        "dqlite cannot compare with ALL or ANY by " + operator.sqlText());
        }
        sql.appendSql(" then " + bit(!whenNone) + " when count(c_)<count(*) or ");
        left.accept(translator);
        sql.appendSql(" is null then null else " + bit(whenNone) + " end from q_)");
    }

    private void compared(ComparisonOperator operator, String extreme) {
        left.accept(translator);
        sql.appendSql(operator.sqlText() + extreme + "(c_)");
    }

    /** Tuples have no minimum: each row is compared, and the results, 0, 1 and NULL, have one. */
    private void eachRow(ComparisonOperator operator, String extreme, boolean decisive) {
        StringBuilder columns = new StringBuilder("c_");
        for (int i = 1; i < tupleSize(); i++) {
            columns.append(",c").append(i).append('_');
        }
        sql.appendSql("(with q_(" + columns + ") as ");
        rows.accept(translator);
        sql.appendSql(" select case when " + extreme + "(r_)=" + bit(decisive) + " then " + bit(decisive)
                + " when count(r_)<count(*) then null else " + bit(!decisive) + " end from (select ");
        left.accept(translator);
        sql.appendSql(operator.sqlText() + "(" + columns + ") as r_ from q_))");
    }

    private static String bit(boolean value) {
        return value ? "1" : "0";
    }

    /** The subquery of {@code x in (subquery)}, if the list contains nothing else; null otherwise. */
    static @Nullable SelectStatement onlySubquery(List<Expression> list) {
        return list.size() == 1 && list.get(0) instanceof SelectStatement subquery ? subquery : null;
    }
}
