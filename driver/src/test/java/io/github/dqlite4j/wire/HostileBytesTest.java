package io.github.dqlite4j.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.WireBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Random, mutated and lying bytes: a message or a {@link WireException}, and memory in proportion to what arrived. */
@ExtendWith(LeakRecorder.class)
class HostileBytesTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 10_000;

    /** More than one chunk of Netty's pool, far less than what a lying count asks for. */
    private static final long MOST_ALLOCATED = 32_000_000;

    /** One seed that changes with every run, and one that does not. */
    static LongStream seeds() {
        return LongStream.of(1, System.nanoTime());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomBytesAreAMessageOrRefused(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = new byte[random.nextInt(0, 25) * 8 + (random.nextInt(8) == 0 ? random.nextInt(8) : 0)];
            random.nextBytes(body);
            if (random.nextBoolean()) {
                // Small numbers and zeros get further than noise does.
                for (int i = 0; i < body.length; i++) {
                    body[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt(12) : 0);
                }
            }
            survives(seed, round, random.nextInt(11), random.nextInt(8) == 0 ? 1 : 0, body);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mutatedMessagesAreAMessageOrRefused(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        List<byte[]> messages = Stream.concat(
                        ResponseTest.complete(), ResponseTest.longFailures().map(arguments ->
                                (String) arguments.get()[0]))
                .map(Hex::bytes)
                .toList();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] message = messages.get(random.nextInt(messages.size()));
            byte[] body = Arrays.copyOfRange(message, 8, message.length);
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                body = mutated(random, body);
            }
            survives(seed, round, random.nextInt(20) == 0 ? random.nextInt(11) : message[4], message[5], body);
        }
    }

    private static byte[] mutated(RandomGenerator random, byte[] body) {
        if (body.length < 8) {
            return new byte[8];
        }
        int word = random.nextInt(body.length / 8) * 8;
        byte[] changed = body.clone();
        switch (random.nextInt(6)) {
            case 0 -> changed[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> changed[random.nextInt(body.length)] = (byte) random.nextInt();
            case 2 -> Arrays.fill(changed, word, word + 8, (byte) (random.nextBoolean() ? 0xff : 0));
            case 3 -> {
                long[] numbers = {1L << 60, Long.MIN_VALUE, Integer.MAX_VALUE, 1L << 31, 1L << 32, body.length, -8};
                byte[] number = new WireBytes()
                        .int64(numbers[random.nextInt(numbers.length)])
                        .body();
                System.arraycopy(number, 0, changed, word, 8);
            }
            case 4 -> changed = Arrays.copyOf(body, word);
            default -> {
                changed = Arrays.copyOf(body, body.length + 8);
                System.arraycopy(body, word, changed, word + 8, body.length - word);
            }
        }
        return changed;
    }

    private static void survives(long seed, int round, int type, int schema, byte[] body) {
        long before = allocated();
        try {
            Received.body(type, schema, body);
        } catch (WireException e) {
            if (e.getMessage().isEmpty()) {
                throw new AssertionError(where(seed, round, type, schema, body), e);
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError(where(seed, round, type, schema, body), e);
        }
        long spent = allocated() - before;
        if (spent > MOST_ALLOCATED) {
            throw new AssertionError(spent + " bytes allocated: " + where(seed, round, type, schema, body));
        }
    }

    private static String where(long seed, int round, int type, int schema, byte[] body) {
        return "seed " + seed + ", round " + round + ", type " + type + ", schema " + schema + ", body "
                + HexFormat.of().formatHex(body);
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                2,
                64,
                1_000_000,
                Integer.MAX_VALUE,
                1L << 31,
                1L << 32,
                1L << 60,
                (1L << 60) + 1,
                1L << 61,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                -1
            })
    void aWrongCountOrLengthCostsNothing(long announced) {
        byte[] count = new WireBytes().int64(announced).int64(-1).body();
        refusedCheaply(0, count);
        refusedCheaply(3, count);
        refusedCheaply(7, count);
        refusedCheaply(9, count);
        refusedCheaply(9, new WireBytes().int64(1).text("f").int64(announced).body());
        refusedCheaply(
                7,
                new WireBytes()
                        .int64(1)
                        .text("c")
                        .int64(4)
                        .int64(announced)
                        .int64(-1)
                        .body());
        refusedCheaply(
                0,
                new WireBytes()
                        .int64(1)
                        .text("c")
                        .int64(4)
                        .int64(announced)
                        .int64(-1)
                        .body());
    }

    /** Twice, since the first time loads classes. */
    private static void refusedCheaply(int type, byte[] body) {
        refusal(type, body);
        assertThat(refusal(type, body)).isLessThan(1_000_000);
    }

    /** What it costs to refuse this, in bytes. */
    private static long refusal(int type, byte[] body) {
        ByteBuf buffer = Unpooled.wrappedBuffer(body);
        long before = allocated();
        try {
            Response response = Response.decode(type, 0, buffer);
            ((Response.Rows) response).next();
        } catch (WireException refused) {
            return allocated() - before;
        }
        throw new AssertionError("Not refused");
    }

    /** A megabyte of rows without a zero byte, then no end: to look for the end at every row would take minutes. */
    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aFailureThatNeverEndsIsRefusedInLinearTime() {
        WireBytes words = new WireBytes().int64(1).text("c");
        for (int i = 0; i < 2_000_000; i++) {
            words.int64(0x1111_1111_1111_1111L);
        }
        ByteBuf body = Unpooled.wrappedBuffer(words.body());
        assertThatThrownBy(() -> Response.decode(0, 0, body)).isInstanceOf(WireException.class);
    }
}
