package io.github.dqlite4j.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dqlite4j.peer.LeakRecorder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every request, against bytes written by hand from the protocol's table. */
@ExtendWith(LeakRecorder.class)
class RequestTest {
    static Stream<Arguments> requests() {
        return Stream.of(
                arguments(new Request.Leader(), "01000000 00 00 0000 0000000000000000"),
                arguments(new Request.Client(0x0102030405060708L), "01000000 01 00 0000 0807060504030201"),
                arguments(
                        new Request.Open("test.db"),
                        "03000000 03 00 0000 746573742e646200 0000000000000000 0000000000000000"),
                arguments(
                        new Request.Open("shop.dbx"),
                        "04000000 03 00 0000 73686f702e646278 0000000000000000 0000000000000000 0000000000000000"),
                arguments(
                        new Request.Prepare(1, "SELECT 1"),
                        "03000000 04 00 0000 0100000000000000 53454c4543542031 0000000000000000"),
                arguments(new Request.Prepare(0, "BEGIN", 1), "02000000 04 01 0000 0000000000000000 424547494e000000"),
                arguments(new Request.Exec(1, 2, List.of()), "01000000 05 00 0000 01000000 02000000"),
                arguments(new Request.Exec(1, 2, everyType()), """
                        08000000 05 00 0000 01000000 02000000
                        0501020304050000
                        feffffffffffffff
                        000000000000e03f
                        c3a9f09f98800000
                        0300000000000000 cafeba0000000000
                        0000000000000000
                        """),
                arguments(new Request.Query(0, 0xfffffffe, List.of()), "01000000 06 00 0000 00000000 feffffff"),
                arguments(
                        new Request.Query(0, 3, List.of(Long.MIN_VALUE)),
                        "03000000 06 00 0000 00000000 03000000 0101000000000000 0000000000000080"),
                arguments(new Request.Finalize(4, 5), "01000000 07 00 0000 04000000 05000000"),
                arguments(
                        new Request.ExecSql(2, "COMMIT", List.of()),
                        "02000000 08 00 0000 0200000000000000 434f4d4d49540000"),
                arguments(new Request.ExecSql(2, "DELETE", List.of("", new byte[0])), """
                        05000000 08 00 0000 0200000000000000 44454c4554450000
                        0203040000000000
                        0000000000000000
                        0000000000000000
                        """),
                arguments(new Request.QuerySql(0, "SELECT ?", List.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8})), """
                        06000000 09 00 0000 0000000000000000 53454c454354203f 0000000000000000
                        0104000000000000
                        0800000000000000 0102030405060708
                        """),
                arguments(new Request.Interrupt(1), "01000000 0a 00 0000 0100000000000000"),
                arguments(
                        new Request.Add(2, "10.0.0.2:9001"),
                        "03000000 0c 00 0000 0200000000000000 31302e302e302e32 3a39303031000000"),
                arguments(new Request.Assign(3, Role.VOTER), "02000000 0d 00 0000 0300000000000000 0000000000000000"),
                arguments(new Request.Assign(3, Role.STANDBY), "02000000 0d 00 0000 0300000000000000 0100000000000000"),
                arguments(new Request.Assign(3, Role.SPARE), "02000000 0d 00 0000 0300000000000000 0200000000000000"),
                arguments(new Request.Remove(0x2dc171858c3155beL), "01000000 0e 00 0000 be55318c8571c12d"),
                arguments(new Request.Dump("a"), "01000000 0f 00 0000 6100000000000000"),
                arguments(new Request.Cluster(), "01000000 10 00 0000 0100000000000000"),
                arguments(new Request.Transfer(1), "01000000 11 00 0000 0100000000000000"),
                arguments(new Request.Describe(), "01000000 12 00 0000 0000000000000000"),
                arguments(new Request.Weight(10), "01000000 13 00 0000 0a00000000000000"));
    }

    private static List<Object> everyType() {
        return Arrays.asList(-2L, 0.5, "é😀", new byte[] {(byte) 0xca, (byte) 0xfe, (byte) 0xba}, null);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isWrittenAsTheProtocolSays(Request<?> request, String hex) {
        assertThat(encoded(request)).isEqualTo(Hex.plain(hex));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void isAppended(Request<?> request, String hex) {
        ByteBuf out = Unpooled.buffer().writeLongLE(Request.PROTOCOL_VERSION);
        request.encode(out);
        assertThat(Hex.of(out)).isEqualTo("0100000000000000" + Hex.plain(hex));
    }

    @Test
    void namesItsAnswer() {
        assertThat(requests().map(arguments -> {
                    Request<?> request = (Request<?>) arguments.get()[0];
                    return request.type() + " " + request.answer().getSimpleName();
                }))
                .containsOnly(
                        "0 Server",
                        "1 Welcome",
                        "3 Db",
                        "4 Stmt",
                        "5 Result",
                        "6 Rows",
                        "7 Empty",
                        "8 Result",
                        "9 Rows",
                        "10 Empty",
                        "12 Empty",
                        "13 Empty",
                        "14 Empty",
                        "15 Files",
                        "16 Servers",
                        "17 Empty",
                        "18 Metadata",
                        "19 Empty");
    }

    /** The table covers every message, so that a new one cannot come without its bytes. */
    @Test
    void noRequestIsForgotten() {
        assertThat(requests().<Class<?>>map(arguments -> arguments.get()[0].getClass()))
                .containsAll(List.of(Request.class.getPermittedSubclasses()));
    }

    @Test
    void parametersFillTheirHeaderToAWord() {
        assertThat(encoded(new Request.Exec(0, 0, nulls(7))))
                .isEqualTo(Hex.plain("09000000 05 00 0000 0000000000000000 0705050505050505") + "00".repeat(7 * 8));
        assertThat(encoded(new Request.Exec(0, 0, nulls(8))))
                .isEqualTo(Hex.plain("0b000000 05 00 0000 0000000000000000 0805050505050505 0500000000000000")
                        + "00".repeat(8 * 8));
    }

    @Test
    void moreThan255ParametersAreSchema1() {
        String tuple0 = "ff" + "05".repeat(255) + "00".repeat(255 * 8);
        String tuple1 = "00010000" + "05".repeat(256) + "00000000" + "00".repeat(256 * 8);
        List<Object> most = nulls(255);
        List<Object> more = nulls(256);
        String ids = "0000000000000000";
        String sql = "0000000000000000 6100000000000000";
        assertThat(encoded(new Request.Exec(0, 0, most))).isEqualTo(Hex.plain("20010000 05 00 0000" + ids) + tuple0);
        assertThat(encoded(new Request.Exec(0, 0, more))).isEqualTo(Hex.plain("22010000 05 01 0000" + ids) + tuple1);
        assertThat(encoded(new Request.Query(0, 0, most))).isEqualTo(Hex.plain("20010000 06 00 0000" + ids) + tuple0);
        assertThat(encoded(new Request.Query(0, 0, more))).isEqualTo(Hex.plain("22010000 06 01 0000" + ids) + tuple1);
        assertThat(encoded(new Request.ExecSql(0, "a", most)))
                .isEqualTo(Hex.plain("21010000 08 00 0000" + sql) + tuple0);
        assertThat(encoded(new Request.ExecSql(0, "a", more)))
                .isEqualTo(Hex.plain("23010000 08 01 0000" + sql) + tuple1);
        assertThat(encoded(new Request.QuerySql(0, "a", most)))
                .isEqualTo(Hex.plain("21010000 09 00 0000" + sql) + tuple0);
        assertThat(encoded(new Request.QuerySql(0, "a", more)))
                .isEqualTo(Hex.plain("23010000 09 01 0000" + sql) + tuple1);
    }

    @Test
    void everyBitOfANumberTravels() {
        assertThat(encoded(new Request.Exec(0, 0, List.of(Double.longBitsToDouble(0x7ff8000000000001L)))))
                .endsWith("010000000000f87f");
        assertThat(encoded(new Request.Exec(0, 0, List.of(-0.0)))).endsWith("0000000000000080");
        assertThat(encoded(new Request.Exec(0, 0, List.of(Long.MAX_VALUE)))).endsWith("ffffffffffffff7f");
    }

    static Stream<Request<?>> impossible() {
        List<Request<?>> requests = new ArrayList<>();
        for (String text : List.of("\0", "a\0b", "\ud83d", "a\ude00", "\ude00\ud83d", "\ud83d\ud83d\ude00")) {
            requests.add(new Request.Open(text));
            requests.add(new Request.Prepare(0, text));
            requests.add(new Request.ExecSql(0, text, List.of()));
            requests.add(new Request.QuerySql(0, text, List.of()));
            requests.add(new Request.Exec(0, 0, List.of(1L, text)));
            requests.add(new Request.Query(0, 0, List.of(text)));
            requests.add(new Request.Add(0, text));
            requests.add(new Request.Dump(text));
        }
        requests.add(new Request.Exec(0, 0, List.of(1)));
        requests.add(new Request.Query(0, 0, List.of(new Object())));
        return requests.stream();
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void whatCannotTravelIsRefusedBeforeABitIsWritten(Request<?> request) {
        ByteBuf out = PooledByteBufAllocator.DEFAULT.buffer().writeLongLE(42);
        try {
            assertThatIllegalArgumentException().isThrownBy(() -> request.encode(out));
            assertThat(Hex.of(out)).isEqualTo("2a00000000000000");
        } finally {
            out.release();
        }
    }

    @Test
    void aMessageLongerThanABufferCanBeIsRefused() {
        ByteBuf out = Unpooled.buffer(16, 64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Request.Exec(0, 0, List.of(new byte[100])).encode(out));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Request.Exec(0, 0, List.of("x".repeat(100))).encode(out));
        assertThat(out.readableBytes()).isZero();
    }

    @Test
    void saysWhyATextCannotTravel() {
        assertThat(Parameters.defect("a😀ü")).isNull();
        assertThat(Parameters.defect("ab\0")).contains("U+0000", "2");
        assertThat(Parameters.defect("a\ud83d")).contains("surrogate", "1");
    }

    static List<Object> nulls(int count) {
        return Collections.nCopies(count, null);
    }

    private static String encoded(Request<?> request) {
        ByteBuf out = PooledByteBufAllocator.DEFAULT.buffer();
        try {
            request.encode(out);
            return Hex.of(out);
        } finally {
            out.release();
        }
    }
}
