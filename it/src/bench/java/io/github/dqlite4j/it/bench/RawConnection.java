package io.github.dqlite4j.it.bench;

import io.github.dqlite4j.transport.NodeAddress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The baseline for a driver: a blocking socket that writes a prepared message and reads the whole answer into one buffer, with one system
 * call each when the answer is small. It checks only the message type.
 */
final class RawConnection implements AutoCloseable {
    private static final int HEADER = 8;
    private static final int FAILURE = 0;
    private static final int ROWS = 7;
    private static final long MORE = 0xeeee_eeee_eeee_eeeeL;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] buffer = new byte[8192];
    private ByteBuffer view = little(buffer);
    private int filled;

    RawConnection(NodeAddress node, String database) throws IOException {
        socket = new Socket(node.host(), node.port());
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        out.write(little(new byte[8]).putLong(0, 1).array());
        ask(new Message(3).text(database).word(0).text("").bytes());
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The id of the statement. */
    int prepare(String sql) throws IOException {
        ask(new Message(4).word(0).text(sql).bytes());
        return view.getInt(HEADER + 4);
    }

    /** The message EXEC of a prepared statement; values that {@link Message#integer} adds can be changed in place. */
    static Message exec(int statement) {
        return new Message(5).word((long) statement << 32);
    }

    static Message query(int statement) {
        return new Message(6).word((long) statement << 32);
    }

    void execSql(String sql) throws IOException {
        ask(new Message(8).word(0).text(sql).bytes());
    }

    static byte[] querySql(String sql) {
        return new Message(9).word(0).text(sql).bytes();
    }

    /**
     * Sends a message and reads the answer, all messages of it.
     *
     * @return how many bytes the answer has
     * @throws IOException if the answer is a failure
     */
    long ask(byte[] message) throws IOException {
        out.write(message);
        long all = 0;
        boolean more;
        do {
            int length = readMessage();
            int type = buffer[4];
            if (type == FAILURE) {
                throw new IOException("code " + view.getLong(HEADER) + ": "
                        + new String(buffer, HEADER + 8, length - HEADER - 8, StandardCharsets.UTF_8));
            }
            more = type == ROWS && view.getLong(length - 8) == MORE;
            all += length;
            filled -= length;
            if (filled > 0) {
                System.arraycopy(buffer, length, buffer, 0, filled);
            }
        } while (more);
        return all;
    }

    private int readMessage() throws IOException {
        while (filled < HEADER) {
            fill();
        }
        int length = HEADER + view.getInt(0) * 8;
        if (length > buffer.length) {
            byte[] larger = new byte[length];
            System.arraycopy(buffer, 0, larger, 0, filled);
            buffer = larger;
            view = little(larger);
        }
        while (filled < length) {
            fill();
        }
        return length;
    }

    private void fill() throws IOException {
        int n = in.read(buffer, filled, buffer.length - filled);
        if (n < 0) {
            throw new EOFException("The node closed the connection");
        }
        filled += n;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** A request under construction. */
    static final class Message {
        private final ByteBuffer bytes = little(new byte[4096]);

        Message(int type) {
            bytes.putInt(0).put((byte) type).put((byte) 0).putShort((short) 0);
        }

        Message word(long value) {
            bytes.putLong(value);
            return this;
        }

        Message text(String text) {
            bytes.put(text.getBytes(StandardCharsets.UTF_8)).put((byte) 0);
            return pad();
        }

        /** The head of the parameters: their number, and the codes of their types. */
        Message types(int... codes) {
            bytes.put((byte) codes.length);
            for (int code : codes) {
                bytes.put((byte) code);
            }
            return pad();
        }

        private Message pad() {
            while (bytes.position() % 8 != 0) {
                bytes.put((byte) 0);
            }
            return this;
        }

        byte[] bytes() {
            bytes.putInt(0, bytes.position() / 8 - 1);
            byte[] message = new byte[bytes.position()];
            bytes.get(0, message);
            return message;
        }
    }
}
