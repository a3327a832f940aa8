package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.FailurePolicy;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.TransportException;

/** Asks for the node of a session without executing anything. Thread-safe. */
final class SessionProbe {
    private final SessionCore core;
    private final SessionOwnership ownership;

    SessionProbe(SessionCore core) {
        this.core = core;
        this.ownership = core.ownership();
    }

    /** See {@link Session#isValid}. */
    boolean isValid(int seconds) {
        if (ownership.isClosed()) {
            return false;
        }
        long millis = seconds == 0
                ? core.timeouts().networkMillis()
                : Math.min(seconds * 1000L, core.timeouts().networkMillis());
        long until = core.clock().deadline(millis);
        if (!ownership.tryEnter(millis)) {
            return false;
        }
        try {
            if (core.transaction().isLost()) {
                return false;
            }
            boolean inTransaction = core.transaction().isOpen();
            if (!core.openResult().isFree(until)) {
                return true;
            }
            if (answers(seconds, until)) {
                return true;
            }
            core.detach();
            core.attach(search(seconds, until));
            return !inTransaction;
        } catch (TransportException | EngineException e) {
            core.detach();
            return false;
        } finally {
            ownership.exit();
        }
    }

    private boolean answers(int seconds, long until) throws TransportException, EngineException {
        try {
            return core.leads(core.attached(search(seconds, until)), until);
        } catch (TransportException.Disconnected lost) {
            return false;
        }
    }

    /** How long to look for another node. */
    private long search(int seconds, long until) {
        return seconds == 0
                ? Math.min(until, core.clock().deadline(core.settings().connectTimeout()))
                : until;
    }

    /** See {@link Session#nextNode}. */
    NodeAddress nextNode() throws EngineException {
        ownership.enter();
        try {
            core.checkOpen();
            return core.attached(core.clock().deadline(core.settings().number(DqliteProperty.FAILOVER_TIMEOUT)))
                    .node();
        } catch (TransportException e) {
            core.detach();
            throw FailurePolicy.report(FailurePolicy.whileReading(e, true), e, true, true);
        } finally {
            ownership.exit();
        }
    }
}
