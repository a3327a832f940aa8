package io.github.dqlite4j.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.ByteOrder;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Splits the stream into messages, header included. The length field counts the words after the header. */
final class FrameDecoder extends LengthFieldBasedFrameDecoder {
    /** A message exists twice while it is decoded: as it came, and on the heap. */
    static final int MOST_BYTES =
            (int) Math.min(Integer.MAX_VALUE - 16, Runtime.getRuntime().maxMemory() / 2);

    /** Of a message that has neither rows, nor files, nor a failure, before which rows may stand: far more than one of them needs. */
    static final int MOST_BYTES_OF_OTHERS = 1 << 20;

    private static final int WORD = 8;
    private static final Set<Integer> LARGE = Set.of(0, 7, 9);

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

    /** @throws TooLongFrameException by the header, so that nothing is kept of such a message */
    @Override
    protected @Nullable Object decode(ChannelHandlerContext context, ByteBuf in) throws Exception {
        int start = in.readerIndex();
        if (in.readableBytes() >= WORD
                && in.getUnsignedIntLE(start) * WORD > MOST_BYTES_OF_OTHERS
                && !LARGE.contains((int) in.getUnsignedByte(start + 4))) {
            in.skipBytes(in.readableBytes());
            throw new TooLongFrameException("a message that is too long for its type");
        }
        return super.decode(context, in);
    }

    @Override
    protected long getUnadjustedFrameLength(ByteBuf buf, int offset, int length, ByteOrder order) {
        return buf.getUnsignedIntLE(offset) * WORD;
    }
}
