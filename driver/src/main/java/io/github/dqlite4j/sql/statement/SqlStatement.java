package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.guard.Guard;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.resolve.ResultColumns;
import io.github.dqlite4j.sql.rewrite.MultiRowInsert;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One statement of SQL and what can be known from its text alone. Immutable. Made by {@link SqlScript#parse}. */
public final class SqlStatement {
    /** What the names of the triggers begin with that a connection makes for itself; no other statement may drop them. */
    public static final String OWN_TRIGGERS = "dqlite4j_guard_";

    private final String text;
    private final SqlKind kind;
    private final boolean returnsRows;
    private final boolean readOnly;
    private final boolean mayHaveWideNames;
    private final boolean changesSession;
    private final boolean orRollback;
    private final SqlParameters parameters;
    private final @Nullable TransactionControl transactionControl;
    private final @Nullable TableName targetTable;
    private final @Nullable Refusal refusal;

    private SqlStatement(Tokens tokens) {
        this.text = tokens.sql().substring(tokens.start(0), tokens.end(tokens.size() - 1));
        Classifier classifier = new Classifier(tokens);
        this.kind = classifier.kind();
        this.returnsRows = classifier.returnsRows();
        this.readOnly = kind.isQuery() || kind == SqlKind.PRAGMA && isReadOnly(classifier.pragma());
        this.mayHaveWideNames = returnsRows
                && (kind == SqlKind.SELECT || kind == SqlKind.VALUES || kind.isDml())
                && ResultColumns.mayFillMessage(tokens);
        this.changesSession = classifier.changesSession();
        this.orRollback = classifier.orRollback();
        // The arguments of a module are its own affair.
        this.parameters = kind == SqlKind.CREATE_VIRTUAL_TABLE ? SqlParameters.NONE : SqlParameters.of(tokens);
        this.transactionControl = classifier.transactionControl();
        this.targetTable = kind == SqlKind.EXPLAIN ? null : classifier.targetTable();
        this.refusal = Guard.check(tokens, classifier, text);
    }

    /** The statement whose tokens these are, at least one of them. */
    public static SqlStatement of(Tokens tokens) {
        return new SqlStatement(tokens);
    }

    private static boolean isReadOnly(@Nullable Pragma pragma) {
        return pragma != null && PragmaTable.readOnly(pragma);
    }

    /** What is sent: from the first to the last token, so without the semicolon and without comments around it. */
    public String text() {
        return text;
    }

    public SqlKind kind() {
        return kind;
    }

    /**
     * Whether the statement is to be sent as QUERY, since it yields rows (perhaps none); otherwise as EXEC. A statement that
     * is not understood counts as one that yields rows, since an EXEC of the wrong statement ends a node and a QUERY does not.
     */
    public boolean returnsRows() {
        return returnsRows;
    }

    /**
     * Whether the statement only reads: a SELECT, VALUES or EXPLAIN, or a PRAGMA that shows something. False for statements that
     * control a transaction.
     */
    public boolean readOnly() {
        return readOnly;
    }

    /** Whether the names of its result's columns might be too much for a node; {@link ResultColumns#fillMessage} tells. */
    public boolean mayHaveWideNames() {
        return mayHaveWideNames;
    }

    /** CREATE, ALTER or DROP: what was known of the schema, and the columns of prepared statements, may be out of date. */
    public boolean isDdl() {
        return kind.isDdl();
    }

    /**
     * Whether the statement leaves something behind that only this connection has: a TEMP object or a changed PRAGMA.
     * Such a state is lost when the connection moves to another node.
     */
    public boolean changesSession() {
        return changesSession;
    }

    /** Whether a conflict in this INSERT or UPDATE rolls back the whole transaction ({@code OR ROLLBACK}). */
    public boolean orRollback() {
        return orRollback;
    }

    /** What the statement does to the transaction, or null if it is not about transactions. */
    public @Nullable TransactionControl transactionControl() {
        return transactionControl;
    }

    /** The table that an INSERT, REPLACE, UPDATE or DELETE names as its target; null for other statements. */
    public @Nullable TableName targetTable() {
        return targetTable;
    }

    /** Why this statement must not be sent, or null if it may be. */
    public @Nullable Refusal refusal() {
        return refusal;
    }

    /**
     * How many values have to be bound: the highest parameter number, by SQLite's rules. The server refuses what is
     * too many for its build: 32766 by default.
     */
    public int parameterCount() {
        return parameters.count();
    }

    /**
     * The names of the parameters with their sign ({@code :a}, {@code @a}, {@code $a}), index 0 for parameter 1; null for one that
     * has none, such as {@code ?} and {@code ?5}.
     */
    public List<@Nullable String> parameterNames() {
        return parameters.names();
    }

    /** The number of the parameter with this name, sign included, from 1; 0 if there is none. */
    public int parameterIndex(String name) {
        return parameters.indexOf(name);
    }

    /** How to insert several rows with this statement, if it is an INSERT of one row that allows it. */
    public Optional<MultiRowInsert> insertShape() {
        return MultiRowInsert.of(this);
    }

    @Override
    public String toString() {
        return text;
    }
}
