package io.github.dqlite4j.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A buffer that a connection reuses, because an allocator costs more than a small message. It is lent to one user at a time.
 * Used by the thread that owns the event loop.
 */
final class ReusableBuffer {
    private final int size;
    private ByteBuf buffer;
    private boolean closed;

    /** @param size in bytes; a buffer that has grown is replaced */
    ReusableBuffer(int size) {
        this.size = size;
        this.buffer = Unpooled.directBuffer(size);
    }

    /** Whether {@link #lend} would lend it. */
    boolean isFree() {
        return !closed && buffer.refCnt() == 1;
    }

    /** The buffer, empty. The caller releases it. */
    ByteBuf lend() {
        if (buffer.capacity() > size) {
            buffer.release();
            buffer = Unpooled.directBuffer(size);
        }
        return buffer.clear().retain();
    }

    /** Ends the lending. A buffer that is lent stays valid until it is released. */
    void close() {
        if (!closed) {
            closed = true;
            buffer.release();
        }
    }
}
