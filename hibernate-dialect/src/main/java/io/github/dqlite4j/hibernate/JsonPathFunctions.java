package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.json.JsonExistsFunction;
import org.hibernate.dialect.function.json.JsonPathHelper;
import org.hibernate.dialect.function.json.JsonQueryFunction;
import org.hibernate.dialect.function.json.JsonValueFunction;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JsonExistsErrorBehavior;
import org.hibernate.sql.ast.tree.expression.JsonPathPassingClause;
import org.hibernate.sql.ast.tree.expression.JsonQueryEmptyBehavior;
import org.hibernate.sql.ast.tree.expression.JsonQueryErrorBehavior;
import org.hibernate.sql.ast.tree.expression.JsonQueryWrapMode;
import org.hibernate.sql.ast.tree.expression.JsonValueEmptyBehavior;
import org.hibernate.sql.ast.tree.expression.JsonValueErrorBehavior;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/** The JSON functions of HQL that look for a path in a document. Cases that SQLite cannot distinguish are refused. */
final class JsonPathFunctions {

    private JsonPathFunctions() {}

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

        /** For a text that is not JSON the standard requires NULL, but SQLite fails. */
        void ifValid() {
            sql.appendSql("case when json_valid(");
            document.accept(translator);
            sql.appendSql(") then ");
        }

        /** In a document that is NULL, no path is found: the result is NULL. */
        void unlessNull(Runnable value) {
            sql.appendSql("case when ");
            document.accept(translator);
            sql.appendSql(" is not null then ");
            value.run();
            sql.appendSql(" end");
        }

        /**
         * Writes an expression that fails when SQLite calculates it, unless the document is NULL. The error shows the reason, because that
         * is used as a path.
         */
        void fail(String reason) {
            sql.appendSql("json_extract(");
            document.accept(translator);
            sql.appendSql(",'" + reason + "')");
        }
    }

    static final class Value extends JsonValueFunction {
        private final Dialect dialect;

        Value(TypeConfiguration types, Dialect dialect) {
            super(types, true, true);
            this.dialect = dialect;
        }

        @Override
        protected void render(
                SqlAppender sql,
                JsonValueArguments arguments,
                ReturnableType<?> returnType,
                SqlAstTranslator<?> translator) {
            JsonValueErrorBehavior error = arguments.errorBehavior();
            boolean fails = error == JsonValueErrorBehavior.ERROR;
            Expression onError = error == null ? null : error.getDefaultExpression();
            JsonValueEmptyBehavior empty = arguments.emptyBehavior();
            Place place = new Place(
                    sql, translator, arguments.jsonDocument(), arguments.jsonPath(), arguments.passingClause());
            if (!fails) {
                place.ifValid();
            }
            if (empty == JsonValueEmptyBehavior.ERROR) {
                place.call("case when json_type(", ") is null then ");
                place.fail("ERROR ON EMPTY");
                sql.appendSql(" else ");
            } else if (empty != null && empty.getDefaultExpression() != null) {
                place.call("case when json_type(", ") is null then ");
                place.unlessNull(() -> empty.getDefaultExpression().accept(translator));
                sql.appendSql(" else ");
            }
            place.call("case json_type(", ")");
            for (String type : List.of("object", "array")) {
                sql.appendSql(" when '" + type + "' then ");
                if (fails) {
                    place.fail("ERROR ON ERROR");
                } else if (onError != null) {
                    onError.accept(translator);
                } else {
                    sql.appendSql("null");
                }
            }
            JdbcMapping mapping = arguments.returningType() == null
                    ? null
                    : arguments.returningType().getJdbcMapping();
            int target =
                    mapping == null ? SqlTypes.VARCHAR : mapping.getJdbcType().getDefaultSqlTypeCode();
            switch (target) {
                case SqlTypes.BOOLEAN -> sql.appendSql(" when 'true' then 1 when 'false' then 0 end");
                case SqlTypes.VARCHAR, SqlTypes.CHAR, SqlTypes.LONG32VARCHAR -> {
                    sql.appendSql(" when 'true' then 'true' when 'false' then 'false'");
                    place.call(" else cast(json_extract(", ") as text) end");
                }
                case SqlTypes.TINYINT, SqlTypes.SMALLINT, SqlTypes.INTEGER, SqlTypes.BIGINT ->
                    place.call(" else cast(json_extract(", ") as integer) end");
                case SqlTypes.BINARY, SqlTypes.VARBINARY, SqlTypes.LONG32VARBINARY, SqlTypes.BLOB ->
                    place.call(" else " + JsonElement.unhex(dialect, "json_extract("), ")) end");
                default -> {
                    if (mapping != null && TemporalKind.of(mapping) != null) {
                        place.call(
                                " else (select " + TemporalCasts.ofIso("v_", mapping) + " from (select json_extract(",
                                ") as v_)) end");
                    } else {
                        place.call(" else json_extract(", ") end");
                    }
                }
            }
            if (empty == JsonValueEmptyBehavior.ERROR || empty != null && empty.getDefaultExpression() != null) {
                sql.appendSql(" end");
            }
            if (onError != null) {
                sql.appendSql(" else ");
                place.unlessNull(() -> onError.accept(translator));
            }
            if (!fails) {
                sql.appendSql(" end");
            }
        }
    }

    static final class Query extends JsonQueryFunction {
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
            Place place = new Place(
                    sql, translator, arguments.jsonDocument(), arguments.jsonPath(), arguments.passingClause());
            if (error != JsonQueryErrorBehavior.ERROR) {
                place.ifValid();
            }
            boolean empties = empty != null && empty != JsonQueryEmptyBehavior.NULL;
            if (empties) {
                place.call("case when json_type(", ") is null then ");
                if (empty == JsonQueryEmptyBehavior.ERROR) {
                    place.fail("ERROR ON EMPTY");
                } else {
                    place.unlessNull(
                            () -> sql.appendSql(empty == JsonQueryEmptyBehavior.EMPTY_ARRAY ? "'[]'" : "'{}'"));
                }
                sql.appendSql(" else ");
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
            if (empties) {
                sql.appendSql(" end");
            }
            if (error != JsonQueryErrorBehavior.ERROR) {
                if (error != null && error != JsonQueryErrorBehavior.NULL) {
                    sql.appendSql(" else ");
                    place.unlessNull(
                            () -> sql.appendSql(error == JsonQueryErrorBehavior.EMPTY_ARRAY ? "'[]'" : "'{}'"));
                }
                sql.appendSql(" end");
            }
        }
    }

    static final class Exists extends JsonExistsFunction {
        Exists(TypeConfiguration types) {
            super(types, true, true);
        }

        @Override
        protected void render(
                SqlAppender sql,
                JsonExistsArguments arguments,
                ReturnableType<?> returnType,
                SqlAstTranslator<?> translator) {
            JsonExistsErrorBehavior error = arguments.errorBehavior();
            Place place = new Place(
                    sql, translator, arguments.jsonDocument(), arguments.jsonPath(), arguments.passingClause());
            if (error == JsonExistsErrorBehavior.ERROR) {
                place.call("(json_type(", ") is not null)");
                return;
            }
            sql.appendSql('(');
            place.ifValid();
            place.call("json_type(", ") is not null else ");
            if (error == JsonExistsErrorBehavior.TRUE) {
                place.document.accept(translator);
                sql.appendSql(" is not null end)");
            } else {
                sql.appendSql("0 end)");
            }
        }
    }
}
