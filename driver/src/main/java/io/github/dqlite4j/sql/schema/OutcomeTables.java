package io.github.dqlite4j.sql.schema;

/**
 * The tables of the driver's own, with the marks of transactions: docs/decisions/commit-outcome.md. Texts are as {@code sqlite_schema} has them,
 * so that a table of another client with the same name is recognized as another one.
 */
public final class OutcomeTables {
    /**
     * One row for each connection: {@code n} is the number of its last transaction that was committed, or below zero once it was asked for.
     * {@code at} is when, in seconds. Row 0 has the table's own number, and the moment up to which rows were cleaned up. WITHOUT ROWID, so that
     * {@code last_insert_rowid()} stays the application's.
     */
    public static final String MARKS = "dqlite4j_outcome";

    /** Always empty: what refers to it must be taken back before COMMIT, and fails at once outside a transaction. */
    public static final String NONE = "dqlite4j_outcome_none";

    public static final String CREATE_MARKS = "CREATE TABLE " + MARKS
            + "(id INTEGER PRIMARY KEY, n INTEGER NOT NULL, at INTEGER NOT NULL, open INTEGER REFERENCES " + NONE
            + " DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID";

    public static final String CREATE_NONE = "CREATE TABLE " + NONE + "(id INTEGER PRIMARY KEY CHECK (0))";

    private OutcomeTables() {}
}
