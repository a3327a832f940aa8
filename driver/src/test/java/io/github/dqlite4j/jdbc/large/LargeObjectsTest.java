package io.github.dqlite4j.jdbc.large;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargeObjectsTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Blob blob(String text) {
        return new MemoryBlob(bytes(text));
    }

    private static String text(Reader reader) throws IOException {
        StringWriter text = new StringWriter();
        reader.transferTo(text);
        return text.toString();
    }

    private static void outOfRange(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(SQLException.class).hasFieldOrPropertyWithValue("SQLState", "22011");
    }

    @Test
    void blobIsReadInParts() throws SQLException {
        Blob blob = blob("abcdef");
        assertThat(blob.length()).isEqualTo(6);
        assertThat(blob.getBytes(1, 6)).isEqualTo(bytes("abcdef"));
        assertThat(blob.getBytes(3, 2)).isEqualTo(bytes("cd"));
        assertThat(blob.getBytes(5, 100)).isEqualTo(bytes("ef"));
        assertThat(blob.getBytes(7, 1)).isEmpty();
        assertThat(blob.getBinaryStream()).hasContent("abcdef");
        assertThat(blob.getBinaryStream(2, 3)).hasContent("bcd");
        outOfRange(() -> blob.getBytes(0, 1));
        outOfRange(() -> blob.getBytes(8, 1));
        outOfRange(() -> blob.getBytes(1, -1));
        outOfRange(() -> blob.getBinaryStream(2, 6));
        outOfRange(() -> blob.getBinaryStream(0, 1));
        outOfRange(() -> blob.getBinaryStream(1, -1));
    }

    @Test
    void blobFindsBytes() throws SQLException {
        Blob blob = blob("abcabcab");
        assertThat(blob.position(bytes("abc"), 1)).isEqualTo(1);
        assertThat(blob.position(bytes("abc"), 2)).isEqualTo(4);
        assertThat(blob.position(bytes("abc"), 5)).isEqualTo(-1);
        assertThat(blob.position(bytes("ab"), 5)).isEqualTo(7);
        assertThat(blob.position(blob("b"), 3)).isEqualTo(5);
        assertThat(blob.position(bytes("x"), 1)).isEqualTo(-1);
        assertThat(blob.position(bytes("a"), Long.MAX_VALUE)).isEqualTo(-1);
        outOfRange(() -> blob.position(bytes("a"), 0));
    }

    @Test
    void blobIsWritten() throws SQLException, IOException {
        Blob blob = blob("abcd");
        assertThat(blob.setBytes(2, bytes("XY"))).isEqualTo(2);
        assertThat(blob.getBinaryStream()).hasContent("aXYd");
        assertThat(blob.setBytes(4, bytes("012345"), 2, 3)).isEqualTo(3);
        assertThat(blob.getBinaryStream()).hasContent("aXY234");
        blob.truncate(2);
        assertThat(blob.setBytes(3, bytes("!"))).isOne();
        assertThat(blob.getBinaryStream()).hasContent("aX!");
        try (OutputStream stream = blob.setBinaryStream(4)) {
            stream.write(bytes("12"));
            stream.flush();
            assertThat(blob.length()).isEqualTo(5);
            stream.write(bytes("34"));
        }
        assertThat(blob.getBinaryStream()).hasContent("aX!1234");
        outOfRange(() -> blob.setBytes(9, bytes("x")));
        outOfRange(() -> blob.setBytes(0, bytes("x")));
        outOfRange(() -> blob.setBytes(1, bytes("x"), 0, 2));
        outOfRange(() -> blob.setBytes(1, bytes("x"), -1, 1));
        outOfRange(() -> blob.setBinaryStream(0));
        outOfRange(() -> blob.truncate(8));
        outOfRange(() -> blob.truncate(-1));
    }

    @Test
    void clobIsReadInParts() throws SQLException, IOException {
        Clob clob = new MemoryClob("aé雪def");
        assertThat(clob.length()).isEqualTo(6);
        assertThat(clob.getSubString(2, 2)).isEqualTo("é雪");
        assertThat(clob.getSubString(5, 100)).isEqualTo("ef");
        assertThat(clob.getSubString(7, 1)).isEmpty();
        assertThat(text(clob.getCharacterStream())).isEqualTo("aé雪def");
        assertThat(text(clob.getCharacterStream(3, 2))).isEqualTo("雪d");
        assertThat(new MemoryClob("abc").getAsciiStream()).hasContent("abc");
        assertThatThrownBy(clob::getAsciiStream).hasFieldOrPropertyWithValue("SQLState", "22018");
        outOfRange(() -> clob.getSubString(0, 1));
        outOfRange(() -> clob.getSubString(8, 1));
        outOfRange(() -> clob.getSubString(1, -1));
        outOfRange(() -> clob.getCharacterStream(3, 9));
    }

    @Test
    void clobFindsText() throws SQLException {
        Clob clob = new MemoryClob("snow, snow");
        assertThat(clob.position("snow", 1)).isEqualTo(1);
        assertThat(clob.position("snow", 2)).isEqualTo(7);
        assertThat(clob.position(new MemoryClob("snow"), 8)).isEqualTo(-1);
        assertThat(clob.position("s", 100)).isEqualTo(-1);
        outOfRange(() -> clob.position("s", 0));
    }

    @Test
    void clobIsWritten() throws SQLException, IOException {
        Clob clob = new MemoryClob("abcd");
        assertThat(clob.setString(2, "XY")).isEqualTo(2);
        assertThat(clob.setString(4, "012345", 2, 3)).isEqualTo(3);
        assertThat(clob.getSubString(1, 9)).isEqualTo("aXY234");
        clob.truncate(1);
        try (Writer writer = clob.setCharacterStream(2)) {
            writer.write("雪");
            writer.flush();
            assertThat(clob.length()).isEqualTo(2);
            writer.append('!');
        }
        try (OutputStream stream = clob.setAsciiStream(4)) {
            stream.write(bytes("end"));
        }
        assertThat(clob.getSubString(1, 9)).isEqualTo("a雪!end");
        assertThatThrownBy(() -> {
                    try (OutputStream stream = clob.setAsciiStream(1)) {
                        stream.write(0xe9);
                    }
                })
                .isInstanceOf(IOException.class);
        outOfRange(() -> clob.setString(9, "x"));
        outOfRange(() -> clob.setString(1, "x", 1, 1));
        outOfRange(() -> clob.setCharacterStream(0));
        outOfRange(() -> clob.truncate(7));
    }

    @Test
    void afterFreeNothingIsLeft() throws SQLException {
        Blob blob = blob("a");
        Clob clob = new MemoryClob("a");
        for (int i = 0; i < 2; i++) {
            blob.free();
            clob.free();
        }
        for (ThrowingCallable call : new ThrowingCallable[] {
            blob::length,
            blob::getBinaryStream,
            () -> blob.getBytes(1, 1),
            () -> blob.position(bytes("a"), 1),
            () -> blob.setBytes(1, bytes("a")),
            () -> blob.truncate(0),
            clob::length,
            clob::getCharacterStream,
            clob::getAsciiStream,
            () -> clob.getSubString(1, 1),
            () -> clob.position("a", 1),
            () -> clob.setString(1, "a"),
            () -> clob.truncate(0)
        }) {
            assertThatThrownBy(call).hasFieldOrPropertyWithValue("SQLState", "24000");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void manyChangesAgreeWithAPlainText(long seed) throws SQLException {
        Random random = new Random(seed);
        StringBuilder model = new StringBuilder();
        Blob blob = blob("");
        Clob clob = new MemoryClob("");
        for (int step = 0; step < 300; step++) {
            int at = random.nextInt(model.length() + 1);
            if (random.nextInt(5) == 0) {
                model.setLength(at);
                blob.truncate(at);
                clob.truncate(at);
            } else {
                String part = Integer.toString(random.nextInt(100_000), 36);
                model.replace(at, Math.min(model.length(), at + part.length()), part);
                blob.setBytes(at + 1, bytes(part));
                clob.setString(at + 1, part);
            }
            assertThat(blob.getBytes(1, Integer.MAX_VALUE)).isEqualTo(bytes(model.toString()));
            assertThat(clob.getSubString(1, Integer.MAX_VALUE)).isEqualTo(model.toString());
        }
    }
}
