package io.github.dqlite4j.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** ROWS over its message buffer: columns and cells are found by offset, and become objects when asked for. */
final class RowsDecoder implements Response.Rows {
    private static final long DONE = 0xffff_ffff_ffff_ffffL;
    private static final long MORE = 0xeeee_eeee_eeee_eeeeL;
    private static final int NIBBLES_IN_WORD = 16;

    private final ByteBuf body;
    private final int namesStart;
    private final int rowsStart;
    private final boolean more;
    private final ValueType[] types;
    private final int[] starts;
    private final int[] lengths;
    private String @Nullable [] names;
    private boolean closed;

    private RowsDecoder(ByteBuf body, int columns, int namesStart, int rowsStart, boolean more) {
        this.body = body;
        this.namesStart = namesStart;
        this.rowsStart = rowsStart;
        this.more = more;
        this.types = new ValueType[columns];
        this.starts = new int[columns];
        this.lengths = new int[columns];
    }

    static RowsDecoder decode(ByteBuf body) throws WireException {
        int columns = Bytes.count(body, Bytes.word(body));
        int namesStart = body.readerIndex();
        for (int i = 0; i < columns; i++) {
            int start = body.readerIndex();
            body.readerIndex(start + Bytes.padded(Bytes.textLength(body, start) + 1));
        }
        int rowsStart = body.readerIndex();
        if (body.readableBytes() < Bytes.WORD) {
            throw new WireException("Rows without an end");
        }
        long marker = body.getLongLE(body.writerIndex() - Bytes.WORD);
        if (marker != DONE && marker != MORE) {
            throw new WireException("Rows end in " + Long.toHexString(marker));
        }
        if (columns == 0 && body.readableBytes() != Bytes.WORD) {
            throw new WireException("Rows without columns");
        }
        return new RowsDecoder(body.retain(), columns, namesStart, rowsStart, marker == MORE);
    }

    @Override
    public boolean next() throws WireException {
        int header = body.readerIndex();
        int last = body.writerIndex() - Bytes.WORD;
        if (header == last) {
            return false;
        }
        int columns = types.length;
        int position = header + (columns + NIBBLES_IN_WORD - 1) / NIBBLES_IN_WORD * Bytes.WORD;
        if (position > last) {
            throw new WireException("A row is cut off");
        }
        for (int i = 0; i < columns; i++) {
            ValueType type = ValueType.of(body.getByte(header + i / 2) >> (i % 2) * 4 & 0xf);
            types[i] = type;
            switch (type) {
                case TEXT, ISO8601 -> {
                    int length = Bytes.textLength(body, position);
                    starts[i] = position;
                    lengths[i] = length;
                    position += Bytes.padded(length + 1);
                }
                case BLOB -> {
                    word(position, last);
                    int length = Bytes.length(body, body.getLongLE(position), position + Bytes.WORD);
                    starts[i] = position + Bytes.WORD;
                    lengths[i] = length;
                    position += Bytes.WORD + Bytes.padded(length);
                }
                default -> {
                    word(position, last);
                    starts[i] = position;
                    position += Bytes.WORD;
                }
            }
        }
        if (position > last) {
            throw new WireException("A row runs over the end of its message");
        }
        body.readerIndex(position);
        return true;
    }

    @Override
    public boolean hasNext() {
        return body.readerIndex() != body.writerIndex() - Bytes.WORD;
    }

    @Override
    public int position() {
        return body.readerIndex();
    }

    @Override
    public void moveTo(int position) {
        body.readerIndex(position);
    }

    @Override
    public KeptRows keep() {
        byte[] bytes = new byte[body.writerIndex()];
        body.getBytes(0, bytes);
        return new KeptRows(bytes, body.readerIndex());
    }

    private static void word(int position, int last) throws WireException {
        if (position + Bytes.WORD > last) {
            throw new WireException("A value is cut off");
        }
    }

    @Override
    public int columnCount() {
        return types.length;
    }

    @Override
    public String columnName(int column) {
        String[] all = names;
        if (all == null) {
            all = new String[types.length];
            int position = namesStart;
            for (int i = 0; i < all.length; i++) {
                int end = body.indexOf(position, rowsStart, (byte) 0);
                all[i] = body.toString(position, end - position, StandardCharsets.UTF_8);
                position += Bytes.padded(end - position + 1);
            }
            names = all;
        }
        return all[column];
    }

    @Override
    public ValueType type(int column) {
        return types[column];
    }

    @Override
    public long integer(int column) {
        return body.getLongLE(starts[column]);
    }

    @Override
    public double real(int column) {
        return Double.longBitsToDouble(body.getLongLE(starts[column]));
    }

    @Override
    public String text(int column) {
        return body.toString(starts[column], lengths[column], StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes(int column) {
        byte[] bytes = new byte[lengths[column]];
        body.getBytes(starts[column], bytes);
        return bytes;
    }

    @Override
    public boolean hasMore() {
        return more;
    }

    @Override
    public boolean isEmpty() {
        return rowsStart == body.writerIndex() - Bytes.WORD;
    }

    @Override
    public boolean hasSpecialTypes() {
        if (isEmpty()) {
            return false;
        }
        int columns = types.length;
        int headers = rowsStart + (columns + 1) / 2;
        for (int i = rowsStart; i < headers && i < body.writerIndex(); i++) {
            int pair = body.getByte(i);
            if ((pair & 0xf) >= ValueType.UNIXTIME.code() || (pair >> 4 & 0xf) >= ValueType.UNIXTIME.code()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int size() {
        return body.writerIndex();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            body.release();
        }
    }

    @Override
    public String toString() {
        return "Rows[" + types.length + " columns, " + size() + " bytes" + (more ? ", more to come]" : "]");
    }
}
