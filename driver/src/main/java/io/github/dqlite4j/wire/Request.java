package io.github.dqlite4j.wire;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message of a client: one record for each type, fields in wire order. A client never sends types 2 (heartbeat) and 11
 * (which turns the socket into a raft link), so they have no record.
 *
 * @param <A> the answer when it is not a {@link Response.Failure}
 */
public sealed interface Request<A extends Response> {
    /** The first word of a connection, before any message. The server does not answer it. */
    long PROTOCOL_VERSION = 1;

    int HEADER_LENGTH = 8;

    int type();

    Class<A> answer();

    default int schema() {
        return 0;
    }

    /**
     * Appends the body, always a whole number of words.
     *
     * @throws IllegalArgumentException if the protocol cannot carry a text or a value
     */
    void body(ByteBuf out);

    /**
     * Appends header and body. On an exception the buffer is as it was.
     *
     * @throws IllegalArgumentException if the protocol cannot carry a text or a value, or the buffer cannot hold it
     */
    default void encode(ByteBuf out) {
        int start = out.writerIndex();
        try {
            out.writeZero(HEADER_LENGTH);
            body(out);
            int length = out.writerIndex() - start - HEADER_LENGTH;
            out.setIntLE(start, length / Primitives.WORD);
            out.setByte(start + 4, type());
            out.setByte(start + 5, schema());
        } catch (IndexOutOfBoundsException e) {
            out.writerIndex(start);
            throw new IllegalArgumentException("A message is too long: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            out.writerIndex(start);
            throw e;
        }
    }

    record Leader() implements Request<Response.Server> {
        @Override
        public int type() {
            return 0;
        }

        @Override
        public Class<Response.Server> answer() {
            return Response.Server.class;
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt64(out, 0);
        }
    }

    record Client(long id) implements Request<Response.Welcome> {
        @Override
        public int type() {
            return 1;
        }

        @Override
        public Class<Response.Welcome> answer() {
            return Response.Welcome.class;
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt64(out, id);
        }
    }

    record Open(String database) implements Request<Response.Db> {
        @Override
        public int type() {
            return 3;
        }

        @Override
        public Class<Response.Db> answer() {
            return Response.Db.class;
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putText(out, database);
            Primitives.putInt64(out, 0);
            Primitives.putText(out, "");
        }
    }

    /** Schema 0 has one statement. Schema 1, for new servers only, takes the first statement, and the answer says where it ends. */
    record Prepare(int db, String sql, int schema) implements Request<Response.Stmt> {
        public Prepare(int db, String sql) {
            this(db, sql, 0);
        }

        @Override
        public int type() {
            return 4;
        }

        @Override
        public Class<Response.Stmt> answer() {
            return Response.Stmt.class;
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt64(out, db);
            Primitives.putText(out, sql);
        }
    }

    record Exec(int db, int statement, List<? extends @Nullable Object> parameters)
            implements Request<Response.Result> {
        @Override
        public int type() {
            return 5;
        }

        @Override
        public Class<Response.Result> answer() {
            return Response.Result.class;
        }

        @Override
        public int schema() {
            return Parameters.schema(parameters);
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt32(out, db);
            Primitives.putInt32(out, statement);
            Parameters.encode(out, parameters);
        }
    }

    record Query(int db, int statement, List<? extends @Nullable Object> parameters) implements Request<Response.Rows> {
        @Override
        public int type() {
            return 6;
        }

        @Override
        public Class<Response.Rows> answer() {
            return Response.Rows.class;
        }

        @Override
        public int schema() {
            return Parameters.schema(parameters);
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt32(out, db);
            Primitives.putInt32(out, statement);
            Parameters.encode(out, parameters);
        }
    }

    record Finalize(int db, int statement) implements Request<Response.Empty> {
        @Override
        public int type() {
            return 7;
        }

        @Override
        public Class<Response.Empty> answer() {
            return Response.Empty.class;
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt32(out, db);
            Primitives.putInt32(out, statement);
        }
    }

    record ExecSql(int db, String sql, List<? extends @Nullable Object> parameters)
            implements Request<Response.Result> {
        @Override
        public int type() {
            return 8;
        }

        @Override
        public Class<Response.Result> answer() {
            return Response.Result.class;
        }

        @Override
        public int schema() {
            return Parameters.schema(parameters);
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt64(out, db);
            Primitives.putText(out, sql);
            Parameters.encode(out, parameters);
        }
    }

    record QuerySql(int db, String sql, List<? extends @Nullable Object> parameters) implements Request<Response.Rows> {
        @Override
        public int type() {
            return 9;
        }

        @Override
        public Class<Response.Rows> answer() {
            return Response.Rows.class;
        }

        @Override
        public int schema() {
            return Parameters.schema(parameters);
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt64(out, db);
            Primitives.putText(out, sql);
            Parameters.encode(out, parameters);
        }
    }

    record Interrupt(int db) implements Request<Response.Empty> {
        @Override
        public int type() {
            return 10;
        }

        @Override
        public Class<Response.Empty> answer() {
            return Response.Empty.class;
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt64(out, db);
        }
    }

    /** The node joins as a spare. */
    record Add(long id, String address) implements Request<Response.Empty> {
        @Override
        public int type() {
            return 12;
        }

        @Override
        public Class<Response.Empty> answer() {
            return Response.Empty.class;
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt64(out, id);
            Primitives.putText(out, address);
        }
    }

    record Assign(long id, Role role) implements Request<Response.Empty> {
        @Override
        public int type() {
            return 13;
        }

        @Override
        public Class<Response.Empty> answer() {
            return Response.Empty.class;
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt64(out, id);
            Primitives.putInt64(out, role.ordinal());
        }
    }

    record Remove(long id) implements Request<Response.Empty> {
        @Override
        public int type() {
            return 14;
        }

        @Override
        public Class<Response.Empty> answer() {
            return Response.Empty.class;
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt64(out, id);
        }
    }

    record Dump(String database) implements Request<Response.Files> {
        @Override
        public int type() {
            return 15;
        }

        @Override
        public Class<Response.Files> answer() {
            return Response.Files.class;
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putText(out, database);
        }
    }

    /** Asks in format 1, which includes roles. */
    record Cluster() implements Request<Response.Servers> {
        @Override
        public int type() {
            return 16;
        }

        @Override
        public Class<Response.Servers> answer() {
            return Response.Servers.class;
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt64(out, 1);
        }
    }

    record Transfer(long id) implements Request<Response.Empty> {
        @Override
        public int type() {
            return 17;
        }

        @Override
        public Class<Response.Empty> answer() {
            return Response.Empty.class;
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt64(out, id);
        }
    }

    record Describe() implements Request<Response.Metadata> {
        @Override
        public int type() {
            return 18;
        }

        @Override
        public Class<Response.Metadata> answer() {
            return Response.Metadata.class;
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt64(out, 0);
        }
    }

    record Weight(long weight) implements Request<Response.Empty> {
        @Override
        public int type() {
            return 19;
        }

        @Override
        public Class<Response.Empty> answer() {
            return Response.Empty.class;
        }

        @Override
        public void body(ByteBuf out) {
            Primitives.putInt64(out, weight);
        }
    }
}
