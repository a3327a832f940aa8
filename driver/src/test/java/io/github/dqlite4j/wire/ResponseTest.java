package io.github.dqlite4j.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dqlite4j.peer.LeakRecorder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every response, from bytes written by hand from the protocol's table. */
@ExtendWith(LeakRecorder.class)
class ResponseTest {
    private static final String NOTHING = "0000000000000000";
    private static final String ONE = "0100000000000000";

    static Stream<Arguments> responses() {
        return Stream.of(
                arguments("02000000 00 00 0000 0500000000000000 6275737900000000", new Response.Failure(5, "busy")),
                arguments("02000000 00 00 0000 0a28000000000000" + NOTHING, new Response.Failure(10250, "")),
                arguments(
                        "03000000 01 00 0000 0100000000000000 3132372e302e302e 313a393030310000",
                        new Response.Server(1, "127.0.0.1:9001")),
                arguments("02000000 01 00 0000" + NOTHING + NOTHING, new Response.Server(0, "")),
                arguments("01000000 02 00 0000 983a000000000000", new Response.Welcome(15000)),
                arguments("01000000 03 00 0000" + NOTHING, new Response.Servers(List.of())),
                arguments(
                        """
                        0a000000 03 00 0000 0300000000000000
                        be55318c8571c12d 613a310000000000 0000000000000000
                        0200000000000000 623a320000000000 0100000000000000
                        0300000000000000 633a330000000000 0200000000000000
                        """,
                        new Response.Servers(List.of(
                                new Response.Node(0x2dc171858c3155beL, "a:1", Role.VOTER),
                                new Response.Node(2, "b:2", Role.STANDBY),
                                new Response.Node(3, "c:3", Role.SPARE)))),
                arguments("01000000 04 00 0000 07000000 00000000", new Response.Db(7)),
                arguments("02000000 05 00 0000 01000000 02000000 0300000000000000", new Response.Stmt(1, 2, 3, 0)),
                arguments(
                        "03000000 05 01 0000 01000000 02000000 0300000000000000 0900000000000000",
                        new Response.Stmt(1, 2, 3, 9)),
                arguments("02000000 06 00 0000 feffffffffffffff 0500000000000000", new Response.Result(-2, 5)),
                arguments("01000000 08 00 0000" + NOTHING, new Response.Empty()),
                arguments("02000000 0a 00 0000 0300000000000000 0700000000000000", new Response.Metadata(3, 7)),
                arguments(
                        "02000000 07 00 0000" + NOTHING + "ffffffffffffffff",
                        new Received.Table(List.of(), List.of(), false)),
                arguments(
                        """
                        0a000000 07 00 0000
                        0200000000000000 6964000000000000 6e616d6500000000
                        3100000000000000 0100000000000000 4164610000000000
                        5100000000000000 0200000000000000 0000000000000000
                        ffffffffffffffff
                        """,
                        new Received.Table(
                                List.of("id", "name"),
                                List.of(
                                        List.of(integer(1), new Received.Cell(ValueType.TEXT, "Ada")),
                                        List.of(integer(2), new Received.Cell(ValueType.NULL, null))),
                                false)),
                arguments(
                        """
                        15000000 07 00 0000
                        0800000000000000
                        6100000000000000 6200000000000000 6300000000000000 6400000000000000
                        6500000000000000 6600000000000000 6700000000000000 6800000000000000
                        214395ba00000000
                        feffffffffffffff
                        000000000000e03f
                        c3a9000000000000
                        0300000000000000 cafeba0000000000
                        0000000000000000
                        00f1536500000000
                        323032362d31312d 3231000000000000
                        0100000000000000
                        eeeeeeeeeeeeeeee
                        """,
                        new Received.Table(
                                List.of("a", "b", "c", "d", "e", "f", "g", "h"),
                                List.of(List.of(
                                        integer(-2),
                                        new Received.Cell(ValueType.FLOAT, 0x3fe0000000000000L),
                                        new Received.Cell(ValueType.TEXT, "é"),
                                        new Received.Cell(ValueType.BLOB, "[-54, -2, -70]"),
                                        new Received.Cell(ValueType.NULL, null),
                                        new Received.Cell(ValueType.UNIXTIME, 1_700_000_000L),
                                        new Received.Cell(ValueType.ISO8601, "2026-11-21"),
                                        new Received.Cell(ValueType.BOOLEAN, 1L))),
                                true)),
                arguments(
                        "12000000 07 00 0000 1000000000000000" + "6300000000000000".repeat(16) + "ffffffffffffffff",
                        new Received.Table(Collections.nCopies(16, "c"), List.of(), false)),
                arguments(
                        "23000000 07 00 0000 1000000000000000" + "6300000000000000".repeat(16) + "1111111111111111"
                                + "0500000000000000".repeat(16) + "ffffffffffffffff",
                        new Received.Table(
                                Collections.nCopies(16, "c"), List.of(Collections.nCopies(16, integer(5))), false)),
                arguments(
                        "26000000 07 00 0000 1100000000000000" + "6300000000000000".repeat(17)
                                + "11111111111111110100000000000000" + "0500000000000000".repeat(17)
                                + "ffffffffffffffff",
                        new Received.Table(
                                Collections.nCopies(17, "c"), List.of(Collections.nCopies(17, integer(5))), false)));
    }

    private static Received.Cell integer(long value) {
        return new Received.Cell(ValueType.INTEGER, value);
    }

    /** The long form: column count, names, whole rows, and only then code and text. */
    static Stream<Arguments> longFailures() {
        return Stream.of(
                arguments("03000000 00 00 0000" + NOTHING + "0100000000000000 6e6f000000000000", 1, "no"),
                arguments("04000000 00 00 0000 0100000000000000 6964000000000000 1306000000000000" + NOTHING, 1555, ""),
                arguments("""
                        04000000 00 00 0000
                        0100000000000000 6964000000000000
                        1308000000000000 6475700000000000
                        """, 2067, "dup"),
                arguments("""
                        08000000 00 00 0000
                        0100000000000000 6964000000000000
                        0100000000000000 0100000000000000
                        0100000000000000 0200000000000000
                        0600000000000000 6475700000000000
                        """, 6, "dup"),
                arguments("""
                        18000000 00 00 0000
                        0800000000000000
                        6100000000000000 6200000000000000 6300000000000000 6400000000000000
                        6500000000000000 6600000000000000 6700000000000000 6800000000000000
                        214395ba00000000
                        feffffffffffffff
                        000000000000e03f
                        c3a9000000000000
                        0300000000000000 cafeba0000000000
                        0000000000000000
                        00f1536500000000
                        323032362d31312d 3231000000000000
                        0100000000000000
                        1a01000000000000 696e746567657220 6f766572666c6f77 0000000000000000
                        """, 282, "integer overflow"),
                arguments(
                        "27000000 00 00 0000 1100000000000000" + "6300000000000000".repeat(17)
                                + "11111111111111110100000000000000" + "ffffffffffffffff".repeat(17)
                                + "0900000000000000 696e740000000000",
                        9,
                        "int"));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void isReadAsTheProtocolSays(String hex, Object expected) throws WireException {
        assertThat(Received.message(Hex.bytes(hex))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("longFailures")
    void theLongFormOfFailureHasItsCode(String hex, long code, String message) throws WireException {
        assertThat(Received.message(Hex.bytes(hex))).isEqualTo(new Response.Failure(code, message));
    }

    @Test
    void filesKeepTheirBytes() throws WireException {
        Response.Files files = (Response.Files) Received.message(Hex.bytes("""
                08000000 09 00 0000 0200000000000000
                612e646200000000 1000000000000000 0001020304050607 08090a0b0c0d0e0f
                612e64622d77616c 0000000000000000 0000000000000000
                """));
        assertThat(files.files()).extracting(Response.File::name).containsExactly("a.db", "a.db-wal");
        assertThat(files.files().get(0).content())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        assertThat(files.files().get(1).content()).isEmpty();
    }

    /** The table covers every message, so that a new one cannot come without its bytes. */
    @Test
    void noResponseIsForgotten() {
        var covered = responses()
                .map(arguments -> arguments.get()[1] instanceof Received.Table
                        ? Response.Rows.class
                        : arguments.get()[1].getClass())
                .collect(Collectors.toSet());
        covered.add(Response.Files.class);
        assertThat(covered).containsExactlyInAnyOrder(Response.class.getPermittedSubclasses());
    }

    static Stream<String> complete() {
        return Stream.concat(
                responses().map(arguments -> (String) arguments.get()[0]),
                Stream.of("05000000 09 00 0000 0100000000000000 612e646200000000 1000000000000000"
                        + " 0001020304050607 08090a0b0c0d0e0f"));
    }

    @ParameterizedTest
    @MethodSource("complete")
    void everyPrefixIsRefused(String hex) {
        byte[] message = Hex.bytes(hex);
        for (int length = 8; length < message.length; length++) {
            refused(message, Arrays.copyOfRange(message, 8, length));
        }
    }

    /**
     * The forms of FAILURE are distinguished by where the text ends, so that a long one cut at a word can be a shorter one; a header
     * says how long a message is, so this is never asked. It must still be a failure or be refused.
     */
    @ParameterizedTest
    @MethodSource("longFailures")
    void everyPrefixOfALongFailureIsRefusedOrAFailure(String hex, long code, String message) {
        byte[] bytes = Hex.bytes(hex);
        List<Integer> accepted = new ArrayList<>();
        for (int length = 8; length < bytes.length; length++) {
            try {
                assertThat(Received.body(0, 0, Arrays.copyOfRange(bytes, 8, length)))
                        .isInstanceOf(Response.Failure.class);
                accepted.add(length);
            } catch (WireException e) {
                assertThat(e).hasMessageMatching("[A-Z0-9].+");
            }
        }
        assertThat(accepted).allMatch(length -> length % 8 == 0);
    }

    @ParameterizedTest
    @MethodSource("complete")
    void whatFollowsAMessageIsRefused(String hex) {
        byte[] message = Hex.bytes(hex);
        for (int more : new int[] {1, 7, 8, 16}) {
            byte[] longer = Arrays.copyOf(message, message.length + more);
            refused(message, Arrays.copyOfRange(longer, 8, longer.length));
        }
    }

    private static void refused(byte[] message, byte[] body) {
        try {
            Object response = Received.body(message[4], message[5], body);
            if (message[4] == 0) {
                // A zero word after a code and text makes the long form of a failure, or an empty text.
                assertThat(response).isInstanceOf(Response.Failure.class);
                assertThat(body.length).isGreaterThanOrEqualTo(message.length);
            } else {
                fail(body.length + " of " + (message.length - 8) + " bytes were taken for " + response);
            }
        } catch (WireException e) {
            assertThat(e).hasMessageMatching("[A-Z0-9].+");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12, 100, 255, -1})
    void anUnknownTypeIsRefused(int type) {
        assertThatThrownBy(() -> Received.body(type, 0, new byte[8])).isInstanceOf(WireException.class);
    }

    @Test
    void anUnknownSchemaOfAStatementIsRefused() {
        assertThatThrownBy(() -> Received.body(5, 2, new byte[24])).isInstanceOf(WireException.class);
    }

    @Test
    void anUnknownRoleIsRefused() {
        for (String role : List.of("0300000000000000", "ffffffffffffffff", "0000000001000000")) {
            assertThatThrownBy(() -> Received.body(3, 0, Hex.bytes(ONE + ONE + "613a310000000000" + role)))
                    .isInstanceOf(WireException.class)
                    .hasMessageContaining("role");
        }
    }

    @Test
    void aBodyThatIsNoWholeNumberOfWordsIsRefused() {
        assertThatThrownBy(() -> Received.body(8, 0, new byte[9]))
                .isInstanceOf(WireException.class)
                .hasMessageContaining("9");
    }
}
