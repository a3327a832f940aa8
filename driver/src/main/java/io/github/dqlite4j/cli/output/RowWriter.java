package io.github.dqlite4j.cli.output;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints the rows of one result as they come. */
public interface RowWriter {
    void begin(List<String> labels) throws OutputException;

    /** @param values null, Long, java.math.BigInteger, Double, String, Boolean or byte[] */
    void row(List<@Nullable Object> values) throws OutputException;

    void end() throws OutputException;
}
