package io.github.dqlite4j.admin;

import io.github.dqlite4j.admin.DqliteAdminException.Reason;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.Disconnected;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** The table of what failures between the client and a node mean for a call of the administration. */
final class Failures {
    private static final long PROTOCOL = 1001;
    private static final long NOT_FOUND = 1002;
    private static final long PARSE = 1005;

    private Failures() {}

    /** For a request that changes nothing, or was certainly not executed. */
    static RuntimeException of(TransportException e, NodeAddress node) {
        if (e instanceof ServerFailure failure) {
            return new DqliteAdminException(reason(failure), node + ": " + e.getMessage(), e);
        }
        if (e instanceof Disconnected link) {
            return switch (link.reason()) {
                case VIOLATION -> new DqliteAdminException(Reason.NOT_DQLITE, e.getMessage(), e);
                case TIMEOUT -> new DqliteAdminException(Reason.TIMEOUT, node + ": " + e.getMessage(), e);
                case CANCELLED -> new CancellationException("The call was cancelled");
                case LOST -> new DqliteAdminException(Reason.UNREACHABLE, e.getMessage(), e);
            };
        }
        return new DqliteAdminException(Reason.NO_LEADER, e.getMessage(), e);
    }

    private static Reason reason(ServerFailure failure) {
        if (ServerErrors.isNotLeader(failure)) {
            return Reason.NOT_LEADER;
        }
        if (isBusy(failure)) {
            return Reason.BUSY;
        }
        if (failure.code() == PROTOCOL || failure.code() == PARSE) {
            return Reason.NOT_SUPPORTED;
        }
        if (failure.code() == NOT_FOUND) {
            return Reason.NO_DATABASE;
        }
        Reason words = inWords(failure);
        return words == null ? Reason.REFUSED : words;
    }

    /** A server has the same code for most requests that raft refuses before it begins; only these messages distinguish them. */
    private static @Nullable Reason inWords(ServerFailure failure) {
        return switch (String.valueOf(failure.getMessage())) {
            case "server ID is not valid", "Resource not found" -> Reason.UNKNOWN_ID;
            case "server ID already in use", "server address already in use" -> Reason.DUPLICATE;
            case "server role is not valid", "out of memory" -> Reason.REFUSED;
            case "no connection to remote server available" -> Reason.UNREACHABLE;
            default -> null;
        };
    }

    /** For a request that may have changed the cluster. */
    static RuntimeException ofSent(TransportException e, NodeAddress node, String what) {
        return isSurelyNotExecuted(e)
                ? of(e, node)
                : new DqliteAdminException(
                        Reason.OUTCOME_UNKNOWN,
                        "It is not known whether the change has happened, or will happen: " + what + ". "
                                + e.getMessage(),
                        e);
    }

    static boolean isSurelyNotExecuted(TransportException e) {
        if (e instanceof ServerFailure failure) {
            return isRepeatable(e) || failure.code() == PROTOCOL || failure.code() == PARSE || inWords(failure) != null;
        }
        return !(e instanceof Disconnected link) || !link.sent();
    }

    /** Whether the request was refused before it began, and may be sent again to the leader. */
    static boolean isRepeatable(TransportException e) {
        return e instanceof ServerFailure failure
                ? ServerErrors.isNotLeader(failure) || isBusy(failure)
                : e instanceof Disconnected link && !link.sent() && link.reason() == Disconnected.Reason.LOST;
    }

    /** Whether the same question would fail again. */
    static boolean isLasting(TransportException e) {
        return e instanceof ServerFailure
                ? !isRepeatable(e)
                : e instanceof Disconnected link && link.reason() == Disconnected.Reason.VIOLATION;
    }

    static boolean isBusy(ServerFailure failure) {
        return ServerErrors.primary(failure.code()) == ServerErrors.BUSY;
    }
}
