package io.github.dqlite4j.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
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
    private final int columns;

    /** Where each cell of the row starts, and how many bytes it has. */
    private final int[] spans;

    private int header;
    private String @Nullable [] names;
    private boolean closed;

    private RowsDecoder(ByteBuf body, int columns, int namesStart, int rowsStart, boolean more) {
        this.body = body;
        this.namesStart = namesStart;
        this.rowsStart = rowsStart;
        this.more = more;
        this.columns = columns;
        this.spans = new int[2 * columns];
    }

    static RowsDecoder decode(ByteBuf body) throws WireException {
        int columns = Primitives.count(body, Primitives.word(body));
        int namesStart = body.readerIndex();
        for (int i = 0; i < columns; i++) {
            int start = body.readerIndex();
            body.readerIndex(start + Primitives.padded(Primitives.textLength(body, start) + 1));
        }
        int rowsStart = body.readerIndex();
        if (body.readableBytes() < Primitives.WORD) {
            throw new WireException("Rows without an end");
        }
        long marker = body.getLongLE(body.writerIndex() - Primitives.WORD);
        if (marker != DONE && marker != MORE) {
            throw new WireException("Rows end in " + Long.toHexString(marker));
        }
        if (columns == 0 && body.readableBytes() != Primitives.WORD) {
            throw new WireException("Rows without columns");
        }
        return new RowsDecoder(body.retain(), columns, namesStart, rowsStart, marker == MORE);
    }

    static boolean endsInMore(ByteBuf message) {
        return message.getLongLE(message.writerIndex() - Primitives.WORD) == MORE;
    }

    @Override
    public boolean next() throws WireException {
        header = body.readerIndex();
        int last = body.writerIndex() - Primitives.WORD;
        if (header == last) {
            return false;
        }
        int position = header + (columns + NIBBLES_IN_WORD - 1) / NIBBLES_IN_WORD * Primitives.WORD;
        if (position > last) {
            throw new WireException("A row is cut off");
        }
        for (int i = 0; i < columns; i++) {
            switch (ValueType.of(code(i))) {
                case TEXT, ISO8601 -> {
                    int length = Primitives.textLength(body, position);
                    spans[2 * i] = position;
                    spans[2 * i + 1] = length;
                    position += Primitives.padded(length + 1);
                }
                case BLOB -> {
                    word(position, last);
                    int length = Primitives.length(body, body.getLongLE(position), position + Primitives.WORD);
                    spans[2 * i] = position + Primitives.WORD;
                    spans[2 * i + 1] = length;
                    position += Primitives.WORD + Primitives.padded(length);
                }
                default -> {
                    word(position, last);
                    spans[2 * i] = position;
                    position += Primitives.WORD;
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
        return body.readerIndex() != body.writerIndex() - Primitives.WORD;
    }

    @Override
    public int position() {
        return body.readerIndex() - start();
    }

    @Override
    public void moveTo(int position) {
        body.readerIndex(start() + position);
    }

    @Override
    public KeptRows keep() {
        byte[] bytes = new byte[size()];
        body.getBytes(start(), bytes);
        return new KeptRows(bytes, position());
    }

    /** Where the number of columns stands; the buffer may hold a header before it. */
    private int start() {
        return namesStart - Primitives.WORD;
    }

    private static void word(int position, int last) throws WireException {
        if (position + Primitives.WORD > last) {
            throw new WireException("A value is cut off");
        }
    }

    @Override
    public int columnCount() {
        return columns;
    }

    @Override
    public String columnName(int column) {
        String[] all = names;
        if (all == null) {
            all = new String[columns];
            int position = namesStart;
            for (int i = 0; i < all.length; i++) {
                int end = body.indexOf(position, rowsStart, (byte) 0);
                all[i] = body.toString(position, end - position, StandardCharsets.UTF_8);
                position += Primitives.padded(end - position + 1);
            }
            names = all;
        }
        return all[column];
    }

    @Override
    public ValueType type(int column) {
        return ValueType.known(code(Objects.checkIndex(column, columns)));
    }

    private int code(int column) {
        return body.getByte(header + column / 2) >> (column % 2) * 4 & 0xf;
    }

    @Override
    public long integer(int column) {
        return body.getLongLE(spans[2 * column]);
    }

    @Override
    public double real(int column) {
        return Double.longBitsToDouble(body.getLongLE(spans[2 * column]));
    }

    @Override
    public String text(int column) {
        return body.toString(spans[2 * column], spans[2 * column + 1], StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes(int column) {
        byte[] bytes = new byte[spans[2 * column + 1]];
        body.getBytes(spans[2 * column], bytes);
        return bytes;
    }

    @Override
    public boolean hasMore() {
        return more;
    }

    @Override
    public boolean isEmpty() {
        return rowsStart == body.writerIndex() - Primitives.WORD;
    }

    @Override
    public boolean hasSpecialTypes() {
        if (isEmpty()) {
            return false;
        }
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
        return body.writerIndex() - start();
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
        return "Rows[" + columns + " columns, " + size() + " bytes" + (more ? ", more to come]" : "]");
    }
}
