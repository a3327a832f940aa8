package io.github.dqlite4j.wire;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads the answer to {@link Request.Dump} piece by piece, as it comes: the files of a database may be larger than the heap. Only the two names that
 * such an answer may have are accepted, each once. Not thread-safe.
 */
public final class FilesDecoder {
    private static final int FILES = 9;
    private static final int FAILURE = 0;
    private static final int MOST_FILES = 2;
    private static final int MOST_FAILURE_BYTES = 64 * 1024;

    private final Request.Dump request;
    private final Receiver receiver;
    private State state = State.HEADER;

    /** Bytes of the message that were not read yet. */
    private long left;

    private long files;
    private int named;
    private long leftOfFile;

    private enum State {
        HEADER,
        FAILURE,
        COUNT,
        NAME,
        LENGTH,
        CONTENT,
        END
    }

    /** Takes the files. What it throws ends the reading. */
    public interface Receiver {
        /** @param bytes how long the file will be */
        void file(String name, long bytes) throws IOException;

        /** @param piece the next bytes of the last file; valid during the call */
        void content(ByteBuffer piece) throws IOException;
    }

    public FilesDecoder(Request.Dump request, Receiver receiver) {
        this.request = request;
        this.receiver = receiver;
    }

    /** Whether the answer is complete. */
    public boolean isComplete() {
        return state == State.END;
    }

    /**
     * Reads what is there.
     *
     * @param in keeps what is too short for the next step
     * @return a failure of the server, which is the whole answer, or an empty answer
     * @throws WireException if it is not such an answer; nothing more can be read
     * @throws IOException of the receiver
     */
    public Response read(ByteBuf in) throws WireException, IOException {
        while (canGoOn(in)) {
            switch (state) {
                case HEADER -> header(in);
                case FAILURE -> {
                    state = State.END;
                    return Response.decode(FAILURE, 0, in.readSlice((int) left));
                }
                case COUNT -> {
                    files = number(in);
                    if (files < 1 || files > MOST_FILES) {
                        throw new WireException(Long.toUnsignedString(files) + " files of one database");
                    }
                    state = State.NAME;
                }
                case NAME -> name(in);
                case LENGTH -> length(in);
                case CONTENT -> content(in);
                case END -> throw new WireException(in.readableBytes() + " bytes after the end of a message");
            }
        }
        return new Response.Empty();
    }

    private boolean canGoOn(ByteBuf in) throws WireException {
        return switch (state) {
            case HEADER, COUNT, LENGTH -> in.readableBytes() >= Primitives.WORD;
            case FAILURE -> in.readableBytes() >= left;
            case NAME -> hasName(in);
            case CONTENT, END -> in.isReadable();
        };
    }

    private void header(ByteBuf in) throws WireException {
        left = in.readUnsignedIntLE() * Primitives.WORD;
        int type = in.readUnsignedByte();
        in.skipBytes(3);
        if (type == FAILURE && left <= MOST_FAILURE_BYTES) {
            state = State.FAILURE;
        } else if (type == FILES) {
            state = State.COUNT;
        } else {
            throw new WireException("A message of type " + type + " with " + left + " bytes is not an answer to DUMP");
        }
    }

    private void take(long bytes) throws WireException {
        left -= bytes;
        if (left < 0) {
            throw new WireException("A message is cut off");
        }
    }

    private long number(ByteBuf in) throws WireException {
        take(Primitives.WORD);
        return Primitives.int64(in);
    }

    /** How long the name of the next file may be at most, padded. */
    private int mostName() {
        return Primitives.padded(request.database().length() + "-wal".length() + 1);
    }

    private boolean hasName(ByteBuf in) throws WireException {
        int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) 0) - in.readerIndex();
        if (end >= 0 && end < mostName()) {
            return in.readableBytes() >= Primitives.padded(end + 1);
        }
        if (in.readableBytes() >= mostName()) {
            throw new WireException("A file name that was not requested");
        }
        return false;
    }

    private void name(ByteBuf in) throws WireException {
        int before = in.readerIndex();
        String name = Primitives.text(in);
        take(in.readerIndex() - before);
        String expected = named == 0 ? request.database() : request.database() + "-wal";
        if (!name.equals(expected)) {
            throw new WireException("A file name that was not requested");
        }
        named++;
        state = State.LENGTH;
    }

    private void length(ByteBuf in) throws WireException, IOException {
        leftOfFile = number(in);
        if (leftOfFile < 0 || leftOfFile > left) {
            throw new WireException("A file of " + Long.toUnsignedString(leftOfFile) + " bytes in a message that has "
                    + left + " left");
        }
        receiver.file(named == 1 ? request.database() : request.database() + "-wal", leftOfFile);
        endOfFile();
    }

    private void content(ByteBuf in) throws WireException, IOException {
        int piece = (int) Math.min(in.readableBytes(), leftOfFile);
        receiver.content(in.nioBuffer(in.readerIndex(), piece));
        in.skipBytes(piece);
        take(piece);
        leftOfFile -= piece;
        endOfFile();
    }

    private void endOfFile() throws WireException {
        if (leftOfFile > 0) {
            state = State.CONTENT;
        } else if (named < files) {
            state = State.NAME;
        } else if (left > 0) {
            throw new WireException(left + " bytes after the end of the files");
        } else {
            state = State.END;
        }
    }
}
