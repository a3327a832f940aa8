package io.github.dqlite4j.engine.replay;

import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.WireException;
import java.util.Arrays;
import java.util.List;

/** What a caller has seen of the rows of one result: how many, and a checksum of their columns and values. */
public final class SeenRows implements RecordedStatement.Seen {
    private final RowChecksum checksums;
    private byte[] checksum;
    private long count;
    private boolean whole;

    /** @param first the first message, for the columns */
    public SeenRows(RowChecksum checksums, Response.Rows first) {
        this.checksums = checksums;
        this.checksum = checksums.columns(first);
    }

    /** All messages of a result that is whole. */
    public static SeenRows of(RowChecksum checksums, List<Response.Rows> messages) throws WireException {
        SeenRows seen = new SeenRows(checksums, messages.get(0));
        for (Response.Rows message : messages) {
            seen.add(message);
        }
        return seen;
    }

    /** The caller gets what is left of this message, whose position stays. */
    public void add(Response.Rows message) throws WireException {
        int start = message.position();
        while (message.next()) {
            addRow(message);
        }
        message.moveTo(start);
        whole = !message.hasMore();
    }

    /** The caller gets this row. */
    public void addRow(Row row) {
        checksum = checksums.row(checksum, row);
        count++;
    }

    public long count() {
        return count;
    }

    /** Whether the last row was among them, so that the caller knows that there are no more. */
    public boolean isWhole() {
        return whole;
    }

    /** Whether these are as many rows, with the same columns and values. */
    public boolean isSameAs(SeenRows other) {
        return count == other.count && Arrays.equals(checksum, other.checksum);
    }
}
