package io.github.dqlite4j.jdbc;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The results of a connection that hold a buffer of Netty's pool, so that closing the connection gives back those that nobody
 * closed. Thread-safe.
 */
final class OpenStreams {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable RowStream newest;

    void add(RowStream stream) {
        lock.lock();
        try {
            RowStream second = newest;
            if (second != null) {
                second.newer = stream;
            }
            stream.older = second;
            stream.listed = true;
            newest = stream;
        } finally {
            lock.unlock();
        }
    }

    /** A second call does nothing. */
    void remove(RowStream stream) {
        lock.lock();
        try {
            if (!stream.listed) {
                return;
            }
            RowStream newer = stream.newer;
            RowStream older = stream.older;
            if (newer == null) {
                newest = older;
            } else {
                newer.older = older;
            }
            if (older != null) {
                older.newer = newer;
            }
            stream.newer = null;
            stream.older = null;
            stream.listed = false;
        } finally {
            lock.unlock();
        }
    }

    /** Gives all buffers back. Nobody reads these results any more. */
    void release() {
        for (RowStream stream = first(); stream != null; stream = first()) {
            stream.release();
        }
    }

    private @Nullable RowStream first() {
        lock.lock();
        try {
            return newest;
        } finally {
            lock.unlock();
        }
    }
}
