package io.github.dqlite4j.hibernate;

import org.hibernate.community.dialect.SQLiteSqlAstTranslator;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.query.common.TemporalUnit;
import org.hibernate.query.sqm.ComparisonOperator;
import org.hibernate.query.sqm.tree.expression.Conversion;
import org.hibernate.sql.ast.tree.Statement;
import org.hibernate.sql.ast.tree.expression.Duration;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.exec.spi.JdbcOperation;

/**
 * Uses {@code is [not] distinct from}, which SQLite supports since 3.39 and {@link SQLiteSqlAstTranslator} emulates, and calculates
 * durations as integers.
 */
final class DqliteSqlAstTranslator<T extends JdbcOperation> extends SQLiteSqlAstTranslator<T> {

    DqliteSqlAstTranslator(SessionFactoryImplementor sessionFactory, Statement statement) {
        super(sessionFactory, statement);
    }

    /** In whole units. Hibernate divides by a power of ten, whose quotient SQLite makes a REAL. */
    @Override
    public void visitConversion(Conversion conversion) {
        Duration duration = conversion.getDuration();
        appendSql("cast((");
        duration.getMagnitude().accept(this);
        appendSql(")" + duration.getUnit().conversionFactorFull(conversion.getUnit(), getDialect()) + " as integer)");
    }

    /** In nanoseconds, as an integer if the magnitude is one. */
    @Override
    public void visitDuration(Duration duration) {
        appendSql("((");
        duration.getMagnitude().accept(this);
        appendSql(")" + duration.getUnit().conversionFactorFull(TemporalUnit.NANOSECOND, getDialect()) + ")");
    }

    @Override
    protected void renderComparison(Expression left, ComparisonOperator operator, Expression right) {
        switch (operator) {
            case DISTINCT_FROM, NOT_DISTINCT_FROM -> renderComparisonStandard(left, operator, right);
            default -> super.renderComparison(left, operator, right);
        }
    }
}
