package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokens;
import org.jspecify.annotations.Nullable;

/** Finds out what kind of statement the tokens of one statement are, and what it does. */
public final class Classifier {
    private final Tokens tokens;
    /** The index of the first token after EXPLAIN, or 0. */
    private final int begin;
    /** The index of the verb, which follows EXPLAIN and WITH. */
    private final int verb;
    /** The kind of the statement without EXPLAIN. */
    private final SqlKind explained;

    private final @Nullable Pragma pragma;

    public Classifier(Tokens tokens) {
        this.tokens = tokens;
        this.begin = afterExplain(tokens, 0);
        this.verb = tokens.is(begin, "WITH") ? afterCommonTables() : begin;
        this.explained = explained();
        this.pragma = explained == SqlKind.PRAGMA ? Pragma.at(tokens, verb) : null;
    }

    private boolean isExplain() {
        return begin > 0;
    }

    public SqlKind kind() {
        return isExplain() ? SqlKind.EXPLAIN : explained;
    }

    /** The kind of the statement without its EXPLAIN. */
    public SqlKind explainedKind() {
        return explained;
    }

    /** The index of the verb. */
    public int verb() {
        return verb;
    }

    /** The PRAGMA, with or without EXPLAIN; null for other statements. */
    public @Nullable Pragma pragma() {
        return pragma;
    }

    /** Whether the statement has to be sent as a query. */
    public boolean returnsRows() {
        return switch (kind()) {
            // What is not understood is sent as a query: a query never harms a node, an execution may.
            case SELECT, VALUES, EXPLAIN, OTHER -> true;
            case INSERT, REPLACE, UPDATE, DELETE -> ReturningClause.exists(tokens, verb);
            case PRAGMA -> pragma == null || PragmaTable.returnsRows(pragma);
            default -> false;
        };
    }

    /** Whether the statement only reads; false for statements that control a transaction. */
    public boolean readOnly() {
        SqlKind kind = kind();
        return kind.isQuery() || kind == SqlKind.PRAGMA && pragma != null && PragmaTable.readOnly(pragma);
    }

    /** The index after {@code EXPLAIN} or {@code EXPLAIN QUERY PLAN}, or {@code from} if there is none. */
    static int afterExplain(Tokens tokens, int from) {
        if (!tokens.is(from, "EXPLAIN")) {
            return from;
        }
        return tokens.is(from + 1, "QUERY") && tokens.is(from + 2, "PLAN") ? from + 3 : from + 1;
    }

    /** The index of the verb after the common table expressions, or the number of tokens if they are malformed. */
    private int afterCommonTables() {
        int i = tokens.is(begin + 1, "RECURSIVE") ? begin + 2 : begin + 1;
        while (tokens.isName(i)) {
            i++;
            if (tokens.is(i, '(')) {
                i = tokens.afterParenthesis(i);
            }
            if (!tokens.is(i, "AS")) {
                return tokens.size();
            }
            i++;
            if (tokens.is(i, "NOT")) {
                i++;
            }
            if (tokens.is(i, "MATERIALIZED")) {
                i++;
            }
            if (!tokens.is(i, '(')) {
                return tokens.size();
            }
            i = tokens.afterParenthesis(i);
            if (!tokens.is(i, ',')) {
                return i;
            }
            i++;
        }
        return tokens.size();
    }

    private SqlKind explained() {
        if (!tokens.is(verb, TokenKind.WORD)) {
            return SqlKind.OTHER;
        }
        boolean afterWith = verb > begin;
        return switch (Ascii.upper(tokens.text(verb))) {
            case "SELECT" -> SqlKind.SELECT;
            case "VALUES" -> SqlKind.VALUES;
            case "INSERT" -> SqlKind.INSERT;
            case "REPLACE" -> SqlKind.REPLACE;
            case "UPDATE" -> SqlKind.UPDATE;
            case "DELETE" -> SqlKind.DELETE;
            case "BEGIN" -> afterWith ? SqlKind.OTHER : SqlKind.BEGIN;
            case "COMMIT", "END" -> afterWith ? SqlKind.OTHER : SqlKind.COMMIT;
            case "ROLLBACK" -> afterWith ? SqlKind.OTHER : rollback();
            case "SAVEPOINT" -> afterWith ? SqlKind.OTHER : SqlKind.SAVEPOINT;
            case "RELEASE" -> afterWith ? SqlKind.OTHER : SqlKind.RELEASE;
            case "PRAGMA" -> afterWith ? SqlKind.OTHER : SqlKind.PRAGMA;
            case "CREATE" -> afterWith ? SqlKind.OTHER : create();
            case "ALTER" -> afterWith ? SqlKind.OTHER : SqlKind.ALTER;
            case "DROP" -> afterWith ? SqlKind.OTHER : SqlKind.DROP;
            case "VACUUM" -> afterWith ? SqlKind.OTHER : SqlKind.VACUUM;
            case "ANALYZE" -> afterWith ? SqlKind.OTHER : SqlKind.ANALYZE;
            case "REINDEX" -> afterWith ? SqlKind.OTHER : SqlKind.REINDEX;
            case "ATTACH" -> afterWith ? SqlKind.OTHER : SqlKind.ATTACH;
            case "DETACH" -> afterWith ? SqlKind.OTHER : SqlKind.DETACH;
            default -> SqlKind.OTHER;
        };
    }

    private SqlKind create() {
        int object = tokens.isAny(verb + 1, "TEMP", "TEMPORARY") ? verb + 2 : verb + 1;
        if (tokens.is(object, "TABLE")) {
            return SqlKind.CREATE_TABLE;
        }
        if (tokens.is(object, "VIEW")) {
            return SqlKind.CREATE_VIEW;
        }
        if (tokens.is(object, "TRIGGER")) {
            return SqlKind.CREATE_TRIGGER;
        }
        if (tokens.isAny(object, "INDEX", "UNIQUE")) {
            return SqlKind.CREATE_INDEX;
        }
        return tokens.is(object, "VIRTUAL") ? SqlKind.CREATE_VIRTUAL_TABLE : SqlKind.OTHER;
    }

    private SqlKind rollback() {
        for (int i = verb + 1; i < Math.min(tokens.size(), verb + 4); i++) {
            if (tokens.is(i, "TO")) {
                return SqlKind.ROLLBACK_TO;
            }
        }
        return SqlKind.ROLLBACK;
    }

    /** Whether the statement leaves state that only this connection has: a TEMP object, or the setting of a PRAGMA that is not known. */
    public boolean changesSession() {
        if (pragma != null && !isExplain()) {
            return PragmaTable.changesSession(pragma);
        }
        return kind().isDdl()
                && tokens.is(verb, "CREATE")
                && (tokens.isAny(verb + 1, "TEMP", "TEMPORARY") || namesTempSchema());
    }

    /** What a PRAGMA sets for its connection alone; null for other statements. */
    public @Nullable SessionSetting setting() {
        return pragma == null || isExplain() ? null : SessionSetting.of(pragma);
    }

    private boolean namesTempSchema() {
        int name = verb + 1;
        while (tokens.isAny(name, "UNIQUE", "VIRTUAL")) {
            name++;
        }
        name++;
        if (tokens.is(name, "IF") && tokens.is(name + 1, "NOT")) {
            name += 3;
        }
        return tokens.is(name + 1, '.')
                && tokens.isName(name)
                && Ascii.lower(tokens.name(name)).equals("temp");
    }

    /** The table that an INSERT, REPLACE, UPDATE or DELETE writes to; null for other statements, and for EXPLAIN. */
    public @Nullable TableName targetTable() {
        if (isExplain()) {
            return null;
        }
        int i = verb + 1;
        if (tokens.is(i, "OR")) {
            i += 2;
        }
        switch (explained) {
            case INSERT, REPLACE -> i = tokens.is(i, "INTO") ? i + 1 : tokens.size();
            case DELETE -> i = tokens.is(i, "FROM") ? i + 1 : tokens.size();
            case UPDATE -> {
                // The name follows the verb.
            }
            default -> {
                return null;
            }
        }
        if (!tokens.isName(i)) {
            return null;
        }
        if (tokens.is(i + 1, '.') && tokens.isName(i + 2)) {
            return new TableName(tokens.name(i), tokens.name(i + 2));
        }
        return new TableName(null, tokens.name(i));
    }

    /** Whether a conflict in this statement rolls back the whole transaction: for example {@code INSERT OR ROLLBACK}. */
    public boolean orRollback() {
        return explained.isDml() && tokens.is(verb + 1, "OR") && tokens.is(verb + 2, "ROLLBACK");
    }

    /** What the statement does to the transaction; null for other statements. */
    public @Nullable TransactionControl transactionControl() {
        SqlKind kind = kind();
        return switch (kind) {
            case BEGIN -> new TransactionControl(kind, null, mode());
            case COMMIT, ROLLBACK -> new TransactionControl(kind, null, null);
            case SAVEPOINT -> new TransactionControl(kind, nameAt(verb + 1), null);
            case RELEASE -> new TransactionControl(kind, savepointAt(verb + 1), null);
            case ROLLBACK_TO -> {
                int to = verb + 1;
                while (!tokens.is(to, "TO")) {
                    to++;
                }
                yield new TransactionControl(kind, savepointAt(to + 1), null);
            }
            default -> null;
        };
    }

    private TransactionControl.Mode mode() {
        if (tokens.is(verb + 1, "IMMEDIATE")) {
            return TransactionControl.Mode.IMMEDIATE;
        }
        return tokens.is(verb + 1, "EXCLUSIVE") ? TransactionControl.Mode.EXCLUSIVE : TransactionControl.Mode.DEFERRED;
    }

    private @Nullable String savepointAt(int i) {
        return nameAt(tokens.is(i, "SAVEPOINT") ? i + 1 : i);
    }

    private @Nullable String nameAt(int i) {
        return tokens.isName(i) ? tokens.name(i) : null;
    }
}
