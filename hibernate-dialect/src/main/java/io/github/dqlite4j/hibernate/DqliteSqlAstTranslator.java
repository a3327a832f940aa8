package io.github.dqlite4j.hibernate;

import org.hibernate.community.dialect.SQLiteSqlAstTranslator;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.query.sqm.ComparisonOperator;
import org.hibernate.sql.ast.tree.Statement;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.exec.spi.JdbcOperation;

/** Uses {@code is [not] distinct from}, which SQLite supports since 3.39. {@link SQLiteSqlAstTranslator} emulates it. */
final class DqliteSqlAstTranslator<T extends JdbcOperation> extends SQLiteSqlAstTranslator<T> {

    DqliteSqlAstTranslator(SessionFactoryImplementor sessionFactory, Statement statement) {
        super(sessionFactory, statement);
    }

    @Override
    protected void renderComparison(Expression left, ComparisonOperator operator, Expression right) {
        switch (operator) {
            case DISTINCT_FROM, NOT_DISTINCT_FROM -> renderComparisonStandard(left, operator, right);
            default -> super.renderComparison(left, operator, right);
        }
    }
}
