package io.github.dqlite4j.hibernate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.CommonFunctionFactory;
import org.hibernate.dialect.function.array.ArrayAggFunction;
import org.hibernate.query.sqm.function.AbstractSqmFunctionDescriptor;
import org.hibernate.query.sqm.function.SqmFunctionDescriptor;
import org.hibernate.query.sqm.function.SqmFunctionRegistry;

/**
 * The array functions of HQL, on JSON arrays. Hibernate defines their arguments and results; their SQL is written in the notation of {@link
 * ArrayFunction}.
 */
final class ArrayFunctions {
    private static final String INCLUDES =
            "case when $1 is not null then not exists(select value from json_each($1) except select value from json_each($a))";

    /** Functions that Hibernate 7.2 does not have. */
    private static final Set<String> ORDERS = Set.of("array_reverse", "array_sort");

    private static final boolean HAS_ORDERS = Arrays.stream(CommonFunctionFactory.class.getMethods())
            .anyMatch(method -> method.getName().equals("arraySort"));

    private static final Map<String, ArrayFunction.Form> FORMS = new LinkedHashMap<>();

    static {
        form("array_get", "av", "(select $value from json_each($a) where key=$1-1)");
        form("array_length", "d", "json_array_length($a)");
        form(
                "array_position",
                "aev",
                "coalesce((select min(key)+1 from json_each($a) where value is $1 and key>=coalesce($2,1)-1),0)");
        for (String name : new String[] {"array_positions", "array_positions_list"}) {
            rows(name, "ae", "select key+1 as v_ from json_each($a) where value is $1");
        }
        form("array_contains", "ae", "exists(select 1 from json_each($a) where value is $1)");
        form("array_contains_nullable", "ae", "exists(select 1 from json_each($a) where value is $1)");
        form("array_includes", "ab", INCLUDES + " and not exists(select 1 from json_each($1) where value is null) end");
        form("array_includes_nullable", "ab", INCLUDES + " end");
        form(
                "array_intersects",
                "ab",
                "case when $1 is not null then exists(select value from json_each($1) where value is not null"
                        + " intersect select value from json_each($a)) end");
        form(
                "array_intersects_nullable",
                "ab",
                "case when $1 is not null then exists(select value from json_each($1)"
                        + " intersect select value from json_each($a)) end");
        form("array_append", "ae", "json_insert($a,'$[#]',json($json1))");
        rows(
                "array_prepend",
                "ea",
                "select $json1 as v_,-1 as k_ union all select json->key,key from json_each($a) order by k_");
        // After the end of the array, NULLs are added up to the position.
        rows(
                "array_set",
                "Ave",
                "select json->key as v_,key as k_ from json_each(coalesce($a,'[]')) where key<>$1-1"
                        + " union all select $json2,$1-1"
                        + " union all select 'null',key+json_array_length(coalesce($a,'[]')) from "
                        + times("$1-1-json_array_length(coalesce($a,'[]'))") + " order by k_");
        rows("array_remove", "ae", "select json->key as v_ from json_each($a) where value is not $1");
        rows("array_remove_index", "av", "select json->key as v_ from json_each($a) where key is not $1-1");
        rows(
                "array_replace",
                "aee",
                "select case when value is $1 then $json2 else json->key end as v_ from json_each($a)");
        form(
                "array_slice",
                "avv",
                "case when $1+$2 is not null then "
                        + list("select json->key as v_ from json_each($a) where key between $1-1 and $2-1") + " end");
        // An array that is too short is an error on every database. SQLite's message shows the text, which is not a
        // path.
        form(
                "array_trim",
                "av",
                "case when $1 between 0 and json_array_length($a) then "
                        + list("select json->key as v_ from json_each($a) where key<json_array_length($a)-$1")
                        + " when $1 is not null then json_extract($a,'array_trim: the array has fewer elements') end");
        rows("array_reverse", "a", "select json->key as v_ from json_each($a) order by key desc");
        // The second argument is true for a descending order, the third one if NULLs are first.
        rows(
                "array_sort",
                "avv",
                "select json->key as v_,case when value is null then 1-2*coalesce($2,$1,0) else 0 end as n_,"
                        + "case when $1 then value end as d_ from json_each($a) order by n_,d_ desc,value");
        form(
                "array_to_string",
                "avv",
                "coalesce((select group_concat(v_,$1) from (select case type when 'true' then 'true'"
                        + " when 'false' then 'false' when 'null' then $2 else value end as v_ from json_each($a))),'')");
        for (String name : new String[] {"array_fill", "array_fill_list"}) {
            rows(name, "ev", "select $json1 as v_ from " + times("$2"));
        }
        // All arguments are one array of arrays.
        form(
                "array_concat",
                "c",
                "case when not exists(select 1 from json_each($a) where type='null') then "
                        + list("select i_.json->i_.key as v_ from json_each($a) o_,json_each(o_.value) i_"
                                + " order by o_.key,i_.key")
                        + " end");
        form("array", "j", "$a");
        form("array_list", "j", "$a");
    }

    private ArrayFunctions() {}

    private static void form(String name, String arguments, String sql) {
        FORMS.put(name, new ArrayFunction.Form(arguments, sql));
    }

    private static void rows(String name, String arguments, String rows) {
        form(name, arguments, list(rows));
    }

    /** The array of the JSON texts in the column {@code v_}. SQLite keeps the order of a subquery for group_concat. */
    private static String list(String rows) {
        return "(select json('['||coalesce(group_concat(v_),'')||']') from (" + rows + "))";
    }

    /** As many rows as the number, with {@code key} from 0. */
    private static String times(String number) {
        return "json_each('['||substr(replace(hex(zeroblob(max(0," + number + "))),'00',',0'),2)||']')";
    }

    static void register(FunctionContributions functions, Dialect dialect) {
        CommonFunctionFactory models = new CommonFunctionFactory(functions);
        models.array();
        models.arrayPosition_postgresql();
        models.arrayPositions_postgresql();
        models.arrayLength_cardinality();
        models.arrayConcat_operator();
        models.arrayPrepend_operator();
        models.arrayAppend_operator();
        models.arrayContains_postgresql();
        models.arrayIntersects_postgresql();
        models.arrayGet_unnest();
        models.arraySet_unnest();
        models.arrayRemove();
        models.arrayRemoveIndex_unnest(false);
        models.arraySlice_unnest();
        models.arrayReplace_unnest();
        models.arrayTrim_unnest();
        if (HAS_ORDERS) {
            models.arrayReverse();
            models.arraySort();
        }
        models.arrayFill_postgresql();
        models.arrayToString_postgresql();
        SqmFunctionRegistry registry = functions.getFunctionRegistry();
        FORMS.forEach((name, form) -> {
            if (HAS_ORDERS || !ORDERS.contains(name)) {
                SqmFunctionDescriptor model = Objects.requireNonNull(registry.findFunctionDescriptor(name), name);
                registry.register(name, new ArrayFunction((AbstractSqmFunctionDescriptor) model, form, dialect));
            }
        });
        registry.registerAlternateKey("array_overlaps", "array_intersects");
        registry.registerAlternateKey("array_overlaps_nullable", "array_intersects_nullable");
        registry.registerAlternateKey("cardinality", "array_length");
        registry.register(
                ArrayAggFunction.FUNCTION_NAME,
                new JsonListFunctions.ElementsOfRows(
                        new ArrayAggFunction(ArrayAggFunction.FUNCTION_NAME, false, true), dialect));
    }

    static ArrayFunction.Form includes(boolean nullable) {
        return Objects.requireNonNull(FORMS.get(nullable ? "array_includes_nullable" : "array_includes"));
    }
}
