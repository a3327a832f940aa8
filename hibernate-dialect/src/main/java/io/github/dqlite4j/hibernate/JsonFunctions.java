package io.github.dqlite4j.hibernate;

import java.util.ArrayList;
import java.util.List;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.CommonFunctionFactory;
import org.hibernate.dialect.function.json.JsonArrayAggFunction;
import org.hibernate.dialect.function.json.JsonArrayFunction;
import org.hibernate.dialect.function.json.JsonExistsFunction;
import org.hibernate.dialect.function.json.JsonObjectAggFunction;
import org.hibernate.dialect.function.json.JsonObjectFunction;
import org.hibernate.dialect.function.json.JsonPathHelper;
import org.hibernate.dialect.function.json.JsonQueryFunction;
import org.hibernate.dialect.function.json.JsonValueFunction;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.sqm.function.SqmFunctionRegistry;
import org.hibernate.query.sqm.produce.function.FunctionParameterType;
import org.hibernate.query.sqm.produce.function.StandardFunctionReturnTypeResolvers;
import org.hibernate.sql.ast.Clause;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Distinct;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JsonNullBehavior;
import org.hibernate.sql.ast.tree.expression.JsonObjectAggUniqueKeysBehavior;
import org.hibernate.sql.ast.tree.expression.JsonPathPassingClause;
import org.hibernate.sql.ast.tree.expression.JsonQueryEmptyBehavior;
import org.hibernate.sql.ast.tree.expression.JsonQueryErrorBehavior;
import org.hibernate.sql.ast.tree.expression.JsonQueryWrapMode;
import org.hibernate.sql.ast.tree.expression.JsonValueEmptyBehavior;
import org.hibernate.sql.ast.tree.expression.JsonValueErrorBehavior;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.sql.ast.tree.select.SortSpecification;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/** The JSON functions of HQL by those of SQLite. What SQLite cannot tell apart is refused. */
final class JsonFunctions {

    private JsonFunctions() {}

    static void register(FunctionContributions functions, Dialect dialect) {
        TypeConfiguration types = functions.getTypeConfiguration();
        SqmFunctionRegistry registry = functions.getFunctionRegistry();
        registry.register("json_value", new Value(types));
        registry.register("json_query", new Query(types));
        registry.register("json_exists", new Exists(types));
        registry.register("json_object", new Members(types));
        registry.register("json_array", new Elements(types));
        registry.register("json_arrayagg", new ElementsOfRows(types, dialect));
        registry.register("json_objectagg", new MembersOfRows(types));
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

    /** A document and a path in it. */
    private record Place(
            SqlAppender sql,
            SqlAstTranslator<?> translator,
            Expression document,
            Expression path,
            @Nullable JsonPathPassingClause passing) {

        /** {@code before(document,path)after}. */
        void call(String before, String after) {
            sql.appendSql(before);
            document.accept(translator);
            sql.appendSql(',');
            renderPath();
            sql.appendSql(after);
        }

        void arrow() {
            sql.appendSql('(');
            document.accept(translator);
            sql.appendSql("->");
            renderPath();
            sql.appendSql(')');
        }

        void renderPath() {
            if (passing == null) {
                path.accept(translator);
            } else {
                JsonPathHelper.appendInlinedJsonPathIncludingPassingClause(sql, "", path, passing, translator);
            }
        }

        /** Where the standard says NULL for a text that is no JSON, SQLite fails. */
        void ifValid() {
            sql.appendSql("case when json_valid(");
            document.accept(translator);
            sql.appendSql(") then ");
        }
    }

    private static final class Value extends JsonValueFunction {
        Value(TypeConfiguration types) {
            super(types, true, true);
        }

        @Override
        protected void render(
                SqlAppender sql,
                JsonValueArguments arguments,
                ReturnableType<?> returnType,
                SqlAstTranslator<?> translator) {
            JsonValueErrorBehavior error = arguments.errorBehavior();
            JsonValueEmptyBehavior empty = arguments.emptyBehavior();
            if (empty == JsonValueEmptyBehavior.ERROR) {
                throw new UnsupportedOperationException(
                        "dqlite cannot fail for what json_value() does not find (ERROR ON EMPTY)");
            }
            Place place = new Place(
                    sql, translator, arguments.jsonDocument(), arguments.jsonPath(), arguments.passingClause());
            if (error != JsonValueErrorBehavior.ERROR) {
                place.ifValid();
            }
            place.call("case json_type(", ")");
            sql.appendSql(" when 'object' then null when 'array' then null");
            int target = arguments.returningType() == null
                    ? SqlTypes.VARCHAR
                    : arguments.returningType().getJdbcMapping().getJdbcType().getDefaultSqlTypeCode();
            switch (target) {
                case SqlTypes.BOOLEAN -> sql.appendSql(" when 'true' then 1 when 'false' then 0 end");
                case SqlTypes.VARCHAR, SqlTypes.CHAR, SqlTypes.LONG32VARCHAR -> {
                    sql.appendSql(" when 'true' then 'true' when 'false' then 'false'");
                    place.call(" else cast(json_extract(", ") as text) end");
                }
                case SqlTypes.TINYINT, SqlTypes.SMALLINT, SqlTypes.INTEGER, SqlTypes.BIGINT ->
                    place.call(" else cast(json_extract(", ") as integer) end");
                default -> place.call(" else json_extract(", ") end");
            }
            if (error != JsonValueErrorBehavior.ERROR) {
                if (error != null && error.getDefaultExpression() != null) {
                    sql.appendSql(" else ");
                    error.getDefaultExpression().accept(translator);
                }
                sql.appendSql(" end");
            }
            if (empty != null && empty.getDefaultExpression() != null) {
                throw new UnsupportedOperationException(
                        "dqlite cannot tell what json_value() does not find from NULL (ON EMPTY)");
            }
        }
    }

    private static final class Query extends JsonQueryFunction {
        Query(TypeConfiguration types) {
            super(types, true, true);
        }

        @Override
        protected void render(
                SqlAppender sql,
                JsonQueryArguments arguments,
                ReturnableType<?> returnType,
                SqlAstTranslator<?> translator) {
            JsonQueryErrorBehavior error = arguments.errorBehavior();
            JsonQueryEmptyBehavior empty = arguments.emptyBehavior();
            if (empty != null && empty != JsonQueryEmptyBehavior.NULL
                    || error != null && error != JsonQueryErrorBehavior.NULL && error != JsonQueryErrorBehavior.ERROR) {
                throw new UnsupportedOperationException(
                        "dqlite has json_query() only with NULL ON EMPTY, and NULL or ERROR ON ERROR");
            }
            Place place = new Place(
                    sql, translator, arguments.jsonDocument(), arguments.jsonPath(), arguments.passingClause());
            if (error != JsonQueryErrorBehavior.ERROR) {
                place.ifValid();
            }
            JsonQueryWrapMode wrap = arguments.wrapMode();
            if (wrap == null || wrap == JsonQueryWrapMode.WITHOUT_WRAPPER) {
                place.arrow();
            } else {
                place.call("case when json_type(", ") is null then null");
                if (wrap == JsonQueryWrapMode.WITH_CONDITIONAL_WRAPPER) {
                    place.call(" when json_type(", ") in ('array','object') then ");
                    place.arrow();
                }
                sql.appendSql(" else json_array(json(");
                place.arrow();
                sql.appendSql(")) end");
            }
            if (error != JsonQueryErrorBehavior.ERROR) {
                sql.appendSql(" end");
            }
        }
    }

    private static final class Exists extends JsonExistsFunction {
        Exists(TypeConfiguration types) {
            super(types, true, true);
        }

        @Override
        protected void render(
                SqlAppender sql,
                JsonExistsArguments arguments,
                ReturnableType<?> returnType,
                SqlAstTranslator<?> translator) {
            if (arguments.errorBehavior() != null) {
                throw new UnsupportedOperationException("dqlite has json_exists() only with FALSE ON ERROR");
            }
            Place place = new Place(
                    sql, translator, arguments.jsonDocument(), arguments.jsonPath(), arguments.passingClause());
            sql.appendSql('(');
            place.ifValid();
            place.call("json_type(", ") is not null else 0 end)");
        }
    }

    private static final class Members extends JsonObjectFunction {
        Members(TypeConfiguration types) {
            super(types, false);
        }

        @Override
        public void render(
                SqlAppender sql,
                List<? extends SqlAstNode> arguments,
                ReturnableType<?> returnType,
                SqlAstTranslator<?> translator) {
            list(sql, arguments, "json_object(", "{}", JsonNullBehavior.NULL, translator);
        }
    }

    private static final class Elements extends JsonArrayFunction {
        Elements(TypeConfiguration types) {
            super(types);
        }

        @Override
        public void render(
                SqlAppender sql,
                List<? extends SqlAstNode> arguments,
                ReturnableType<?> returnType,
                SqlAstTranslator<?> translator) {
            list(sql, arguments, "json_array(", "[]", JsonNullBehavior.ABSENT, translator);
        }
    }

    private static void list(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            String function,
            String brackets,
            JsonNullBehavior standard,
            SqlAstTranslator<?> translator) {
        JsonNullBehavior nulls = standard;
        int count = arguments.size();
        if (count > 0 && arguments.get(count - 1) instanceof JsonNullBehavior behavior) {
            nulls = behavior;
            count--;
        }
        boolean absent = nulls == JsonNullBehavior.ABSENT && count > 0;
        boolean object = brackets.equals("{}");
        if (absent) {
            sql.appendSql("(select json('" + brackets.charAt(0) + "'||coalesce(group_concat("
                    + (object ? "json_quote(key)||':'||" : "")
                    + "case type when 'true' then 'true' when 'false' then 'false' when 'object' then value"
                    + " when 'array' then value else json_quote(value) end),'')||'" + brackets.charAt(1)
                    + "') from json_each(");
        }
        sql.appendSql(function);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                sql.appendSql(',');
            }
            if (object && i % 2 == 0) {
                arguments.get(i).accept(translator);
            } else {
                value(sql, (Expression) arguments.get(i), translator);
            }
        }
        sql.appendSql(absent ? ")) where type<>'null')" : ")");
    }

    /** A value as JSON has it: booleans, bytes in hexadecimal digits, and JSON itself. */
    private static void value(SqlAppender sql, Expression value, SqlAstTranslator<?> translator) {
        JdbcMappingContainer type = value.getExpressionType();
        int code = type == null || type.getJdbcTypeCount() != 1
                ? SqlTypes.VARCHAR
                : type.getSingleJdbcMapping().getJdbcType().getDefaultSqlTypeCode();
        switch (code) {
            case SqlTypes.BOOLEAN ->
                wrapped(sql, "json(case ", value, " when 1 then 'true' when 0 then 'false' end)", translator);
            case SqlTypes.JSON, SqlTypes.JSON_ARRAY -> wrapped(sql, "json(", value, ")", translator);
            case SqlTypes.BINARY, SqlTypes.VARBINARY, SqlTypes.LONG32VARBINARY, SqlTypes.BLOB ->
                wrapped(sql, "lower(hex(", value, "))", translator);
            default -> value.accept(translator);
        }
    }

    private static void wrapped(
            SqlAppender sql, String before, Expression value, String after, SqlAstTranslator<?> translator) {
        sql.appendSql(before);
        value.accept(translator);
        sql.appendSql(after);
    }

    /** NULL for a group without rows. SQLite orders the rows of an aggregate since 3.44. */
    private static final class ElementsOfRows extends JsonArrayAggFunction {
        private final boolean ordersAggregates;

        ElementsOfRows(TypeConfiguration types, Dialect dialect) {
            super(true, types);
            this.ordersAggregates = dialect.getVersion().isSameOrAfter(3, 44);
        }

        @Override
        public void render(
                SqlAppender sql,
                List<? extends SqlAstNode> arguments,
                @Nullable Predicate filter,
                @Nullable List<SortSpecification> order,
                ReturnableType<?> returnType,
                SqlAstTranslator<?> translator) {
            boolean absent = arguments.size() < 2 || arguments.get(1) != JsonNullBehavior.NULL;
            boolean distinct = arguments.get(0) instanceof Distinct;
            Expression value =
                    arguments.get(0) instanceof Distinct each ? each.getExpression() : (Expression) arguments.get(0);
            List<SortSpecification> sorts = order == null ? List.of() : order;
            sql.appendSql("case when count(*)");
            CollectedRows.filter(sql, translator, filter);
            sql.appendSql(">0 then ");
            if (sorts.isEmpty() || ordersAggregates && !distinct) {
                sql.appendSql(distinct ? "json_group_array(distinct " : "json_group_array(");
                value(sql, value, translator);
                translator.getCurrentClauseStack().push(Clause.WITHIN_GROUP);
                for (int i = 0; i < sorts.size(); i++) {
                    sql.appendSql(i == 0 ? " order by " : ",");
                    sorts.get(i).accept(translator);
                }
                translator.getCurrentClauseStack().pop();
                sql.appendSql(')');
                filterNulls(sql, translator, absent ? value : null, filter);
            } else {
                ordered(sql, value, absent, distinct, filter, sorts, translator);
            }
            sql.appendSql(" end");
        }

        private static void ordered(
                SqlAppender sql,
                Expression value,
                boolean absent,
                boolean distinct,
                @Nullable Predicate filter,
                List<SortSpecification> sorts,
                SqlAstTranslator<?> translator) {
            if (distinct) {
                throw new UnsupportedOperationException("dqlite has json_arrayagg(distinct x) only without ORDER BY");
            }
            List<SqlAstNode> values = new ArrayList<>();
            values.add(new JsonElement(value));
            StringBuilder keys = new StringBuilder();
            for (SortSpecification sort : sorts) {
                keys.append(keys.isEmpty() ? " order by " : ",")
                        .append("value->>")
                        .append(values.size())
                        .append(CollectedRows.direction(sort));
                values.add(sort.getSortExpression());
            }
            CollectedRows.render(
                    sql,
                    translator,
                    false,
                    values,
                    filter,
                    () -> sql.appendSql(
                            "select json('['||coalesce(group_concat(v_),'')||']') from (select value->0 as v_ from "
                                    + CollectedRows.EACH + (absent ? " where value->>0 is not null" : "") + keys
                                    + ")"));
        }

        /** Renders a value as JSON has it. */
        private record JsonElement(Expression value) implements SqlAstNode {
            @Override
            public void accept(org.hibernate.sql.ast.SqlAstWalker walker) {
                SqlAstTranslator<?> translator = (SqlAstTranslator<?>) walker;
                JsonFunctions.value((SqlAppender) translator, value, translator);
            }
        }
    }

    private static void filterNulls(
            SqlAppender sql, SqlAstTranslator<?> translator, @Nullable Expression notNull, @Nullable Predicate filter) {
        if (notNull == null) {
            CollectedRows.filter(sql, translator, filter);
            return;
        }
        translator.getCurrentClauseStack().push(Clause.WHERE);
        sql.appendSql(" filter (where ");
        notNull.accept(translator);
        sql.appendSql(" is not null");
        if (filter != null) {
            sql.appendSql(" and (");
            filter.accept(translator);
            sql.appendSql(')');
        }
        sql.appendSql(')');
        translator.getCurrentClauseStack().pop();
    }

    private static final class MembersOfRows extends JsonObjectAggFunction {
        MembersOfRows(TypeConfiguration types) {
            super(",", true, types);
        }

        @Override
        protected void render(
                SqlAppender sql,
                JsonObjectAggArguments arguments,
                @Nullable Predicate filter,
                ReturnableType<?> returnType,
                SqlAstTranslator<?> translator) {
            if (arguments.uniqueKeysBehavior() == JsonObjectAggUniqueKeysBehavior.WITH) {
                throw new UnsupportedOperationException(
                        "dqlite cannot refuse equal keys in json_objectagg() (WITH UNIQUE KEYS)");
            }
            sql.appendSql("case when count(*)");
            CollectedRows.filter(sql, translator, filter);
            sql.appendSql(">0 then json_group_object(");
            arguments.key().accept(translator);
            sql.appendSql(',');
            value(sql, arguments.value(), translator);
            sql.appendSql(')');
            boolean absent = arguments.nullBehavior() == JsonNullBehavior.ABSENT;
            filterNulls(sql, translator, absent ? arguments.value() : null, filter);
            sql.appendSql(" end");
        }
    }
}
