package io.github.dqlite4j.hibernate;

import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.CommonFunctionFactory;
import org.hibernate.dialect.function.json.JsonArrayAggFunction;
import org.hibernate.query.sqm.function.SqmFunctionRegistry;
import org.hibernate.query.sqm.produce.function.FunctionParameterType;
import org.hibernate.query.sqm.produce.function.StandardFunctionReturnTypeResolvers;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.spi.TypeConfiguration;

/** The JSON functions of HQL by those of SQLite. Cases that SQLite cannot distinguish are refused. */
final class JsonFunctions {

    private JsonFunctions() {}

    static void register(FunctionContributions functions, Dialect dialect) {
        TypeConfiguration types = functions.getTypeConfiguration();
        SqmFunctionRegistry registry = functions.getFunctionRegistry();
        registry.register("json_value", new JsonPathFunctions.Value(types, dialect));
        registry.register("json_query", new JsonPathFunctions.Query(types));
        registry.register("json_exists", new JsonPathFunctions.Exists(types));
        registry.register("json_object", new JsonListFunctions.Members(types));
        registry.register("json_array", new JsonListFunctions.Elements(types));
        registry.register(
                "json_arrayagg", new JsonListFunctions.ElementsOfRows(new JsonArrayAggFunction(true, types), dialect));
        registry.register("json_objectagg", new JsonListFunctions.MembersOfRows(types));
        registry.register("json_array_insert", new JsonArrayInsert(types));
        CommonFunctionFactory hibernate = new CommonFunctionFactory(functions);
        hibernate.jsonSet_mysql();
        hibernate.jsonRemove_mysql();
        hibernate.jsonReplace_mysql();
        hibernate.jsonInsert_mysql();
        registry.patternDescriptorBuilder("json_mergepatch", "json_patch(?1,?2)")
                .setExactArgumentCount(2)
                .setParameterTypes(FunctionParameterType.IMPLICIT_JSON, FunctionParameterType.IMPLICIT_JSON)
                .setReturnTypeResolver(StandardFunctionReturnTypeResolvers.invariant(
                        types.getBasicTypeRegistry().resolve(String.class, SqlTypes.JSON)))
                .register();
        registry.patternDescriptorBuilder("json_array_append", "json_insert(?1,?2||'[#]',?3)")
                .setExactArgumentCount(3)
                .setParameterTypes(
                        FunctionParameterType.IMPLICIT_JSON, FunctionParameterType.STRING, FunctionParameterType.ANY)
                .setReturnTypeResolver(StandardFunctionReturnTypeResolvers.invariant(
                        types.getBasicTypeRegistry().resolve(String.class, SqlTypes.JSON)))
                .register();
    }
}
