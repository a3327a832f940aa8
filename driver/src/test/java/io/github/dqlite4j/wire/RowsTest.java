package io.github.dqlite4j.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.WireBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows: what can be asked of them, that they keep no buffer, and what is refused when a row is reached. */
@ExtendWith(LeakRecorder.class)
class RowsTest {
    private static final String DONE = "ffffffffffffffff";
    private static final String ONE_COLUMN = "0100000000000000 6100000000000000";

    @Test
    void keepsNoReferenceToTheBuffer() throws WireException {
        ByteBuf body = Hex.buffer(ONE_COLUMN + "0300000000000000 c3a9000000000000" + DONE);
        Response.Rows rows = (Response.Rows) Response.decode(7, 0, body);
        assertThat(body.refCnt()).isEqualTo(1);
        body.setZero(0, body.capacity()).release();
        assertThat(body.refCnt()).isZero();
        assertThat(rows.next()).isTrue();
        assertThat(rows.text(0)).isEqualTo("é");
        assertThat(rows.bytes(0)).containsExactly(0xc3, 0xa9);
        assertThat(rows.columnName(0)).isEqualTo("a");
        assertThat(rows.size()).isEqualTo(40);
        assertThat(rows.next()).isFalse();
    }

    @Test
    void countsTheRowsThatAreLeftAndKeepsItsPlace() throws WireException {
        String row = "0100000000000000 0%d00000000000000";
        Response.Rows rows =
                rows(ONE_COLUMN + row.replace("%d", "1") + row.replace("%d", "2") + row.replace("%d", "3") + DONE);
        assertThat(rows.countRows()).isEqualTo(3);
        assertThat(rows.next()).isTrue();
        assertThat(rows.next()).isTrue();
        int third = rows.position();
        assertThat(rows.countRows()).isEqualTo(1);
        assertThat(rows.position()).isEqualTo(third);
        assertThat(rows.integer(0)).isEqualTo(2);
        assertThat(rows.next()).isTrue();
        assertThat(rows.integer(0)).isEqualTo(3);
        assertThat(rows.countRows()).isZero();
        assertThat(rows.integer(0)).isEqualTo(3);
        assertThat(rows.next()).isFalse();
        rows.moveTo(third);
        assertThat(rows.countRows()).isEqualTo(1);
        assertThat(rows.next()).isTrue();
        assertThat(rows.integer(0)).isEqualTo(3);
    }

    @Test
    void aMalformedRowIsNotCounted() throws WireException {
        Response.Rows rows = rows(ONE_COLUMN + "0100000000000000 0100000000000000 0600000000000000" + DONE);
        assertThatThrownBy(rows::countRows).isInstanceOf(WireException.class).hasMessageContaining("type 6");
    }

    @ParameterizedTest
    @ValueSource(ints = {-8, 0, 8, 17, 40, 1 << 30})
    void aPlaceWithoutARowIsAnError(int position) throws WireException {
        Response.Rows rows = rows(ONE_COLUMN + "0100000000000000 0100000000000000" + DONE);
        assertThatThrownBy(() -> rows.moveTo(position)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** The end of a text is found a word at a time: every place of the NUL, after every byte, before any padding. */
    @Test
    void theNulOfATextIsFoundWhereverItIs() throws WireException {
        for (int length = 0; length < 24; length++) {
            for (int filler : new int[] {1, 0x7f, 'a'}) {
                for (int padding : new int[] {0, 1, 0x80, 0xff}) {
                    byte[] text = new byte[Primitives.padded(length + 1)];
                    Arrays.fill(text, 0, length, (byte) filler);
                    Arrays.fill(text, length + 1, text.length, (byte) padding);
                    Response.Rows rows = (Response.Rows) Response.decode(
                            7,
                            0,
                            Unpooled.wrappedBuffer(new WireBytes()
                                    .int64(1)
                                    .text("n")
                                    .int64(3)
                                    .raw(text)
                                    .int64(-1)
                                    .body()));
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.text(0))
                            .isEqualTo(String.valueOf((char) filler).repeat(length));
                    assertThat(rows.next()).isFalse();
                }
            }
        }
    }

    /** Bytes of 0x80 and more, as UTF-8 has them, are no NUL. */
    @Test
    void theNulOfATextIsFoundAfterHighBytes() throws WireException {
        for (int length = 1; length < 12; length++) {
            String text = "é€".repeat(length);
            Response.Rows rows = (Response.Rows) Response.decode(
                    7,
                    0,
                    Unpooled.wrappedBuffer(new WireBytes()
                            .int64(1)
                            .text(text)
                            .int64(3)
                            .text(text)
                            .int64(-1)
                            .body()));
            assertThat(rows.columnName(0)).isEqualTo(text);
            assertThat(rows.next()).isTrue();
            assertThat(rows.text(0)).isEqualTo(text);
        }
    }

    @Test
    void takesNoReferenceToWhatItRefuses() {
        ByteBuf body = Hex.buffer(ONE_COLUMN);
        assertThatThrownBy(() -> Response.decode(7, 0, body)).isInstanceOf(WireException.class);
        assertThat(body.refCnt()).isEqualTo(1);
    }

    @Test
    void aColumnOutOfRangeIsAnError() throws WireException {
        Response.Rows rows = rows(ONE_COLUMN + "0100000000000000 0700000000000000" + DONE);
        assertThat(rows.next()).isTrue();
        assertThat(rows.integer(0)).isEqualTo(7);
        for (int column : new int[] {-1, 1}) {
            assertThatThrownBy(() -> rows.type(column)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> rows.integer(column)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> rows.real(column)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> rows.text(column)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> rows.bytes(column)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> rows.columnName(column)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void tellsAnEmptyMessageThatPromisesMore() throws WireException {
        Response.Rows rows = rows(ONE_COLUMN + "eeeeeeeeeeeeeeee");
        assertThat(rows.isEmpty()).isTrue();
        assertThat(rows.hasMore()).isTrue();
        assertThat(rows.next()).isFalse();
    }

    @Test
    void anIntegerThatLooksLikeTheMarkerIsAnInteger() throws WireException {
        Response.Rows rows = rows(ONE_COLUMN + "0100000000000000" + DONE + "0100000000000000 eeeeeeeeeeeeeeee" + DONE);
        assertThat(rows.next()).isTrue();
        assertThat(rows.integer(0)).isEqualTo(-1);
        assertThat(rows.next()).isTrue();
        assertThat(rows.integer(0)).isEqualTo(0xeeee_eeee_eeee_eeeeL);
        assertThat(rows.next()).isFalse();
        assertThat(rows.hasMore()).isFalse();
    }

    @Test
    void textThatIsNotUtf8IsShownAsFarAsItGoesAndItsBytesAreKept() throws WireException {
        Response.Rows rows = rows(ONE_COLUMN + "0300000000000000 61ff62c300000000" + DONE);
        assertThat(rows.next()).isTrue();
        assertThat(rows.text(0)).isEqualTo("a\ufffdb\ufffd");
        assertThat(rows.bytes(0)).containsExactly('a', 0xff, 'b', 0xc3);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, false",
        "5, 4, false",
        "9, 1, true",
        "1, 9, true",
        "10, 3, true",
        "3, 11, true",
    })
    void tellsWhetherTheFirstRowHasADeclaredType(int first, int second, boolean special) throws WireException {
        String names = "0200000000000000 6100000000000000 6200000000000000";
        String header = Integer.toHexString(second) + Integer.toHexString(first) + "00000000000000";
        assertThat(rows(names + header + "00".repeat(16) + DONE).hasCoercedTypes())
                .isEqualTo(special);
        assertThat(rows(names + DONE).hasCoercedTypes()).isFalse();
    }

    @Test
    void anEmptyTextAndAnEmptyBlobAreNotNull() throws WireException {
        Response.Rows rows =
                rows(ONE_COLUMN + "0300000000000000 0000000000000000 0400000000000000 0000000000000000" + DONE);
        assertThat(rows.next()).isTrue();
        assertThat(rows.text(0)).isEmpty();
        assertThat(rows.next()).isTrue();
        assertThat(rows.type(0)).isEqualTo(ValueType.BLOB);
        assertThat(rows.bytes(0)).isEmpty();
    }

    @Test
    void aTextOfAWholeWordHasItsNulInTheNext() throws WireException {
        Response.Rows rows = rows(ONE_COLUMN + "0300000000000000 6162636465666768 0000000000000000" + DONE);
        assertThat(rows.next()).isTrue();
        assertThat(rows.text(0)).isEqualTo("abcdefgh");
        assertThat(rows.next()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, 7, 8, 12, 13, 14, 15})
    void anUnknownValueTypeIsRefused(int type) {
        assertThatThrownBy(() -> rows(ONE_COLUMN + "0" + Integer.toHexString(type) + "00000000000000" + "00".repeat(8)
                                + DONE)
                        .next())
                .isInstanceOf(WireException.class)
                .hasMessageContaining("type " + type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // the marker is no value
                "0100000000000000",
                "0200000000000000",
                "0500000000000000",
                "0400000000000000",
                // a text without an end
                "0300000000000000",
                "0300000000000000 6162636465666768",
                // a blob that takes the marker along, by its bytes or by its padding
                "0400000000000000 0900000000000000 0000000000000000",
                "0400000000000000 1000000000000000 0000000000000000",
                // a blob longer than the message, than an int, than a long
                "0400000000000000 1100000000000000 0000000000000000",
                "0400000000000000 0000000001000000 0000000000000000",
                "0400000000000000 ffffffffffffff7f 0000000000000000",
                "0400000000000000 ffffffffffffffff 0000000000000000",
                "0400000000000000 f8ffffffffffffff 0000000000000000",
            })
    void aRowThatRunsOverItsMessageIsRefused(String row) {
        assertThatThrownBy(() -> rows(ONE_COLUMN + row + DONE).next()).isInstanceOf(WireException.class);
    }

    @Test
    void aRowHeaderThatRunsOverItsMessageIsRefused() {
        String names = "1100000000000000" + "6300000000000000".repeat(17);
        assertThatThrownBy(() -> rows(names + "1111111111111111" + DONE).next()).isInstanceOf(WireException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // no marker, none at all, a wrong one
                "0000000000000000",
                "0100000000000000 6100000000000000",
                "0100000000000000 6100000000000000 0000000000000000",
                "0100000000000000 6100000000000000 ffffffffffffffee",
                // a name without an end
                "0100000000000000 6162636465666768 ffffffffffffffff",
                // more names than there are bytes, in every size of number
                "0300000000000000 6100000000000000 ffffffffffffffff",
                "0000000001000000 6100000000000000 ffffffffffffffff",
                "0000000000000010 6100000000000000 ffffffffffffffff",
                "0000000000000080 6100000000000000 ffffffffffffffff",
                "ffffffffffffffff 6100000000000000 ffffffffffffffff",
                // a row of no columns
                "0000000000000000 0000000000000000 ffffffffffffffff",
            })
    void rowsWithoutTheirFormAreRefused(String body) {
        assertThatThrownBy(() -> rows(body)).isInstanceOf(WireException.class);
    }

    @Test
    void aHundredThousandColumnsAreRead() throws WireException {
        WireBytes words = new WireBytes().int64(100_000);
        for (int i = 0; i < 100_000; i++) {
            words.text("c" + i);
        }
        for (int i = 0; i < 100_000 / 2; i++) {
            words.raw(new byte[] {0x15});
        }
        words.pad();
        for (int i = 0; i < 100_000; i++) {
            words.int64(i);
        }
        Response.Rows rows = (Response.Rows)
                Response.decode(7, 0, Unpooled.wrappedBuffer(words.int64(-1).body()));
        assertThat(rows.next()).isTrue();
        assertThat(rows.columnName(99_999)).isEqualTo("c99999");
        assertThat(rows.type(99_998)).isEqualTo(ValueType.NULL);
        assertThat(rows.type(99_999)).isEqualTo(ValueType.INTEGER);
        assertThat(rows.integer(99_999)).isEqualTo(99_999);
        assertThat(rows.next()).isFalse();
    }

    private static Response.Rows rows(String hex) throws WireException {
        return (Response.Rows) Response.decode(7, 0, Hex.buffer(hex));
    }
}
