package io.github.dqlite4j.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** What a server answers, one type for each message, fields in wire order. */
public sealed interface Response
        permits Response.Failure,
                Response.Server,
                Response.Welcome,
                Response.Servers,
                Response.Db,
                Response.Stmt,
                Response.Result,
                Response.Rows,
                Response.Empty,
                Response.Files,
                Response.Metadata {

    /**
     * Decodes one message. The caller keeps its own reference to the body; {@link Rows} takes one more, and gives it back on
     * {@link Rows#close}.
     *
     * @param body the whole body and nothing else
     * @throws WireException if the bytes are not such a message
     */
    static Response decode(int type, int schema, ByteBuf body) throws WireException {
        if (body.readableBytes() % Primitives.WORD != 0) {
            throw new WireException("A body of " + body.readableBytes() + " bytes is no whole number of words");
        }
        return switch (type) {
            case 0 -> FailureDecoder.decode(body);
            case 1 -> exactly(body, new Server(Primitives.word(body), Primitives.text(body)));
            case 2 -> exactly(body, new Welcome(Primitives.word(body)));
            case 3 -> exactly(body, servers(body));
            case 4 -> exactly(body, db(body));
            case 5 -> exactly(body, stmt(schema, body));
            case 6 -> exactly(body, new Result(Primitives.word(body), Primitives.word(body)));
            case 7 -> RowsDecoder.decode(body);
            case 8 -> exactly(body, empty(body));
            case 9 -> exactly(body, files(body));
            case 10 -> exactly(body, new Metadata(Primitives.word(body), Primitives.word(body)));
            default -> throw new WireException("Unknown message type " + type);
        };
    }

    /**
     * Whether a message is ROWS that others will follow.
     *
     * @param message the whole message, header included; not consumed
     */
    static boolean hasMoreRows(ByteBuf message) {
        return message.getUnsignedByte(message.readerIndex() + 4) == 7 && RowsDecoder.endsInMore(message);
    }

    private static <R extends Response> R exactly(ByteBuf body, R response) throws WireException {
        Primitives.end(body);
        return response;
    }

    private static Servers servers(ByteBuf body) throws WireException {
        int count = Primitives.count(body, Primitives.word(body));
        List<Node> nodes = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            long id = Primitives.word(body);
            String address = Primitives.text(body);
            long role = Primitives.word(body);
            if (role < 0 || role >= Role.values().length) {
                throw new WireException("Unknown role " + Long.toUnsignedString(role));
            }
            nodes.add(new Node(id, address, Role.values()[(int) role]));
        }
        return new Servers(List.copyOf(nodes));
    }

    private static Db db(ByteBuf body) throws WireException {
        int id = Primitives.half(body);
        Primitives.half(body);
        return new Db(id);
    }

    private static Stmt stmt(int schema, ByteBuf body) throws WireException {
        int db = Primitives.half(body);
        int id = Primitives.half(body);
        long parameters = Primitives.word(body);
        return switch (schema) {
            case 0 -> new Stmt(db, id, parameters, 0);
            case 1 -> new Stmt(db, id, parameters, Primitives.word(body));
            default -> throw new WireException("Unknown schema " + schema + " of a statement");
        };
    }

    private static Empty empty(ByteBuf body) throws WireException {
        Primitives.word(body);
        return new Empty();
    }

    private static Files files(ByteBuf body) throws WireException {
        int count = Primitives.count(body, Primitives.word(body));
        List<File> files = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            String name = Primitives.text(body);
            long announced = Primitives.word(body);
            byte[] content = new byte[Primitives.length(body, announced, body.readerIndex())];
            body.readBytes(content);
            files.add(new File(name, content));
        }
        return new Files(List.copyOf(files));
    }

    /** Codes are SQLite's extended codes, or dqlite's own. */
    record Failure(long code, String message) implements Response {}

    /** The leader; id 0 and an empty address when the node knows of none. */
    record Server(long id, String address) implements Response {}

    record Welcome(long heartbeatMillis) implements Response {}

    record Servers(List<Node> nodes) implements Response {}

    /** One member of the cluster, under the address that it announces. */
    record Node(long id, String address, Role role) {}

    record Db(int id) implements Response {}

    /** @param tail where in the UTF-8 text the statement ended, 0 in schema 0 */
    record Stmt(int db, int id, long parameters, long tail) implements Response {}

    /** Sticky: after a statement that changes nothing it repeats the last insert's answer. */
    record Result(long lastInsertRowid, long rowsAffected) implements Response {}

    record Empty() implements Response {}

    record Files(List<File> files) implements Response {}

    record File(String name, byte[] content) {}

    record Metadata(long failureDomain, long weight) implements Response {}

    /**
     * Some rows of an answer, read in place. {@link #next} moves to the next row of this message; when it says false,
     * {@link #hasMore} tells whether another ROWS message follows. Not thread-safe; owns a reference to the message's buffer
     * until {@link #close}, after which no cell may be read.
     */
    non-sealed interface Rows extends Response, Row, AutoCloseable {
        String columnName(int column);

        /**
         * Moves to the next row.
         *
         * @return false after the last row of this message
         * @throws WireException if the row is malformed; the connection must be closed
         */
        boolean next() throws WireException;

        /** Whether {@link #next} will say true, or find a malformed row; the current row stays. */
        boolean hasNext();

        /** Where the row begins that {@link #next} will read. */
        int position();

        /** Makes {@link #next} read the row that begins at a {@link #position} of this message. */
        void moveTo(int position);

        /** A copy of the message on the heap, at the same position, which nobody has to close. */
        KeptRows keep();

        /** Whether more messages follow; known from the beginning. */
        boolean hasMore();

        /** Whether this message has a row at all. */
        boolean isEmpty();

        /**
         * Whether a value of the first row is a UNIXTIME, ISO8601 or BOOLEAN: a server sends these for columns whose declared type
         * it treats in its own way.
         */
        boolean hasSpecialTypes();

        /** The size of the message in bytes, what keeping it costs. */
        int size();

        /** Gives the buffer back. A second call does nothing. */
        @Override
        void close();
    }
}
