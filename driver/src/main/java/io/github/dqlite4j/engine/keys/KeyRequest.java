package io.github.dqlite4j.engine.keys;

import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of inserted rows are to be returned.
 *
 * @param generated whether the key of the table is wanted, of any type
 * @param rowId whether the row id is wanted that the answer has anyway
 * @param names names of columns
 * @param indexes numbers of columns, from 1
 */
public record KeyRequest(boolean generated, boolean rowId, List<String> names, List<Integer> indexes) {
    public static final KeyRequest NONE = new KeyRequest(false, false, List.of(), List.of());
    /** The key of the table, of any type. */
    public static final KeyRequest GENERATED = new KeyRequest(true, false, List.of(), List.of());
    /** The row id that the answer has, if it is surely that of the one row that was inserted; the statement is never changed for it. */
    public static final KeyRequest ROW_ID = new KeyRequest(false, true, List.of(), List.of());

    public static KeyRequest of(String @Nullable [] names) {
        return names == null || names.length == 0 ? NONE : new KeyRequest(false, false, List.of(names), List.of());
    }

    public static KeyRequest of(int @Nullable [] indexes) {
        return indexes == null || indexes.length == 0
                ? NONE
                : new KeyRequest(
                        false, false, List.of(), Arrays.stream(indexes).boxed().toList());
    }

    public boolean isNone() {
        return this == NONE;
    }

    /**
     * Whether this statement yields keys: an INSERT, and every statement with a RETURNING clause of its own, which then says which columns. Others are
     * executed as they are.
     */
    public boolean appliesTo(SqlStatement statement) {
        return !isNone()
                && statement.targetTable() != null
                && (statement.kind() == SqlKind.INSERT
                        || statement.kind() == SqlKind.REPLACE
                        || statement.returnsRows());
    }
}
