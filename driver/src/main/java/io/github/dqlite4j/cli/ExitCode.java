package io.github.dqlite4j.cli;

/** What the program says to its caller at its end. */
final class ExitCode {
    static final int OK = 0;

    /** A statement or a command has failed, or the arguments are wrong. */
    static final int FAILED = 1;

    /** It is not known whether a statement or a change of the cluster took effect. */
    static final int UNKNOWN = 3;

    /** A signal has ended it, as shells report it: 128 and SIGINT. */
    static final int INTERRUPTED = 130;

    /** The reader of the output has ended: 128 and SIGPIPE. */
    static final int OUTPUT_CLOSED = 141;

    private ExitCode() {}

    /** Which of two is said if both are true: that something is not known matters most. */
    static int worse(int one, int other) {
        if (one == UNKNOWN || other == UNKNOWN) {
            return UNKNOWN;
        }
        return Math.max(one, other);
    }
}
