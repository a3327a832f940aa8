package io.github.dqlite4j.jdbc.event;

import io.github.dqlite4j.engine.Session;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.NettyVersion;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;

/** Opens sessions that report to the log and to listeners. */
public final class ListenedSessions {
    private ListenedSessions() {}

    /** @throws SQLException 08001 if no leader is reached within {@code loginTimeout}, or if a file of TLS or Netty cannot be used */
    public static Session open(Settings settings) throws SQLException {
        try {
            NettyVersion.check();
            return Session.open(settings, Listeners.INSTANCE, NanoClock.SYSTEM);
        } catch (EngineException e) {
            throw SqlExceptions.of(e);
        } catch (IllegalArgumentException e) {
            throw new SQLNonTransientConnectionException(PrintableText.message(e.getMessage()), "08001", e);
        } catch (LinkageError e) {
            throw new SQLNonTransientConnectionException(PrintableText.message(NettyVersion.explain(e)), "08001", e);
        }
    }
}
