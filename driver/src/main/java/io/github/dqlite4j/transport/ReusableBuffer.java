package io.github.dqlite4j.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * A buffer that a connection uses again and again, since an allocator costs more than a small message. It is lent only while
 * nobody else holds it. Used by the thread that owns the event loop.
 */
final class ReusableBuffer {
    private final int size;
    private ByteBuf buffer;
    private boolean closed;

    /** @param size bytes that are kept; a buffer that has grown is given up */
    ReusableBuffer(int size) {
        this.size = size;
        this.buffer = Unpooled.directBuffer(size);
    }

    /** Whether {@link #lend} would lend it. */
    boolean isFree() {
        return !closed && buffer.refCnt() == 1;
    }

    /** The buffer, empty. Whoever gets it releases it. */
    ByteBuf lend() {
        if (buffer.capacity() > size) {
            buffer.release();
            buffer = Unpooled.directBuffer(size);
        }
        return buffer.clear().retain();
    }

    /** No more is lent; what is lent stays valid until it is released. */
    void close() {
        if (!closed) {
            closed = true;
            buffer.release();
        }
    }
}
