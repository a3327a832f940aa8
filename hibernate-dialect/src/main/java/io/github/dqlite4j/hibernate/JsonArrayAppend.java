package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.dialect.function.json.AbstractJsonArrayAppendFunction;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.type.spi.TypeConfiguration;

/**
 * {@code json_array_append(document, '$.list', value)}: a value that is not an array becomes one, and a path that does not exist stays
 * absent.
 */
final class JsonArrayAppend extends AbstractJsonArrayAppendFunction {

    JsonArrayAppend(TypeConfiguration types) {
        super(types);
    }

    @Override
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        AggregateCall call = AggregateCall.of(sql, translator, arguments, null, null);
        call.write(
                "(select case when json_type(d_,p_) is null then d_ else json_insert(case json_type(d_,p_) when 'array' then d_"
                        + " else json_replace(d_,p_,json('['||(d_->p_)||']')) end,p_||'[#]',json(j_)) end from (select ",
                call.argument(0),
                " as d_,",
                call.argument(1));
        call.write(" as p_,json_quote(");
        JsonListFunctions.value(sql, (Expression) call.argument(2), translator);
        call.write(") as j_))");
    }
}
