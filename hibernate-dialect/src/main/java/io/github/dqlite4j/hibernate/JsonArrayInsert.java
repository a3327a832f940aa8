package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.dialect.function.json.AbstractJsonArrayInsertFunction;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.type.spi.TypeConfiguration;

/** {@code json_array_insert(document, '$.list[1]', value)}: the elements from that place on move up. */
final class JsonArrayInsert extends AbstractJsonArrayInsertFunction {

    JsonArrayInsert(TypeConfiguration types) {
        super(types);
    }

    @Override
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        AggregateCall call = AggregateCall.of(sql, translator, arguments, null, null);
        // l_ is the path of the array, i_ the place in it.
        call.write(
                "(select case when json_type(d_,l_)='array' then json_set(d_,l_,json((select '['||group_concat(v_)||']'"
                        + " from (select json->key as v_,key as k_,1 as o_ from json_each(d_->l_)"
                        + " union all select j_,i_,0 order by k_,o_)))) else d_ end from (select d_,j_,substr(q_,1,length(q_)-1) as l_,"
                        + "cast(substr(p_,length(q_)+1) as integer) as i_ from (select d_,j_,rtrim(p_,']') as p_,"
                        + "rtrim(rtrim(p_,']'),'0123456789') as q_ from (select ",
                call.argument(0),
                " as d_,",
                call.argument(1));
        call.write(" as p_,");
        sql.appendSql("json_quote(");
        JsonListFunctions.value(sql, (Expression) call.argument(2), translator);
        call.write(") as j_))))");
    }
}
