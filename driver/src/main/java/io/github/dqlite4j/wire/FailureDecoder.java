package io.github.dqlite4j.wire;

import io.netty.buffer.ByteBuf;

/**
 * FAILURE has two forms. The short one is a code and a text. When a query fails while it is stepped, the body begins with what
 * was encoded already: a column count, the names and whole rows. The code and text come last. A body is of the short form if
 * that form consumes it exactly.
 */
final class FailureDecoder {
    private FailureDecoder() {}

    static Response.Failure decode(ByteBuf body) throws WireException {
        int lastText = earliestLastText(body);
        if (isLastRecord(body, lastText)) {
            return last(body);
        }
        int columns = Primitives.count(body, Primitives.int64(body));
        for (int i = 0; i < columns; i++) {
            int name = body.readerIndex();
            body.readerIndex(name + Primitives.padded(Primitives.textLength(body, name) + 1));
        }
        while (!isLastRecord(body, lastText)) {
            if (columns == 0) {
                throw new WireException("A failure without an end");
            }
            skipRow(body, columns);
        }
        return last(body);
    }

    /** The first position at which a text can begin that ends with the body: its only NUL is in the last word. */
    private static int earliestLastText(ByteBuf body) throws WireException {
        int start = body.readerIndex();
        int lastWord = body.writerIndex() - Primitives.WORD;
        if (lastWord < start || body.indexOf(lastWord, body.writerIndex(), (byte) 0) < 0) {
            throw new WireException("A failure without a text");
        }
        return body.indexOf(lastWord, start, (byte) 0) + 1;
    }

    private static boolean isLastRecord(ByteBuf body, int earliestLastText) {
        int text = body.readerIndex() + Primitives.WORD;
        return text >= earliestLastText && text < body.writerIndex();
    }

    private static Response.Failure last(ByteBuf body) throws WireException {
        return new Response.Failure(Primitives.int64(body), Primitives.text(body));
    }

    private static void skipRow(ByteBuf body, int columns) throws WireException {
        int header = body.readerIndex();
        int headerLength = (columns + 15) / 16 * Primitives.WORD;
        if (body.readableBytes() < headerLength) {
            throw new WireException("A failure is cut off");
        }
        body.skipBytes(headerLength);
        for (int i = 0; i < columns; i++) {
            switch (ValueType.of(body.getByte(header + i / 2) >> (i % 2) * 4 & 0xf)) {
                case TEXT, ISO8601 -> {
                    int start = body.readerIndex();
                    body.readerIndex(start + Primitives.padded(Primitives.textLength(body, start) + 1));
                }
                case BLOB -> {
                    long announced = Primitives.int64(body);
                    int length = Primitives.padded(Primitives.length(body, announced, body.readerIndex()));
                    body.skipBytes(Primitives.length(body, length, body.readerIndex()));
                }
                default -> Primitives.int64(body);
            }
        }
    }
}
