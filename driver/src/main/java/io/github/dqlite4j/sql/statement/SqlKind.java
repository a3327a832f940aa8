package io.github.dqlite4j.sql.statement;

/** The kind of a statement, by its verb: a {@code WITH} is skipped, an {@code EXPLAIN} is not. */
public enum SqlKind {
    SELECT(Group.QUERY),
    VALUES(Group.QUERY),
    EXPLAIN(Group.QUERY),
    PRAGMA(Group.OTHER),
    INSERT(Group.DML),
    REPLACE(Group.DML),
    UPDATE(Group.DML),
    DELETE(Group.DML),
    BEGIN(Group.TRANSACTION),
    /** {@code COMMIT} or {@code END}. */
    COMMIT(Group.TRANSACTION),
    ROLLBACK(Group.TRANSACTION),
    SAVEPOINT(Group.TRANSACTION),
    RELEASE(Group.TRANSACTION),
    ROLLBACK_TO(Group.TRANSACTION),
    CREATE_TABLE(Group.DDL),
    CREATE_INDEX(Group.DDL),
    CREATE_VIEW(Group.DDL),
    CREATE_TRIGGER(Group.DDL),
    CREATE_VIRTUAL_TABLE(Group.DDL),
    ALTER(Group.DDL),
    DROP(Group.DDL),
    VACUUM(Group.OTHER),
    ANALYZE(Group.OTHER),
    REINDEX(Group.OTHER),
    ATTACH(Group.OTHER),
    DETACH(Group.OTHER),
    /** Not recognized; the server will most likely reject it. */
    OTHER(Group.OTHER);

    private enum Group {
        QUERY,
        DML,
        TRANSACTION,
        DDL,
        OTHER
    }

    private final Group group;

    SqlKind(Group group) {
        this.group = group;
    }

    /** SELECT, VALUES or EXPLAIN: returns rows and writes nothing. */
    public boolean isQuery() {
        return group == Group.QUERY;
    }

    /** INSERT, REPLACE, UPDATE or DELETE. */
    public boolean isDml() {
        return group == Group.DML;
    }

    /** A statement that begins or ends a transaction or a savepoint. */
    public boolean isTransactionControl() {
        return group == Group.TRANSACTION;
    }

    /** CREATE, ALTER or DROP. */
    public boolean isDdl() {
        return group == Group.DDL;
    }
}
