package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.sqm.function.FunctionRenderer;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Writes an aggregate function of SQLite with one argument. It is not a function of HQL.
 *
 * @param name the function's name in SQL
 */
record AggregateRenderer(String name) implements FunctionRenderer {

    @Override
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        render(sql, arguments, null, returnType, translator);
    }

    @Override
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            @Nullable Predicate filter,
            ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        AggregateCall call = AggregateCall.of(sql, translator, arguments, filter, null);
        call.write(name + "(", call.argument(0), ")");
        call.writeFilter();
    }
}
