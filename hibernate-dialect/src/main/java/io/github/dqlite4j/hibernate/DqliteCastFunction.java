package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.CastFunction;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.sqm.CastType;
import org.hibernate.query.sqm.produce.function.internal.PatternRenderer;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.CastTarget;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.type.BasicPluralType;
import org.hibernate.type.descriptor.java.CharacterJavaType;
import org.jspecify.annotations.Nullable;

/**
 * Casts that SQLite does not have: {@code cast(x as String(3))} truncates, and a text that is cast to a date or time is parsed. A text that
 * is not a boolean, date or time is an error, as on PostgreSQL.
 */
final class DqliteCastFunction extends CastFunction {

    /** Fails with an integer overflow. It depends on the text; otherwise SQLite would always calculate it. */
    static final String FAIL = "case when ?1 is null then null else abs(-9223372036854775808+0*length(?1)) end";

    static final String TEXT_TO_BOOLEAN =
            "case when lower(?1) in ('t','true','y','1') then 1 when lower(?1) in ('f','false','n','0') then 0 else "
                    + FAIL + " end";

    private final Dialect dialect;

    private DqliteCastFunction(Dialect dialect, int booleanTypeCode) {
        super(dialect, booleanTypeCode);
        this.dialect = dialect;
    }

    static void register(FunctionContributions functions, Dialect dialect) {
        int booleanTypeCode = functions
                .getTypeConfiguration()
                .getCurrentBaseSqlTypeIndicators()
                .getPreferredSqlTypeCodeForBoolean();
        functions.getFunctionRegistry().register("cast", new DqliteCastFunction(dialect, booleanTypeCode));
    }

    @Override
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> returnType,
            SqlAstTranslator<?> walker) {
        Expression source = (Expression) arguments.get(0);
        CastType from = castType(source);
        CastTarget target = (CastTarget) arguments.get(1);
        if (castType(target) == CastType.FIXED && target.getScale() != null) {
            String pattern = NumberCasts.rounded(dialect.castPattern(from, CastType.FIXED), target.getScale());
            new PatternRenderer(pattern).render(sql, arguments, walker);
            return;
        }
        DecimalDigits digits = castType(target) == CastType.STRING ? DecimalDigits.ofDecimal(source) : null;
        if (digits != null && digits.scale() instanceof DecimalScale.Fixed scale && target.getLength() == null) {
            new PatternRenderer(NumberCasts.decimalToText(scale.digits())).render(sql, arguments, walker);
            return;
        }
        TemporalKind kind = TemporalKind.of(target.getExpressionType());
        if (kind != null) {
            new PatternRenderer(temporalPattern(source, target, kind)).render(sql, arguments, walker);
        } else if (length(target) != null) {
            sql.appendSql("substr(");
            renderWhole(sql, arguments, returnType, walker);
            sql.appendSql(",1," + length(target) + ")");
        } else {
            renderWhole(sql, arguments, returnType, walker);
        }
    }

    /** An array cast to a text is {@code [a,null,b]}, as on databases with arrays, and not its JSON text. */
    private void renderWhole(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> returnType,
            SqlAstTranslator<?> walker) {
        Expression source = (Expression) arguments.get(0);
        if (castType((CastTarget) arguments.get(1)) == CastType.STRING
                && source.getExpressionType().getSingleJdbcMapping() instanceof BasicPluralType<?, ?>) {
            renderCastArrayToString(sql, source, dialect, walker);
        } else {
            super.render(sql, arguments, returnType, walker);
        }
    }

    /** SQLite ignores the length of a text or of bytes. A Character is a text with one character. */
    private static @Nullable Long length(CastTarget target) {
        JdbcMapping mapping = target.getExpressionType().getSingleJdbcMapping();
        if (mapping.getJavaTypeDescriptor() == CharacterJavaType.INSTANCE) {
            return 1L;
        }
        return castType(target) == CastType.STRING || mapping.getJdbcType().isBinary() ? target.getLength() : null;
    }

    private static CastType castType(Expression expression) {
        return expression.getExpressionType().getSingleJdbcMapping().getCastType();
    }

    private static String temporalPattern(Expression from, CastTarget target, TemporalKind to) {
        JdbcMapping mapping = from.getExpressionType().getSingleJdbcMapping();
        TemporalKind kind = TemporalKind.of(mapping);
        if (kind == TemporalKind.POINT
                && TemporalCasts.isLegacy(target.getExpressionType().getSingleJdbcMapping())) {
            // Read as the point in time that it is.
            return to == TemporalKind.LOCAL ? "?1" : TemporalCasts.pattern(kind, to);
        } else if (to == TemporalKind.POINT && TemporalCasts.needsZone(mapping) && !ClientClock.isCurrent(from)) {
            throw new UnsupportedOperationException(
                    "dqlite cannot cast java.util.Date to a point in time: the server does not know the zone of its text."
                            + " Map the attribute as an Instant");
        }
        String pattern = TemporalCasts.pattern(kind, to);
        return mapping.getCastType() == CastType.STRING ? "coalesce(" + pattern + "," + FAIL + ")" : pattern;
    }
}
