package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.dialect.function.json.AbstractJsonMergepatchFunction;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.type.spi.TypeConfiguration;

/** {@code json_mergepatch(document, patch, …)}: SQLite's {@code json_patch} takes one patch. */
final class JsonMergepatch extends AbstractJsonMergepatchFunction {

    JsonMergepatch(TypeConfiguration types) {
        super(types);
    }

    @Override
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        sql.appendSql("json_patch(".repeat(arguments.size() - 1));
        arguments.get(0).accept(translator);
        for (SqlAstNode patch : arguments.subList(1, arguments.size())) {
            sql.appendSql(',');
            patch.accept(translator);
            sql.appendSql(')');
        }
    }
}
