package io.github.dqlite4j.peer;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A listening socket on loopback that follows the script of a test, with one thread for each connection. */
public final class ScriptedPeer implements AutoCloseable {
    /** A literal or quoted name, or a parameter with its number. */
    private static final Pattern PARAMETER = Pattern.compile("'[^']*'|\"[^\"]*\"|\\?(\\d*)");

    private final ServerSocket server;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private volatile @Nullable String leader;
    private volatile List<String> members = List.of();
    private volatile int connections;

    /** What happens on one connection. It is closed when this returns or throws. */
    public interface Script {
        void talk(Conversation with) throws IOException, InterruptedException;
    }

    private ScriptedPeer(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
    }

    public static ScriptedPeer start(Script script) {
        try {
            ScriptedPeer peer = new ScriptedPeer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), script);
            daemon(peer::accept);
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A healthy leader that leaves requests with the word {@code scripted} in their SQL to the script. */
    public static ScriptedPeer node(Script onScripted) {
        return node(asked -> asked.sql().contains("scripted"), onScripted);
    }

    /** A healthy leader that leaves the matching requests to the script. */
    public static ScriptedPeer node(Predicate<Asked> scripted, Script onScripted) {
        return start(with -> {
            with.version();
            for (; ; ) {
                if (scripted.test(with.read())) {
                    onScripted.talk(with);
                } else {
                    with.answer();
                }
            }
        });
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "scripted peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            for (; ; ) {
                Socket socket = server.accept();
                connections++;
                open.add(socket);
                int number = connections;
                daemon(() -> talk(socket, number));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void talk(Socket socket, int number) {
        try (socket) {
            socket.setTcpNoDelay(true);
            script.talk(new Conversation(socket, number));
        } catch (IOException e) {
            // The driver has closed the connection, or the test is over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    /** A URL with long timeouts, which the given properties override. */
    public String url(String... properties) {
        String given = String.join("&", properties);
        StringBuilder url = new StringBuilder("jdbc:dqlite://" + address() + "/test?" + given);
        for (String standard : List.of(
                "connectTimeout=5000",
                "loginTimeout=20000",
                "socketTimeout=20000",
                "failoverTimeout=20000",
                "busyTimeout=20000",
                "queryTimeout=40000")) {
            if (!given.contains(standard.substring(0, standard.indexOf('=')))) {
                url.append('&').append(standard);
            }
        }
        return url.toString();
    }

    /** Sets the address that LEADER answers; null for this node, which is the default. */
    public void names(@Nullable String address) {
        leader = address;
    }

    /** Sets the addresses of the voters that CLUSTER answers; this node alone by default. */
    public void members(String... addresses) {
        members = List.of(addresses);
    }

    /** How many connections were accepted. */
    public int connections() {
        return connections;
    }

    /** How many requests of this type had this word in their SQL; with "" how many had this type. */
    public long count(int type, String word) {
        return asked.stream()
                .filter(each -> each.type() == type && each.sql().contains(word))
                .count();
    }

    /** The requests of all connections, in the order of their arrival. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() throws IOException {
        end();
    }

    /** Ends all connections and accepts no more. */
    public void end() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** One request. */
    public record Asked(int type, int schema, byte[] body) {
        public static final int LEADER = 0;
        public static final int OPEN = 3;
        public static final int PREPARE = 4;
        public static final int EXEC = 5;
        public static final int QUERY = 6;
        public static final int FINALIZE = 7;
        public static final int EXEC_SQL = 8;
        public static final int QUERY_SQL = 9;
        public static final int CLUSTER = 16;

        /** The statement, empty if the request has none. */
        public String sql() {
            if (type != PREPARE && type != EXEC_SQL && type != QUERY_SQL) {
                return "";
            }
            int end = 8;
            while (body[end] != 0) {
                end++;
            }
            return new String(body, 8, end - 8, StandardCharsets.UTF_8);
        }
    }

    /** One connection as the server sees it. */
    public final class Conversation {
        private final Socket socket;
        private final int number;
        private final DataInputStream in;
        private Asked last = new Asked(-1, 0, new byte[0]);
        private boolean inTransaction;

        private Conversation(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.number = number;
            this.in = new DataInputStream(socket.getInputStream());
        }

        /** Which connection of this peer it is, from 1. */
        public int number() {
            return number;
        }

        public String address() {
            return ScriptedPeer.this.address();
        }

        public long version() throws IOException {
            return Long.reverseBytes(in.readLong());
        }

        /** Waits for the next request. */
        public Asked read() throws IOException {
            ByteBuffer header = ByteBuffer.wrap(in.readNBytes(8)).order(ByteOrder.LITTLE_ENDIAN);
            if (header.remaining() < 8) {
                throw new EOFException();
            }
            int words = header.getInt();
            last = new Asked(header.get(), header.get(), in.readNBytes(words * 8));
            asked.add(last);
            return last;
        }

        /** The last request that was read. */
        public Asked last() {
            return last;
        }

        public Conversation send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            return this;
        }

        /** Answers the last request as a healthy node would: no rows, nothing affected. */
        public void answer() throws IOException {
            String named = leader;
            send(
                    switch (last.type()) {
                        case Asked.LEADER -> server(1, named == null ? address() : named);
                        case Asked.OPEN -> new WireBytes().int32(0).int32(0).message(4, 0);
                        case Asked.PREPARE ->
                            new WireBytes()
                                    .int32(0)
                                    .int32(1)
                                    .int64(parameters(last.sql()))
                                    .message(5, 0);
                        case Asked.CLUSTER -> servers(members.isEmpty() ? List.of(address()) : members);
                        case Asked.EXEC -> result(0, 0);
                        case Asked.EXEC_SQL -> execute(last.sql());
                        case Asked.QUERY, Asked.QUERY_SQL ->
                            new WireBytes().int64(1).text("c").int64(-1).message(7, 0);
                        default -> new WireBytes().int64(0).message(8, 0);
                    });
        }

        private static long parameters(String sql) {
            Matcher found = PARAMETER.matcher(sql);
            long count = 0;
            while (found.find()) {
                if (found.group(1) != null) {
                    count = found.group(1).isEmpty() ? count + 1 : Math.max(count, Long.parseLong(found.group(1)));
                }
            }
            return count;
        }

        /** A second BEGIN fails. */
        private byte[] execute(String sql) {
            if (sql.startsWith("BEGIN")) {
                if (inTransaction) {
                    return failure(1, "cannot start a transaction within a transaction");
                }
                inTransaction = true;
            } else if (sql.startsWith("COMMIT") || sql.equals("ROLLBACK")) {
                inTransaction = false;
            }
            return result(0, 0);
        }

        /** Sends that many messages of rows, the last of them small; fails when the client has gone. */
        public void rows(int messages) throws IOException {
            byte[] many = integers(true, new long[500]);
            for (int i = 1; i < messages; i++) {
                send(many);
            }
            send(integers(false, 1));
        }

        /** Keeps the connection open and sends nothing more. */
        public void silence() throws IOException {
            while (in.read() >= 0) {}
        }

        /** Ends the connection. */
        public void close() throws IOException {
            socket.close();
        }

        /** Ends the connection with RST. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    /** A node that answers all requests as a healthy leader does, or names the leader set by {@link #names}. */
    public static ScriptedPeer node() {
        return node(asked -> false, with -> {});
    }

    public static byte[] server(long id, String address) {
        return new WireBytes().int64(id).text(address).message(1, 0);
    }

    /** The answer to CLUSTER: all of them vote. */
    public static byte[] servers(List<String> addresses) {
        WireBytes words = new WireBytes().int64(addresses.size());
        for (int i = 0; i < addresses.size(); i++) {
            words.int64(i + 1).text(addresses.get(i)).int64(0);
        }
        return words.message(3, 0);
    }

    public static byte[] result(long lastInsertRowid, long rowsAffected) {
        return new WireBytes().int64(lastInsertRowid).int64(rowsAffected).message(6, 0);
    }

    public static byte[] failure(long code, String message) {
        return new WireBytes().int64(code).text(message).message(0, 0);
    }

    /** ROWS of one INTEGER column. */
    public static byte[] integers(boolean more, long... values) {
        WireBytes words = new WireBytes().int64(1).text("n");
        for (long value : values) {
            words.int64(1).int64(value);
        }
        return words.int64(more ? 0xeeee_eeee_eeee_eeeeL : -1).message(7, 0);
    }
}
