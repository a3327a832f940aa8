package io.github.dqlite4j.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.nio.ByteOrder;

/** Splits the stream into messages, header included. The length field counts the words after the header. */
final class FrameDecoder extends LengthFieldBasedFrameDecoder {
    /** A message exists twice while it is decoded: as it came, and on the heap. */
    static final int MOST_BYTES =
            (int) Math.min(Integer.MAX_VALUE - 16, Runtime.getRuntime().maxMemory() / 2);

    private static final int WORD = 8;

    FrameDecoder(int longest) {
        super(ByteOrder.LITTLE_ENDIAN, longest, 0, 4, 4, 0, true);
    }

    /** Passes on a read that is exactly one message, as most are. */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (actualReadableBytes() == 0 && message instanceof ByteBuf bytes && isOneFrame(bytes)) {
            context.fireChannelRead(bytes);
        } else {
            super.channelRead(context, message);
        }
    }

    /** Whether a part of a message has come. */
    boolean hasBegun() {
        return actualReadableBytes() > 0;
    }

    private static boolean isOneFrame(ByteBuf bytes) {
        int length = bytes.readableBytes();
        return length > WORD && bytes.getUnsignedIntLE(bytes.readerIndex()) * WORD == length - WORD;
    }

    @Override
    protected long getUnadjustedFrameLength(ByteBuf buf, int offset, int length, ByteOrder order) {
        return buf.getUnsignedIntLE(offset) * WORD;
    }
}
