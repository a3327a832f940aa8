package io.github.dqlite4j.engine.result;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The results of a connection that hold a buffer of Netty's pool, so that closing the connection gives back those that nobody
 * closed. Thread-safe.
 */
public final class OpenStreams {
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ResultStream newest;

    public void add(ResultStream stream) {
        lock.lock();
        try {
            ResultStream second = newest;
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
    public void remove(ResultStream stream) {
        lock.lock();
        try {
            if (!stream.listed) {
                return;
            }
            ResultStream newer = stream.newer;
            ResultStream older = stream.older;
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
    public void release() {
        for (ResultStream stream = first(); stream != null; stream = first()) {
            stream.release();
        }
    }

    private @Nullable ResultStream first() {
        lock.lock();
        try {
            return newest;
        } finally {
            lock.unlock();
        }
    }
}
