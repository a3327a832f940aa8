package io.github.dqlite4j.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/** Reads small answers into one buffer that is kept, and a flood of rows into larger ones from the allocator. */
final class ReusingRecvAllocator implements RecvByteBufAllocator {
    /** As large as what servers send of a result at a time, and a bit. */
    static final int KEPT = 8192;

    private static final int LARGEST = 65536;

    private final RecvByteBufAllocator sizes = new AdaptiveRecvByteBufAllocator(KEPT, KEPT, LARGEST);
    private final ReusableBuffer kept;

    ReusingRecvAllocator(ReusableBuffer kept) {
        this.kept = kept;
    }

    @Override
    @SuppressWarnings("deprecation") // the interface declares it so for those who call it
    public Handle newHandle() {
        return new DelegatingHandle(sizes.newHandle()) {
            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                return kept.isFree() && guess() <= KEPT ? kept.lend() : super.allocate(allocator);
            }
        };
    }
}
