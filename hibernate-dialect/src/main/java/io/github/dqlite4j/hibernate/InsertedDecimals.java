package io.github.dqlite4j.hibernate;

import java.util.ArrayList;
import java.util.List;
import org.hibernate.sql.ast.spi.SqlSelection;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.insert.InsertSelectStatement;
import org.hibernate.sql.ast.tree.insert.Values;
import org.hibernate.sql.ast.tree.update.Assignable;
import org.hibernate.sql.results.internal.SqlSelectionImpl;
import org.jspecify.annotations.Nullable;

/** Rounds what an INSERT of HQL calculates to the digits of its columns, as {@link DecimalSql#assigned} does for an UPDATE. */
final class InsertedDecimals {

    private final List<@Nullable Integer> digits = new ArrayList<>();

    /** Notes the next columns of the INSERT. */
    void add(Assignable target, List<ColumnReference> columns) {
        Integer known = DecimalSql.digitsOfColumn(target);
        columns.forEach(column -> digits.add(known));
    }

    /** Rounds the values of the statement, whose columns have been added. */
    void round(InsertSelectStatement statement) {
        for (Values values : statement.getValuesList()) {
            List<Expression> expressions = values.getExpressions();
            for (int i = 0; i < expressions.size() && i < digits.size(); i++) {
                expressions.set(i, rounded(i, expressions.get(i)));
            }
        }
        if (statement.getSourceSelectStatement() != null) {
            statement
                    .getSourceSelectStatement()
                    .visitQuerySpecs(
                            query -> roundSelections(query.getSelectClause().getSqlSelections()));
        }
    }

    private void roundSelections(List<SqlSelection> selections) {
        for (int i = 0; i < selections.size() && i < digits.size(); i++) {
            SqlSelection selection = selections.get(i);
            Expression expression = selection.getExpression();
            Expression rounded = rounded(i, expression);
            if (rounded != expression) {
                selections.set(
                        i,
                        new SqlSelectionImpl(
                                selection.getJdbcResultSetIndex(),
                                selection.getValuesArrayPosition(),
                                rounded,
                                selection.isVirtual()));
            }
        }
    }

    private Expression rounded(int column, Expression value) {
        Integer places = digits.get(column);
        return places == null ? value : DecimalSql.rounded(value, places);
    }
}
