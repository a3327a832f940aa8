package io.github.dqlite4j.engine.schema;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.exchange.SessionSetup;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.statement.SessionEffect;
import io.github.dqlite4j.sql.statement.SessionSetting;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.TransportException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The PRAGMAs that a session has set for itself. They are sent again when the session moves to another node. Used by the owner of the
 * session.
 */
public final class SessionPragmas {
    private static final String DEFER_FOREIGN_KEYS = "defer_foreign_keys";

    /** Changes nothing: the driver has set it when it connected. */
    private static final SqlStatement NOTHING = SqlParser.parseOne(SessionSetup.STATEMENTS.get(0));

    private static final Set<String> ON = Set.of("1", "on", "yes", "true");

    private final Map<String, SqlStatement> set = new LinkedHashMap<>();
    private boolean foreignKeysOff;

    /** What is sent for this statement. For a PRAGMA that no server needs, it is another statement that changes nothing and has the same answer. */
    public static SqlStatement sent(SqlStatement statement) {
        SessionSetting setting = statement.setting();
        if (setting == null || setting.effect() != SessionEffect.NOT_SENT) {
            return statement;
        }
        return statement.returnsRows()
                ? SqlParser.parseOne("SELECT " + number(setting.argument()) + " AS timeout")
                : NOTHING;
    }

    /** As SQLite reads it. */
    private static int number(String argument) {
        try {
            return Math.max(0, Integer.parseInt(argument));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** The server has executed the statement. */
    public void executed(SqlStatement statement, boolean inTransaction) {
        SessionSetting setting = statement.setting();
        if (setting != null
                && setting.name().endsWith("foreign_keys")
                && !setting.name().equals(DEFER_FOREIGN_KEYS)) {
            boolean on = ON.contains(Ascii.lower(setting.argument()));
            // In a transaction it has no effect.
            foreignKeysOff = !on || foreignKeysOff && inTransaction;
        }
        if (setting != null && setting.effect() == SessionEffect.LASTS) {
            // The last one counts, also for the order: a later one may depend on it.
            set.remove(setting.name());
            set.put(setting.name(), statement);
        } else if (!inTransaction && !set.isEmpty() && statement.kind() != SqlKind.PRAGMA) {
            // SQLite turns it off at the end of the transaction.
            set.remove(DEFER_FOREIGN_KEYS);
        }
    }

    /** Whether foreign keys are surely checked, as they are unless a session turns that off. */
    public boolean checksForeignKeys() {
        return !foreignKeysOff;
    }

    /** Sets them on a new connection, in the order in which they were set. */
    public void sendTo(NodeExchange exchange, long until) throws TransportException {
        for (SqlStatement pragma : set.values()) {
            if (pragma.returnsRows()) {
                exchange.drain(exchange.query(pragma.text(), until), until);
            } else {
                exchange.execute(pragma.text(), until);
            }
        }
    }
}
