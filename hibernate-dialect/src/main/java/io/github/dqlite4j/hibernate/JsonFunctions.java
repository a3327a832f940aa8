package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.CommonFunctionFactory;
import org.hibernate.dialect.function.json.JsonArrayAggFunction;
import org.hibernate.query.sqm.function.SqmFunctionRegistry;
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
        registry.register("json_array_append", new JsonArrayAppend(types));
        registry.register("json_mergepatch", new JsonMergepatch(types));
        for (String name : List.of("json_set", "json_insert", "json_replace")) {
            registry.register(name, new JsonSetter(name, types));
        }
        new CommonFunctionFactory(functions).jsonRemove_mysql();
    }
}
