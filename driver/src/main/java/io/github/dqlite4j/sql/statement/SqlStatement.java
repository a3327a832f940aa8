package io.github.dqlite4j.sql.statement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of SQL and the facts that its text alone shows. Made by {@code SqlParser}.
 *
 * @param text what is sent: from the first to the last token, so without the semicolon and without surrounding comments
 * @param returnsRows whether the statement is sent as QUERY, because it returns rows (possibly none), and not as EXEC. True
 *     for a statement that is not understood, since an EXEC of the wrong statement crashes a node and a QUERY does not
 * @param readOnly whether the statement only reads: a SELECT, VALUES or EXPLAIN, or a PRAGMA that only shows something.
 *     False for statements that control a transaction
 * @param mayHaveWideNames whether the names of the result columns might be too long for a node;
 *     {@code ResultColumns.fillMessage} decides
 * @param namesFromSchema whether names of the result columns may depend on the schema and not on the text alone, see {@link SchemaNames}
 * @param mayLoseDigits whether a number in the text of an INSERT, UPDATE or DELETE has more digits than SQLite keeps;
 *     {@code LongNumbers.isStored} decides
 * @param changesSession whether the statement leaves state that only this connection has: a TEMP object, or the setting of a
 *     PRAGMA that is not known. This state is lost when the connection moves to another node
 * @param setting what a PRAGMA sets for its connection alone; null for other statements
 * @param orRollback whether a conflict in this INSERT or UPDATE rolls back the whole transaction ({@code OR ROLLBACK})
 * @param transactionControl what the statement does to the transaction, or null for any other statement
 * @param targetTable the table that an INSERT, REPLACE, UPDATE or DELETE writes to; null for other statements
 * @param refusal why the statement must not be sent, or null if it may be sent
 */
public record SqlStatement(
        String text,
        SqlKind kind,
        boolean returnsRows,
        boolean readOnly,
        boolean mayHaveWideNames,
        boolean namesFromSchema,
        boolean mayLoseDigits,
        boolean changesSession,
        @Nullable SessionSetting setting,
        boolean orRollback,
        SqlParameters parameters,
        @Nullable TransactionControl transactionControl,
        @Nullable TableName targetTable,
        @Nullable Refusal refusal) {

    /**
     * Whether this is a CREATE, ALTER or DROP: what was known of the schema, and the columns of prepared statements, may be
     * out of date afterwards.
     */
    public boolean isDdl() {
        return kind.isDdl();
    }

    /**
     * How many values have to be bound: the highest parameter number, by SQLite's rules. The server rejects more than its
     * build allows, 32766 by default.
     */
    public int parameterCount() {
        return parameters.count();
    }

    /**
     * The names of the parameters with their sign ({@code :a}, {@code @a}, {@code $a}), index 0 for parameter 1; null for a
     * parameter without a name, such as {@code ?} and {@code ?5}.
     */
    public List<@Nullable String> parameterNames() {
        return parameters.names();
    }

    /** The number of the parameter with this name, sign included, from 1; 0 if there is none. */
    public int parameterIndex(String name) {
        return parameters.indexOf(name);
    }

    /** The same statement, sent in one text behind others that yield no rows. The facts are those of this one. */
    public SqlStatement behind(String others) {
        return new SqlStatement(
                others + ";" + text,
                kind,
                returnsRows,
                readOnly,
                mayHaveWideNames,
                namesFromSchema,
                mayLoseDigits,
                changesSession,
                setting,
                orRollback,
                parameters,
                transactionControl,
                targetTable,
                refusal);
    }

    /** The text. */
    @Override
    public String toString() {
        return text;
    }
}
