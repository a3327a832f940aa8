package io.github.dqlite4j.peer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The protocol's primitives as a server writes them, independent of the driver's own. */
public final class WireBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public WireBytes int64(long value) {
        return raw(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }

    public WireBytes int32(int value) {
        return raw(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    public WireBytes text(String text) {
        return raw(text.getBytes(StandardCharsets.UTF_8)).raw(new byte[1]).pad();
    }

    public WireBytes blob(byte[] blob) {
        return int64(blob.length).raw(blob).pad();
    }

    public WireBytes raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Zeros up to a whole word. */
    public WireBytes pad() {
        while (out.size() % 8 != 0) {
            out.write(0);
        }
        return this;
    }

    /** What was written, without a header. */
    public byte[] body() {
        return out.toByteArray();
    }

    /** What was written, with a correct header. */
    public byte[] message(int type, int schema) {
        return new WireBytes()
                .int32(out.size() / 8)
                .raw(new byte[] {(byte) type, (byte) schema, 0, 0})
                .raw(body())
                .body();
    }
}
