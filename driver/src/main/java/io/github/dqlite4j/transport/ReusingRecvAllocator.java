package io.github.dqlite4j.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/** Reads small answers into one reused buffer, and large results into larger buffers from the allocator. */
final class ReusingRecvAllocator implements RecvByteBufAllocator {
    /** A little more than the size of one ROWS message that a server sends. */
    static final int KEPT = 8192;

    private static final int LARGEST = 65536;

    private final RecvByteBufAllocator sizes = new AdaptiveRecvByteBufAllocator(KEPT, KEPT, LARGEST);
    private final ReusableBuffer kept;

    ReusingRecvAllocator(ReusableBuffer kept) {
        this.kept = kept;
    }

    @Override
    @SuppressWarnings("deprecation") // the interface deprecates it for callers only
    public Handle newHandle() {
        return new DelegatingHandle(sizes.newHandle()) {
            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                return kept.isFree() && guess() <= KEPT ? kept.lend() : super.allocate(allocator);
            }
        };
    }
}
