package io.github.dqlite4j.hibernate;

import static org.hibernate.query.sqm.produce.function.FunctionParameterType.INTEGER;
import static org.hibernate.query.sqm.produce.function.FunctionParameterType.STRING;

import java.util.List;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.CommonFunctionFactory;
import org.hibernate.query.sqm.function.SqmFunctionRegistry;
import org.hibernate.query.sqm.produce.function.FunctionParameterType;
import org.hibernate.type.BasicType;
import org.hibernate.type.StandardBasicTypes;
import org.hibernate.type.spi.TypeConfiguration;

/** The functions of HQL that SQLite has under another name, or does not have. */
final class DqliteFunctions {
    private final SqmFunctionRegistry registry;
    private final BasicType<String> string;
    private final BasicType<Integer> integer;

    private DqliteFunctions(FunctionContributions functions) {
        this.registry = functions.getFunctionRegistry();
        TypeConfiguration types = functions.getTypeConfiguration();
        this.string = types.getBasicTypeRegistry().resolve(StandardBasicTypes.STRING);
        this.integer = types.getBasicTypeRegistry().resolve(StandardBasicTypes.INTEGER);
    }

    static void register(FunctionContributions functions, Dialect dialect) {
        DqliteFunctions all = new DqliteFunctions(functions);
        all.texts(functions.getTypeConfiguration());
        CommonFunctionFactory hibernate = new CommonFunctionFactory(functions);
        hibernate.bitandorxornot_operator();
        hibernate.octetLength_pattern("length(cast(?1 as blob))");
        hibernate.bitLength_pattern("(8*length(cast(?1 as blob)))");
        hibernate.generateSeries_recursive(10_000, false, false);
        // SQLite has no operator for exclusive or.
        all.pattern("bitxor", "((?1|?2)-(?1&?2))", all.integer, INTEGER, INTEGER);
        all.registry.register("trunc", new TruncFunction(functions.getTypeConfiguration()));
        all.registry.registerAlternateKey("truncate", "trunc");
        all.registry.register("format", new TextFormatFunction(functions.getTypeConfiguration()));
        all.registry.register("listagg", new ListAggregate(dialect, functions.getTypeConfiguration()));
        StatisticsFunction.register(functions);
        JsonFunctions.register(functions, dialect);
        ArrayFunctions.register(functions, dialect);
        all.registry.register("unnest", new Unnest(dialect));
        all.registry.register("json_table", new JsonTable(functions.getTypeConfiguration(), dialect));
        FunctionsOfOthers.register(functions);
        for (String name : List.of("percentile_cont", "percentile_disc", "mode")) {
            all.registry.register(name, new InverseDistribution(name, functions.getTypeConfiguration()));
        }
        for (String name : HypotheticalRank.names()) {
            all.registry.register(name, new HypotheticalRank(name, functions.getTypeConfiguration()));
        }
        DqliteCastFunction.register(functions, dialect);
    }

    private void texts(TypeConfiguration types) {
        pattern("repeat", "replace(hex(zeroblob(?2)),'00',?1)", string, STRING, INTEGER);
        // Hibernate looks for cycles of recursive queries with it.
        pattern("position", "instr(?2,?1)", integer, STRING, STRING);
        pattern("ascii", "unicode(?1)", integer, STRING);
        // substr() counts from the end if the start is negative, but returns the whole text for 0.
        pattern("right", "case when ?2>0 then substr(?1,-?2) else substr(?1,1,0) end", string, STRING, INTEGER);
        registry.registerBinaryTernaryPattern(
                        "locate",
                        integer,
                        "instr(?2,?1)",
                        // NULL if the text is not found, so that only a position is shifted.
                        "coalesce(nullif(instr(substr(?2,?3),?1),0)+?3-1,0)",
                        STRING,
                        STRING,
                        INTEGER,
                        types)
                .setArgumentListSignature("(pattern, string[, start])");
        pad("lpad", "substr(replace(hex(zeroblob(?2)),'00',%s),1,max(0,?2-length(?1)))||substr(?1,1,?2)", types);
        pad("rpad", "substr(?1||replace(hex(zeroblob(?2)),'00',%s),1,?2)", types);
    }

    /** A longer text is truncated. */
    private void pad(String name, String pattern, TypeConfiguration types) {
        registry.registerBinaryTernaryPattern(
                        name,
                        string,
                        "(" + pattern.formatted("' '") + ")",
                        "(" + pattern.formatted("?3") + ")",
                        STRING,
                        INTEGER,
                        STRING,
                        types)
                .setArgumentListSignature("(string, length[, padding])");
    }

    private void pattern(String name, String pattern, BasicType<?> result, FunctionParameterType... parameters) {
        registry.patternDescriptorBuilder(name, pattern)
                .setInvariantType(result)
                .setExactArgumentCount(parameters.length)
                .setParameterTypes(parameters)
                .register();
    }
}
