package io.github.dqlite4j.wire;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** A message of a server: one type for each message, fields in wire order. */
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
     * Decodes one message. The result holds no reference to the buffer.
     *
     * @param body the whole body and nothing else
     * @throws WireException if the bytes are not such a message
     */
    static Response decode(int type, int schema, ByteBuf body) throws WireException {
        if (body.readableBytes() % Primitives.WORD != 0) {
            throw new WireException("A body of " + body.readableBytes() + " bytes is not a whole number of words");
        }
        return switch (type) {
            case 0 -> FailureDecoder.decode(body);
            case 1 -> exactly(body, new Server(Primitives.int64(body), Primitives.text(body)));
            case 2 -> exactly(body, new Welcome(Primitives.int64(body)));
            case 3 -> exactly(body, servers(body));
            case 4 -> exactly(body, db(body));
            case 5 -> exactly(body, stmt(schema, body));
            case 6 -> exactly(body, result(body));
            case 7 -> RowsDecoder.decode(body);
            case 8 -> exactly(body, empty(body));
            case 9 -> exactly(body, files(body));
            case 10 -> exactly(body, new Metadata(Primitives.int64(body), Primitives.int64(body)));
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
        int count = Primitives.count(body, Primitives.int64(body));
        List<Node> nodes = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            long id = Primitives.int64(body);
            String address = Primitives.text(body);
            long role = Primitives.int64(body);
            if (role < 0 || role >= Role.values().length) {
                throw new WireException("Unknown role " + Long.toUnsignedString(role));
            }
            nodes.add(new Node(id, address, Role.values()[(int) role]));
        }
        return new Servers(List.copyOf(nodes));
    }

    private static Db db(ByteBuf body) throws WireException {
        int id = Primitives.int32(body);
        Primitives.int32(body);
        return new Db(id);
    }

    private static Stmt stmt(int schema, ByteBuf body) throws WireException {
        int db = Primitives.int32(body);
        int id = Primitives.int32(body);
        long parameters = Primitives.int64(body);
        return switch (schema) {
            case 0 -> new Stmt(db, id, parameters, 0);
            case 1 -> new Stmt(db, id, parameters, Primitives.int64(body));
            default -> throw new WireException("Unknown schema " + schema + " of a statement");
        };
    }

    private static Result result(ByteBuf body) throws WireException {
        long lastInsertRowid = Primitives.int64(body);
        long rowsAffected = Primitives.int64(body);
        if (rowsAffected < 0) {
            throw new WireException("A count of " + Long.toUnsignedString(rowsAffected) + " rows");
        }
        return new Result(lastInsertRowid, rowsAffected);
    }

    private static Empty empty(ByteBuf body) throws WireException {
        Primitives.int64(body);
        return new Empty();
    }

    private static Files files(ByteBuf body) throws WireException {
        int count = Primitives.count(body, Primitives.int64(body));
        List<File> files = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            String name = Primitives.text(body);
            long announced = Primitives.int64(body);
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

    /** @param tail the offset in the UTF-8 text at which the statement ended, 0 in schema 0 */
    record Stmt(int db, int id, long parameters, long tail) implements Response {}

    /** Sticky: after a statement that changes nothing, it repeats the values of the last insert. */
    record Result(long lastInsertRowid, long rowsAffected) implements Response {}

    record Empty() implements Response {}

    record Files(List<File> files) implements Response {}

    record File(String name, byte[] content) {}

    record Metadata(long failureDomain, long weight) implements Response {}

    /**
     * One ROWS message. {@link #next} moves to its next row; {@link #hasMore} says whether another ROWS message follows. It owns
     * a copy of the message, so there is nothing to close. Not thread-safe.
     */
    non-sealed interface Rows extends Response, Row {
        String columnName(int column);

        /**
         * Moves to the next row.
         *
         * @return false after the last row of this message
         * @throws WireException if the row is malformed; the connection must be closed
         */
        boolean next() throws WireException;

        /** Whether {@link #next} will return true, or throw because the row is malformed; the current row stays. */
        boolean hasNext();

        /**
         * The number of rows from the {@link #position} on. The position and the current row stay.
         *
         * @throws WireException if one of them is malformed; the connection must be closed
         */
        int countRows() throws WireException;

        /** Where the row begins that {@link #next} will read. */
        int position();

        /**
         * Makes {@link #next} read the row that begins there.
         *
         * @param position an earlier result of {@link #position}
         */
        void moveTo(int position);

        /** Whether more messages follow. */
        boolean hasMore();

        /** Whether this message has no row at all. */
        boolean isEmpty();

        /**
         * Whether a value of the first row is a UNIXTIME, ISO8601 or BOOLEAN. A server sends these for columns of some declared
         * types, and changes the values to fit.
         */
        boolean hasCoercedTypes();

        /** The size of the message's body in bytes. */
        int size();
    }
}
