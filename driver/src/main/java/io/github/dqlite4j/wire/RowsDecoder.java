package io.github.dqlite4j.wire;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * ROWS over a copy of the message's body. Columns and cells are found by offset and become objects when they are asked for.
 * The body is a whole number of words, and every name, row header and cell begins at a word.
 */
final class RowsDecoder implements Response.Rows {
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long DONE = 0xffff_ffff_ffff_ffffL;
    private static final long MORE = 0xeeee_eeee_eeee_eeeeL;
    private static final int NIBBLES_IN_WORD = 16;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final byte[] body;
    private final int columns;
    private final int rowsStart;

    /** Where each cell of the current row starts, and how many bytes it has. */
    private final int[] spans;

    /** The start of the current row. */
    private int header;

    /** The start of the next row. */
    private int position;

    private String @Nullable [] names;

    private RowsDecoder(byte[] body, int columns, int rowsStart) {
        this.body = body;
        this.columns = columns;
        this.rowsStart = rowsStart;
        this.header = rowsStart;
        this.position = rowsStart;
        this.spans = new int[2 * columns];
    }

    static RowsDecoder decode(ByteBuf message) throws WireException {
        byte[] body = new byte[message.readableBytes()];
        message.readBytes(body);
        int last = body.length - Primitives.WORD;
        if (last < Primitives.WORD) {
            throw new WireException("Rows without an end");
        }
        long announced = int64(body, 0);
        if (announced < 0 || announced > last / Primitives.WORD) {
            throw new WireException(
                    "A count of " + Long.toUnsignedString(announced) + " columns in " + body.length + " bytes");
        }
        int columns = (int) announced;
        int position = Primitives.WORD;
        for (int i = 0; i < columns; i++) {
            position += Primitives.padded(textLength(body, position, last) + 1);
        }
        long marker = int64(body, last);
        if (marker != DONE && marker != MORE) {
            throw new WireException("Rows end in " + Long.toHexString(marker));
        }
        if (columns == 0 && position != last) {
            throw new WireException("Rows without columns");
        }
        return new RowsDecoder(body, columns, position);
    }

    static boolean endsInMore(ByteBuf message) {
        return message.getLongLE(message.writerIndex() - Primitives.WORD) == MORE;
    }

    private static long int64(byte[] body, int position) {
        return (long) INT64.get(body, position);
    }

    /**
     * The number of bytes before the NUL of a text. The word that holds the NUL is before the end.
     *
     * @param start a multiple of a word
     * @param end a multiple of a word
     */
    private static int textLength(byte[] body, int start, int end) throws WireException {
        for (int position = start; position < end; position += Primitives.WORD) {
            long word = int64(body, position);
            // The lowest bit that is set marks the first byte that is zero; higher ones may be wrong.
            long zeros = (word - LOW_BITS) & ~word & HIGH_BITS;
            if (zeros != 0) {
                return position - start + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        throw new WireException("A text is not terminated");
    }

    @Override
    public boolean next() throws WireException {
        int last = last();
        int row = position;
        if (row == last) {
            return false;
        }
        int headerLength = (columns + NIBBLES_IN_WORD - 1) / NIBBLES_IN_WORD * Primitives.WORD;
        if (headerLength > last - row) {
            throw new WireException("A row is cut off");
        }
        header = row;
        int cell = row + headerLength;
        for (int i = 0; i < columns; i++) {
            switch (ValueType.of(code(i))) {
                case TEXT, ISO8601 -> {
                    int length = textLength(body, cell, last);
                    spans[2 * i] = cell;
                    spans[2 * i + 1] = length;
                    cell += Primitives.padded(length + 1);
                }
                case BLOB -> {
                    checkWord(cell, last);
                    int start = cell + Primitives.WORD;
                    int length = blobLength(int64(body, cell), last - start);
                    spans[2 * i] = start;
                    spans[2 * i + 1] = length;
                    cell = start + Primitives.padded(length);
                }
                default -> {
                    checkWord(cell, last);
                    spans[2 * i] = cell;
                    cell += Primitives.WORD;
                }
            }
        }
        position = cell;
        return true;
    }

    private static void checkWord(int position, int last) throws WireException {
        if (position >= last) {
            throw new WireException("A value is cut off");
        }
    }

    /** @param left bytes of the rows, a multiple of a word, so that the padding fits as well */
    private static int blobLength(long announced, int left) throws WireException {
        if (announced < 0 || announced > left) {
            throw new WireException(
                    "A blob of " + Long.toUnsignedString(announced) + " bytes, of which " + left + " are there");
        }
        return (int) announced;
    }

    @Override
    public boolean hasNext() {
        return position != last();
    }

    @Override
    public int countRows() throws WireException {
        int current = header;
        int next = position;
        int count = 0;
        while (next()) {
            count++;
        }
        if (count > 0) {
            // The cells of the current row are found again; without a current row these are those of the first.
            position = current;
            next();
        }
        position = next;
        return count;
    }

    @Override
    public int position() {
        return position;
    }

    @Override
    public void moveTo(int position) {
        if (position < rowsStart || position > last() || position % Primitives.WORD != 0) {
            throw new IndexOutOfBoundsException(position);
        }
        this.position = position;
    }

    /** Where the marker is that ends the message. */
    private int last() {
        return body.length - Primitives.WORD;
    }

    @Override
    public int columnCount() {
        return columns;
    }

    @Override
    public String columnName(int column) {
        String[] all = names;
        if (all == null) {
            all = decodeNames();
            names = all;
        }
        return all[column];
    }

    private String[] decodeNames() {
        String[] all = new String[columns];
        int start = Primitives.WORD;
        for (int i = 0; i < all.length; i++) {
            int end = start;
            while (body[end] != 0) {
                end++;
            }
            all[i] = new String(body, start, end - start, StandardCharsets.UTF_8);
            start += Primitives.padded(end - start + 1);
        }
        return all;
    }

    @Override
    public ValueType type(int column) {
        return ValueType.known(code(Objects.checkIndex(column, columns)));
    }

    private int code(int column) {
        return body[header + column / 2] >> (column % 2) * 4 & 0xf;
    }

    @Override
    public long integer(int column) {
        return int64(body, spans[2 * column]);
    }

    @Override
    public double real(int column) {
        return Double.longBitsToDouble(int64(body, spans[2 * column]));
    }

    @Override
    public String text(int column) {
        return new String(body, spans[2 * column], spans[2 * column + 1], StandardCharsets.UTF_8);
    }

    @Override
    public byte[] bytes(int column) {
        int start = spans[2 * column];
        return Arrays.copyOfRange(body, start, start + spans[2 * column + 1]);
    }

    @Override
    public boolean hasMore() {
        return int64(body, last()) == MORE;
    }

    @Override
    public boolean isEmpty() {
        return rowsStart == last();
    }

    @Override
    public boolean hasCoercedTypes() {
        if (isEmpty()) {
            return false;
        }
        int end = Math.min(body.length, rowsStart + (columns + 1) / 2);
        for (int i = rowsStart; i < end; i++) {
            int pair = body[i];
            if ((pair & 0xf) >= ValueType.UNIXTIME.code() || (pair >> 4 & 0xf) >= ValueType.UNIXTIME.code()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int size() {
        return body.length;
    }

    @Override
    public String toString() {
        return "Rows[" + columns + " columns, " + size() + " bytes" + (hasMore() ? ", more to come]" : "]");
    }
}
