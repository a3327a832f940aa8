package io.github.dqlite4j.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.WireBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where one message ends and the next begins. */
@ExtendWith(LeakRecorder.class)
class FrameDecoderTest {
    private static final byte[] RESULT = new WireBytes().int64(7).int64(1).message(6, 0);
    private static final byte[] EMPTY = new WireBytes().int64(0).message(8, 0);

    private final EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(1 << 20));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void noPrefixIsAMessage() {
        for (int i = 0; i < RESULT.length - 1; i++) {
            channel.writeInbound(Unpooled.wrappedBuffer(RESULT, i, 1));
            assertThat(channel.<Object>readInbound()).isNull();
        }
        channel.writeInbound(Unpooled.wrappedBuffer(RESULT, RESULT.length - 1, 1));
        assertThat(next()).isEqualTo(HexFormat.of().formatHex(RESULT));
    }

    @Test
    void messagesThatArriveTogetherAreTakenApart() {
        byte[] together = new WireBytes()
                .raw(RESULT)
                .raw(EMPTY)
                .raw(RESULT)
                .raw(new byte[5])
                .body();
        channel.writeInbound(Unpooled.wrappedBuffer(together));
        assertThat(next()).isEqualTo(HexFormat.of().formatHex(RESULT));
        assertThat(next()).isEqualTo(HexFormat.of().formatHex(EMPTY));
        assertThat(next()).isEqualTo(HexFormat.of().formatHex(RESULT));
        assertThat(channel.<Object>readInbound()).isNull();
    }

    @Test
    void aMessageWithoutABodyIsAMessage() {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {0, 0, 0, 0, 8, 0, 0, 0}));
        assertThat(next()).isEqualTo("0000000008000000");
    }

    /** More than allowed; 2 GiB, where an int ends; 4 GiB; the most there is; and "HTTP". */
    @ParameterizedTest
    @ValueSource(ints = {1 << 17, 0x1000_0000, 0x2000_0000, -1, 0x5054_5448})
    void aMessageThatIsTooLongIsRefusedByItsHeader(int words) {
        assertThatThrownBy(() ->
                        channel.writeInbound(Unpooled.buffer().writeIntLE(words).writeIntLE(7)))
                .isInstanceOf(TooLongFrameException.class);
        assertThat(channel.<Object>readInbound()).isNull();
    }

    /** The answer about a cluster of 10,000 nodes would be shorter. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 8, 10, 42, 255})
    void onlyRowsFilesAndFailuresAreLong(int type) {
        EmbeddedChannel patient = new EmbeddedChannel(new FrameDecoder(1 << 30));
        ByteBuf header = Unpooled.buffer()
                .writeIntLE((FrameDecoder.MOST_BYTES_OF_OTHERS >> 3) + 1)
                .writeIntLE(type);
        for (int i = 0; i < 7; i++) {
            patient.writeInbound(header.readRetainedSlice(1));
        }
        assertThatThrownBy(() -> patient.writeInbound(header)).isInstanceOf(TooLongFrameException.class);
        assertThat(patient.<Object>readInbound()).isNull();
        patient.finishAndReleaseAll();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 9})
    void rowsFilesAndFailuresMayBeLong(int type) {
        EmbeddedChannel patient = new EmbeddedChannel(new FrameDecoder(1 << 30));
        int words = (FrameDecoder.MOST_BYTES_OF_OTHERS >> 3) + 1;
        patient.writeInbound(
                Unpooled.buffer().writeIntLE(words).writeIntLE(type).writeZero(words * 8 - 1));
        assertThat(patient.<Object>readInbound()).isNull();
        patient.writeInbound(Unpooled.buffer().writeZero(1));
        ByteBuf frame = patient.readInbound();
        assertThat(frame.readableBytes()).isEqualTo(8 + words * 8);
        frame.release();
        patient.finishAndReleaseAll();
    }

    private String next() {
        ByteBuf frame = channel.readInbound();
        try {
            return ByteBufUtil.hexDump(frame);
        } finally {
            frame.release();
        }
    }
}
