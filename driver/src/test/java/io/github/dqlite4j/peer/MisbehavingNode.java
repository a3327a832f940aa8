package io.github.dqlite4j.peer;

import io.github.dqlite4j.peer.ScriptedPeer.Script;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a broken or paused node, or another server, sends instead of an answer. */
public enum MisbehavingNode {
    CLOSES(Kind.LOST, ScriptedPeer.Conversation::close),
    RESETS(Kind.LOST, ScriptedPeer.Conversation::reset),
    CLOSES_IN_A_HEADER(Kind.LOST, with -> {
        with.send(new byte[] {1, 0, 0});
        with.close();
    }),
    CLOSES_IN_A_BODY(Kind.LOST, with -> {
        with.send(half(ScriptedPeer.integers(false, 1)));
        with.close();
    }),
    RESETS_IN_A_BODY(Kind.LOST, with -> {
        with.send(half(ScriptedPeer.integers(false, 1)));
        with.reset();
    }),

    IS_SILENT(Kind.SILENT, ScriptedPeer.Conversation::silence),
    STOPS_IN_A_BODY(Kind.SILENT, with -> {
        with.send(half(ScriptedPeer.integers(false, 1)));
        with.silence();
    }),
    /** A great length, and no byte of the body. */
    ANNOUNCES_64_MIB(Kind.SILENT, with -> {
        with.send(new WireBytes().int32(1 << 23).int32(7).body());
        with.silence();
    }),
    DRIPS(Kind.SILENT, with -> {
        byte[] answer = new WireBytes()
                .int32(1000)
                .int32(7)
                .int64(1)
                .text("n")
                .raw(new byte[4000])
                .body();
        for (int i = 0; ; i++) {
            with.send(Arrays.copyOfRange(answer, i, i + 1));
            Thread.sleep(20);
        }
    }),

    ANNOUNCES_4_GIB(
            Kind.VIOLATION, says(new WireBytes().int32(0x2000_0000).int32(7).body())),
    ANNOUNCES_THE_MOST(Kind.VIOLATION, says(new WireBytes().int32(-1).int32(7).body())),
    SENDS_NO_BODY(Kind.VIOLATION, says(new WireBytes().message(7, 0))),
    SENDS_TOO_SHORT_A_LENGTH(
            Kind.VIOLATION,
            says(new WireBytes().int32(1).int32(6).int64(1).int64(1).int64(0).body())),
    SENDS_TOO_LONG_A_MESSAGE(
            Kind.VIOLATION, says(new WireBytes().int64(1).int64(1).int64(1).message(6, 0))),
    SENDS_AN_UNKNOWN_TYPE(Kind.VIOLATION, says(new WireBytes().int64(0).message(42, 0))),
    SENDS_ANOTHER_TYPE(Kind.VIOLATION, says(new WireBytes().int64(30_000).message(2, 0))),
    SENDS_AN_OLD_ANSWER(Kind.VIOLATION, says(ScriptedPeer.server(1, "10.0.0.1:9001"))),
    IS_A_WEB_SERVER(
            Kind.VIOLATION,
            says("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII))),
    SENDS_A_FAILURE_THAT_IS_NONE(
            Kind.VIOLATION, says(new WireBytes().int64(3).int64(-1).int64(-1).message(0, 0))),
    SENDS_A_FAILURE_WITHOUT_AN_END(
            Kind.VIOLATION,
            says(new WireBytes().int64(1).raw(new byte[64]).int64(-1).message(0, 0))),
    HAS_TOO_MANY_COLUMNS(
            Kind.VIOLATION,
            says(new WireBytes().int64(1L << 40).text("n").int64(-1).message(7, 0))),
    HAS_LESS_THAN_NO_COLUMNS(
            Kind.VIOLATION, says(new WireBytes().int64(-1).text("n").int64(-1).message(7, 0))),
    HAS_A_NAME_WITHOUT_AN_END(
            Kind.VIOLATION, says(new WireBytes().int64(1).int64(-1).message(7, 0))),
    HAS_NO_MARKER(
            Kind.VIOLATION, says(new WireBytes().int64(1).text("n").int64(7).message(7, 0))),
    SENDS_EMPTY_ROWS_FOR_EVER(Kind.VIOLATION, with -> {
        for (; ; ) {
            with.send(ScriptedPeer.integers(true));
        }
    });

    private final Kind kind;
    private final Script script;

    /** How a client has to classify it. */
    public enum Kind {
        /** The connection is lost. */
        LOST,
        /** Nothing comes in time. */
        SILENT,
        /** The bytes violate the protocol. */
        VIOLATION
    }

    MisbehavingNode(Kind kind, Script script) {
        this.kind = kind;
        this.script = script;
    }

    public Kind kind() {
        return kind;
    }

    /** What happens after a request was read. */
    public Script script() {
        return script;
    }

    private static byte[] half(byte[] message) {
        return Arrays.copyOf(message, message.length / 2 / 8 * 8 + 3);
    }

    private static Script says(byte[] message) {
        return with -> with.send(message).silence();
    }
}
