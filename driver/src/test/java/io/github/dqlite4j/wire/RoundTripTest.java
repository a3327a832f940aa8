package io.github.dqlite4j.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.WireBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random values there and back, against a writer and a reader that share no code with the driver. */
@ExtendWith(LeakRecorder.class)
class RoundTripTest {
    private static final int ROUNDS = 300;

    /** One seed that changes with every run, and some that do not. */
    static LongStream seeds() {
        return LongStream.of(7, 8, System.nanoTime());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void parametersArriveAsTheyWereGiven(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<@Nullable Object> values = new ArrayList<>();
            int count = random.nextInt(20) == 0 ? random.nextInt(250, 300) : random.nextInt(20);
            for (int i = 0; i < count; i++) {
                values.add(value(random));
            }
            int statement = random.nextInt();
            ByteBuffer message = encoded(new Request.Exec(3, statement, values));
            assertThat(message.getInt()).as("seed %d, length", seed).isEqualTo(message.limit() / 8 - 1);
            assertThat(message.get()).isEqualTo((byte) 5);
            boolean wide = message.get() == 1;
            assertThat(message.getShort()).isZero();
            assertThat(message.getInt()).isEqualTo(3);
            assertThat(message.getInt()).isEqualTo(statement);
            assertThat(wide).isEqualTo(count > 255);
            assertThat(comparable(parameters(message, wide)))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(comparable(values));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void rowsArriveAsTheyWereSent(long seed) throws WireException {
        RandomGenerator random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            int columns = random.nextInt(1, 40);
            WireBytes words = new WireBytes().int64(columns);
            List<String> names = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                names.add(text(random, 20));
                words.text(names.get(i));
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                rows.add(row(random, columns, words));
            }
            boolean more = random.nextBoolean();
            words.int64(more ? 0xeeee_eeee_eeee_eeeeL : -1);
            assertThat(Received.body(7, 0, words.body()))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(new Received.Table(names, rows, more));
        }
    }

    private static List<@Nullable Object> row(RandomGenerator random, int columns, WireBytes words) {
        List<@Nullable Object> cells = new ArrayList<>();
        WireBytes values = new WireBytes();
        byte[] header = new byte[(columns + 1) / 2];
        for (int i = 0; i < columns; i++) {
            Received.Cell cell = cell(random, values);
            int code = switch (cell.type()) {
                case INTEGER -> 1;
                case FLOAT -> 2;
                case TEXT -> 3;
                case BLOB -> 4;
                case NULL -> 5;
                case UNIXTIME -> 9;
                case ISO8601 -> 10;
                case BOOLEAN -> 11;
            };
            header[i / 2] |= (byte) (code << (i % 2) * 4);
            cells.add(cell);
        }
        words.raw(header).pad().raw(values.body());
        return cells;
    }

    private static Received.Cell cell(RandomGenerator random, WireBytes out) {
        ValueType type = ValueType.values()[random.nextInt(ValueType.values().length)];
        Object value = null;
        switch (type) {
            case INTEGER, UNIXTIME -> out.int64((Long) (value = random.nextLong()));
            case BOOLEAN -> out.int64((Long) (value = (long) random.nextInt(2)));
            case FLOAT -> out.int64((Long) (value = random.nextLong()));
            case TEXT, ISO8601 -> out.text((String) (value = text(random, 60)));
            case BLOB -> {
                byte[] bytes = new byte[random.nextInt(60)];
                random.nextBytes(bytes);
                out.blob(bytes);
                value = Arrays.toString(bytes);
            }
            case NULL -> out.int64(0);
        }
        return new Received.Cell(type, value);
    }

    private static @Nullable Object value(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextLong();
            case 1 -> Double.longBitsToDouble(random.nextLong());
            case 2 -> text(random, 60);
            case 3 -> {
                byte[] bytes = new byte[random.nextInt(60)];
                random.nextBytes(bytes);
                yield bytes;
            }
            default -> null;
        };
    }

    /** Characters of one, two, three and four bytes, none of them U+0000 or half a pair. */
    private static String text(RandomGenerator random, int most) {
        int[] ends = {0x7f, 0x7ff, 0xd7ff, 0x10ffff};
        int[] begins = {0x01, 0x80, 0x800, 0x10000};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(most); i > 0; i--) {
            int size = random.nextInt(4);
            text.appendCodePoint(random.nextInt(begins[size], ends[size] + 1));
        }
        return text.toString();
    }

    private static ByteBuffer encoded(Request<?> request) {
        ByteBuf out = PooledByteBufAllocator.DEFAULT.buffer();
        try {
            request.encode(out);
            byte[] bytes = new byte[out.readableBytes()];
            out.readBytes(bytes);
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        } finally {
            out.release();
        }
    }

    private static List<@Nullable Object> parameters(ByteBuffer in, boolean wide) {
        if (!in.hasRemaining()) {
            return List.of();
        }
        byte[] types = new byte[wide ? in.getInt() : in.get() & 0xff];
        in.get(types);
        align(in);
        List<@Nullable Object> values = new ArrayList<>();
        for (byte type : types) {
            values.add(
                    switch (type) {
                        case 1 -> in.getLong();
                        case 2 -> Double.longBitsToDouble(in.getLong());
                        case 3 -> {
                            int start = in.position();
                            while (in.get() != 0) {}
                            String text =
                                    new String(in.array(), start, in.position() - 1 - start, StandardCharsets.UTF_8);
                            align(in);
                            yield text;
                        }
                        case 4 -> {
                            byte[] blob = new byte[(int) in.getLong()];
                            in.get(blob);
                            align(in);
                            yield blob;
                        }
                        case 5 -> {
                            assertThat(in.getLong()).isZero();
                            yield null;
                        }
                        default -> throw new AssertionError("type " + type);
                    });
        }
        assertThat(in.hasRemaining()).isFalse();
        return values;
    }

    private static void align(ByteBuffer in) {
        while (in.position() % 8 != 0) {
            assertThat(in.get()).isZero();
        }
    }

    private static List<@Nullable Object> comparable(List<@Nullable Object> values) {
        List<@Nullable Object> all = new ArrayList<>();
        for (Object value : values) {
            all.add(
                    value instanceof byte[] bytes
                            ? Arrays.toString(bytes)
                            : value instanceof Double real ? (Object) Double.doubleToRawLongBits(real) : value);
        }
        return all;
    }
}
