package io.github.dqlite4j.hibernate;

import org.hibernate.community.dialect.SQLiteSqlAstTranslator;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.query.sqm.ComparisonOperator;
import org.hibernate.sql.ast.tree.Statement;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.exec.spi.JdbcOperation;

/** Writes {@code is [not] distinct from} as SQLite's {@code is [not]}, which compares nulls and values alike. */
final class DqliteSqlAstTranslator<T extends JdbcOperation> extends SQLiteSqlAstTranslator<T> {

    DqliteSqlAstTranslator(SessionFactoryImplementor sessionFactory, Statement statement) {
        super(sessionFactory, statement);
    }

    @Override
    protected void renderComparison(Expression left, ComparisonOperator operator, Expression right) {
        switch (operator) {
            case DISTINCT_FROM -> renderInfix(left, " is not ", right);
            case NOT_DISTINCT_FROM -> renderInfix(left, " is ", right);
            default -> super.renderComparison(left, operator, right);
        }
    }

    private void renderInfix(Expression left, String operator, Expression right) {
        left.accept(this);
        appendSql(operator);
        right.accept(this);
    }
}
