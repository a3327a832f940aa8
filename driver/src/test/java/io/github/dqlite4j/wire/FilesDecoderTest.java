package io.github.dqlite4j.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.WireBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a database, from bytes written by hand and cut anywhere. */
@ExtendWith(LeakRecorder.class)
class FilesDecoderTest {
    private static final String TWO_FILES = """
            09000000 09 00 0000 0200000000000000
            612e646200000000 1000000000000000 0001020304050607 08090a0b0c0d0e0f
            612e64622d77616c 0000000000000000 0800000000000000 ffeeddccbbaa9988
            """;

    private static final class Files implements FilesDecoder.Receiver {
        private final Map<String, Long> announced = new LinkedHashMap<>();
        private final Map<String, ByteArrayOutputStream> contents = new LinkedHashMap<>();
        private ByteArrayOutputStream last = new ByteArrayOutputStream();

        @Override
        public void file(String name, long bytes) {
            announced.put(name, bytes);
            last = new ByteArrayOutputStream();
            contents.put(name, last);
        }

        @Override
        public void content(ByteBuffer piece) {
            while (piece.hasRemaining()) {
                last.write(piece.get());
            }
        }
    }

    /** The bytes in pieces of this size, as a decoder of Netty hands them on: what was not read comes again with the next piece. */
    private static Response read(FilesDecoder decoder, byte[] bytes, int size) throws WireException, IOException {
        ByteBuf all = Unpooled.buffer();
        Response response = new Response.Empty();
        for (int start = 0; start < bytes.length; start += size) {
            all.writeBytes(bytes, start, Math.min(size, bytes.length - start));
            response = decoder.read(all);
        }
        return response;
    }

    private static FilesDecoder decoder(Files files) {
        return new FilesDecoder(new Request.Dump("a.db"), files);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 9, 1000})
    void filesAreReadInPiecesOfAnySize(int size) throws Exception {
        Files files = new Files();
        FilesDecoder decoder = decoder(files);
        assertThat(read(decoder, Hex.bytes(TWO_FILES), size)).isEqualTo(new Response.Empty());
        assertThat(decoder.isComplete()).isTrue();
        assertThat(files.announced).containsExactly(Map.entry("a.db", 16L), Map.entry("a.db-wal", 8L));
        assertThat(files.contents.get("a.db").toByteArray())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        assertThat(files.contents.get("a.db-wal").toByteArray()).isEqualTo(Hex.bytes("ffeeddccbbaa9988"));
    }

    /** Whatever is missing, it is not taken for the whole. */
    @Test
    void noPrefixIsComplete() throws Exception {
        byte[] bytes = Hex.bytes(TWO_FILES);
        for (int length = 0; length < bytes.length; length++) {
            FilesDecoder decoder = decoder(new Files());
            read(decoder, Arrays.copyOf(bytes, length), bytes.length);
            assertThat(decoder.isComplete()).as(length + " bytes").isFalse();
        }
    }

    @Test
    void whatFollowsIsRefused() {
        byte[] bytes = Hex.bytes(TWO_FILES);
        assertThatThrownBy(() -> read(decoder(new Files()), Arrays.copyOf(bytes, bytes.length + 1), 1000))
                .isInstanceOf(WireException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 1000})
    void aFailureIsTheAnswer(int size) throws Exception {
        byte[] failure = Hex.bytes("03000000 00 00 0000 ea03000000000000 6e6f2073756368 20 6462000000000000");
        FilesDecoder decoder = decoder(new Files());
        assertThat(read(decoder, failure, size)).isEqualTo(new Response.Failure(1002, "no such db"));
        assertThat(decoder.isComplete()).isTrue();
    }

    private static WireBytes file(int count, String name, long announced) {
        return new WireBytes().int64(count).text(name).int64(announced).raw(new byte[16]);
    }

    /** No names but those that were asked for, each once and in its order. */
    static Stream<byte[]> wrongNames() {
        return Stream.of(
                        List.of("../a.db"),
                        List.of("/etc/passwd"),
                        List.of(""),
                        List.of("."),
                        List.of("a.db-wal"),
                        List.of("a.db", "a.db"),
                        List.of("a.db", "../a.db-wal"),
                        List.of("a.db", "a.db-wal/x"),
                        List.of("x".repeat(5000)))
                .map(names -> {
                    WireBytes words = new WireBytes().int64(names.size());
                    names.forEach(name -> words.text(name).int64(16).raw(new byte[16]));
                    return words.message(9, 0);
                });
    }

    static Stream<byte[]> lies() {
        return Stream.concat(
                wrongNames(),
                Stream.of(
                        new WireBytes().int64(0).message(9, 0),
                        file(3, "a.db", 16).message(9, 0),
                        file(-1, "a.db", 16).message(9, 0),
                        file(1, "a.db", 17).message(9, 0),
                        file(1, "a.db", -1).message(9, 0),
                        file(1, "a.db", 8).message(9, 0),
                        new WireBytes().int64(1).raw(new byte[5000]).message(9, 0),
                        file(1, "a.db", 16).message(8, 0),
                        file(1, "a.db", 16).message(42, 0),
                        new WireBytes().raw(new byte[80_000]).message(0, 0)));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void whatWasNotAskedForIsRefused(byte[] message) {
        for (int size : new int[] {1, 8, 100_000}) {
            assertThatThrownBy(() -> {
                        FilesDecoder decoder = decoder(new Files());
                        read(decoder, message, size);
                        assertThat(decoder.isComplete()).isFalse();
                        throw new WireException("The end is missing");
                    })
                    .isInstanceOf(WireException.class);
        }
    }

    /** Random and mutated bytes end in a refusal or wait for more; nothing else is thrown, and no other name is handed on. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mutatedBytesAreRefused(long seed) throws Exception {
        RandomGenerator random = new SplittableRandom(seed);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = Hex.bytes(TWO_FILES);
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Files files = new Files();
            try {
                read(decoder(files), bytes, random.nextInt(1, 100));
            } catch (WireException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
            assertThat(List.of("a.db", "a.db-wal")).containsAll(files.announced.keySet());
        }
    }

    @Test
    void whatTheReceiverThrowsEndsTheReading() {
        FilesDecoder.Receiver full = new FilesDecoder.Receiver() {
            @Override
            public void file(String name, long bytes) {}

            @Override
            public void content(ByteBuffer piece) throws IOException {
                throw new IOException("disk full");
            }
        };
        assertThatThrownBy(() -> read(new FilesDecoder(new Request.Dump("a.db"), full), Hex.bytes(TWO_FILES), 1000))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
    }
}
