package io.github.dqlite4j.wire;

import io.netty.buffer.Unpooled;

/** The bytes of one ROWS message on the heap, for an application that reads it later or more than once. Immutable. */
public final class KeptRows {
    private final byte[] body;
    private final int position;

    KeptRows(byte[] body, int position) {
        this.body = body;
        this.position = position;
    }

    /** The message, at the position it had when it was kept. */
    public Response.Rows open() {
        try {
            Response.Rows rows = RowsDecoder.decode(Unpooled.wrappedBuffer(body));
            rows.moveTo(position);
            return rows;
        } catch (WireException e) {
            throw new IllegalStateException("It was decoded before", e);
        }
    }

    /**
     * How many rows there are from that position on.
     *
     * @throws WireException if one of them is malformed; the connection must be closed
     */
    public int count() throws WireException {
        Response.Rows rows = open();
        int count = 0;
        while (rows.next()) {
            count++;
        }
        return count;
    }

    /** The size of the message in bytes. */
    public int size() {
        return body.length;
    }
}
