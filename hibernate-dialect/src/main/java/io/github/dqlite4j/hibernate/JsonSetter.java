package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.sqm.function.AbstractSqmSelfRenderingFunctionDescriptor;
import org.hibernate.query.sqm.function.FunctionKind;
import org.hibernate.query.sqm.produce.function.ArgumentTypesValidator;
import org.hibernate.query.sqm.produce.function.FunctionParameterType;
import org.hibernate.query.sqm.produce.function.StandardArgumentsValidators;
import org.hibernate.query.sqm.produce.function.StandardFunctionReturnTypeResolvers;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.spi.TypeConfiguration;

/** A function that HQL and SQLite have under one name. The value is written as {@code json_object()} writes it. */
final class JsonSetter extends AbstractSqmSelfRenderingFunctionDescriptor {

    JsonSetter(String name, TypeConfiguration types) {
        super(
                name,
                FunctionKind.NORMAL,
                new ArgumentTypesValidator(
                        StandardArgumentsValidators.exactly(3),
                        FunctionParameterType.IMPLICIT_JSON,
                        FunctionParameterType.STRING,
                        FunctionParameterType.ANY),
                StandardFunctionReturnTypeResolvers.invariant(
                        types.getBasicTypeRegistry().resolve(String.class, SqlTypes.JSON)),
                null);
    }

    @Override
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        sql.appendSql(getName() + "(");
        arguments.get(0).accept(translator);
        sql.appendSql(',');
        arguments.get(1).accept(translator);
        sql.appendSql(',');
        JsonListFunctions.value(sql, (Expression) arguments.get(2), translator);
        sql.appendSql(')');
    }
}
