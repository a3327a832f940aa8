package io.github.dqlite4j.transport;

import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.report.ReportedException;
import org.jspecify.annotations.Nullable;

/** A failure between this client and a cluster. */
public abstract sealed class TransportException extends ReportedException {
    private static final long serialVersionUID = 1L;

    private TransportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The server answered FAILURE. The connection stays open. */
    public static final class ServerFailure extends TransportException {
        private static final long serialVersionUID = 1L;

        private final long code;

        /** @param message the server's words, which become printable and are cut */
        public ServerFailure(long code, String message) {
            super(PrintableText.of(message), null);
            this.code = code;
        }

        /** SQLite's extended code, or dqlite's own. */
        public long code() {
            return code;
        }
    }

    /** The connection is closed, and its request has no answer. */
    public static final class Disconnected extends TransportException {
        private static final long serialVersionUID = 1L;

        private final boolean sent;
        private final Reason reason;

        /** Why a connection ended. */
        public enum Reason {
            /** The node or the network ended it. */
            LOST,
            /** The node did not send the protocol, so nothing that it sent can be relied on. */
            VIOLATION,
            /** There was no answer in time. */
            TIMEOUT,
            /** Another thread cancelled the statement. */
            CANCELLED
        }

        public Disconnected(String message, boolean sent, @Nullable Throwable cause) {
            this(message, sent, Reason.LOST, cause);
        }

        public Disconnected(String message, boolean sent, Reason reason, @Nullable Throwable cause) {
            super(message, cause);
            this.sent = sent;
            this.reason = reason;
        }

        public Reason reason() {
            return reason;
        }

        /** Whether a part of the request may have reached the server, so that it may have been executed. */
        public boolean sent() {
            return sent;
        }
    }

    /** No leader was found. */
    public static final class NoLeader extends TransportException {
        private static final long serialVersionUID = 1L;

        private final boolean isFinal;

        public NoLeader(String message) {
            this(message, false);
        }

        public NoLeader(String message, boolean isFinal) {
            super(message, null);
            this.isFinal = isFinal;
        }

        /** Whether waiting does not help: every node that was asked speaks another protocol or has a certificate that is not trusted. */
        public boolean isFinal() {
            return isFinal;
        }
    }
}
