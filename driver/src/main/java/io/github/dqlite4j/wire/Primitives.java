package io.github.dqlite4j.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads and writes the primitives of the protocol: integers, texts, blobs and padding. Everything is little-endian. */
final class Primitives {
    static final int WORD = Long.BYTES;

    private Primitives() {}

    static void putInt64(ByteBuf out, long value) {
        out.writeLongLE(value);
    }

    static void putInt32(ByteBuf out, int value) {
        out.writeIntLE(value);
    }

    /**
     * Writes UTF-8, a NUL, and zeros up to a whole word.
     *
     * @throws IllegalArgumentException if {@link #defect} finds the text impossible to carry
     */
    static void putText(ByteBuf out, String text) {
        String defect = defect(text);
        if (defect != null) {
            throw new IllegalArgumentException(defect);
        }
        int written = ByteBufUtil.writeUtf8(out, text);
        out.writeZero(padded(written + 1) - written);
    }

    /** Why the protocol cannot carry this text unchanged, or null when it can. */
    static @Nullable String defect(String text) {
        for (int i = 0, n = text.length(); i < n; i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return "A dqlite text cannot hold U+0000 (found at index " + i + ")";
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c) || i + 1 == n || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return "A text contains half of a surrogate pair (at index " + i + ")";
                }
                i++;
            }
        }
        return null;
    }

    static void putBlob(ByteBuf out, byte[] blob) {
        putInt64(out, blob.length);
        out.writeBytes(blob);
        out.writeZero(padded(blob.length) - blob.length);
    }

    static long int64(ByteBuf in) throws WireException {
        need(in, WORD);
        return in.readLongLE();
    }

    static int int32(ByteBuf in) throws WireException {
        need(in, Integer.BYTES);
        return in.readIntLE();
    }

    static String text(ByteBuf in) throws WireException {
        int start = in.readerIndex();
        int length = textLength(in, start);
        String text = in.toString(start, length, StandardCharsets.UTF_8);
        in.readerIndex(start + padded(length + 1));
        return text;
    }

    /** The number of bytes before the NUL of the text at {@code start}, whose padding is checked to be there as well. */
    static int textLength(ByteBuf in, int start) throws WireException {
        int end = in.indexOf(start, in.writerIndex(), (byte) 0);
        if (end < 0) {
            throw new WireException("A text is not terminated");
        }
        int length = end - start;
        if (start + padded(length + 1) > in.writerIndex()) {
            throw new WireException("A text is cut off");
        }
        return length;
    }

    /** Checks a length that the peer announced against the number of bytes that are left. */
    static int length(ByteBuf in, long announced, int from) throws WireException {
        if (announced < 0 || announced > in.writerIndex() - from) {
            throw new WireException("A length of " + Long.toUnsignedString(announced) + " bytes, of which "
                    + (in.writerIndex() - from) + " are there");
        }
        return (int) announced;
    }

    /** Checks a count that the peer announced of items that take at least a word each. */
    static int count(ByteBuf in, long announced) throws WireException {
        if (announced < 0 || announced > in.readableBytes() / WORD) {
            throw new WireException(
                    "A count of " + Long.toUnsignedString(announced) + " in " + in.readableBytes() + " bytes");
        }
        return (int) announced;
    }

    static void end(ByteBuf in) throws WireException {
        if (in.isReadable()) {
            throw new WireException(in.readableBytes() + " bytes after the end of a message");
        }
    }

    static int padded(int length) {
        return (length + WORD - 1) & -WORD;
    }

    private static void need(ByteBuf in, int bytes) throws WireException {
        if (in.readableBytes() < bytes) {
            throw new WireException("A message is cut off");
        }
    }
}
