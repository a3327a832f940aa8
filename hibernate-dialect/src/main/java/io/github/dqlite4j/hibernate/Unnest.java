package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.UnnestSetReturningFunctionTypeResolver;
import org.hibernate.dialect.function.array.UnnestFunction;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.metamodel.mapping.SqlTypedMapping;
import org.hibernate.query.sqm.sql.SqmToSqlAstConverter;
import org.hibernate.query.sqm.tuple.internal.AnonymousTupleTableGroupProducer;
import org.hibernate.sql.Template;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.type.BasicPluralType;
import org.jspecify.annotations.Nullable;

/** {@code unnest(array)} by {@code json_each}, which may refer to the tables before it. Its keys count from 0. */
final class Unnest extends UnnestFunction {

    Unnest(Dialect dialect) {
        super(new Columns(dialect));
    }

    @Override
    protected void renderJsonTable(
            SqlAppender sql,
            Expression array,
            BasicPluralType<?, ?> type,
            @Nullable SqlTypedMapping mapping,
            AnonymousTupleTableGroupProducer tuple,
            String alias,
            SqlAstTranslator<?> translator) {
        sql.appendSql("json_each(");
        array.accept(translator);
        sql.appendSql(')');
    }

    private static final class Columns extends UnnestSetReturningFunctionTypeResolver {
        private final Dialect dialect;

        Columns(Dialect dialect) {
            super("value", "key");
            this.dialect = dialect;
        }

        @Override
        public SelectableMapping[] resolveFunctionReturnType(
                List<? extends SqlAstNode> arguments,
                String alias,
                boolean lateral,
                boolean withOrdinality,
                SqmToSqlAstConverter converter) {
            SelectableMapping[] columns =
                    super.resolveFunctionReturnType(arguments, alias, lateral, withOrdinality, converter);
            if (columns.length != (withOrdinality ? 2 : 1)) {
                throw new UnsupportedOperationException("dqlite has unnest() only for arrays of basic values");
            }
            JsonElement element = JsonElement.of(columns[0].getJdbcMapping());
            columns[0] = ReadColumn.of(columns[0], element.read(Template.TEMPLATE + ".value", dialect));
            if (withOrdinality) {
                columns[1] = ReadColumn.of(columns[1], "(" + Template.TEMPLATE + ".key+1)");
            }
            return columns;
        }
    }
}
