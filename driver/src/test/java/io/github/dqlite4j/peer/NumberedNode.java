package io.github.dqlite4j.peer;

import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.ScriptedPeer.Conversation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A node whose answers name their question, so that a test sees when a caller gets those of another. A statement on the table
 * {@code numbered} has a number, as a literal or as its only parameter: {@code SELECT n, t FROM numbered WHERE k = 7} yields
 * {@value #ROWS} rows in several messages, see {@link #n} and {@link #t}; {@code UPDATE numbered SET a = 7} affects 7 rows. The
 * first statement on the table {@code lost} loses the connection; one on the table {@code refused} fails. The
 * metadata name the table {@code numbered}. Everything else is answered as by {@link ScriptedPeer#node()}.
 */
public final class NumberedNode {
    public static final int ROWS = 1000;

    private static final int ROWS_OF_MESSAGE = 200;
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern PARAMETER = Pattern.compile("\\?\\d*");
    private static final Map<Long, List<byte[]>> MESSAGES = new ConcurrentHashMap<>();

    private NumberedNode() {}

    public static ScriptedPeer start() {
        AtomicBoolean lost = new AtomicBoolean();
        return ScriptedPeer.start(with -> {
            with.version();
            Map<Integer, String> prepared = new HashMap<>();
            for (; ; ) {
                Asked asked = with.read();
                if (asked.sql().contains("lost") && lost.compareAndSet(false, true)) {
                    return;
                }
                answer(with, asked, prepared);
            }
        });
    }

    /** Column {@code n} of row {@code row}, from 0, of query {@code number}. */
    public static long n(long number, int row) {
        return number * 1_000_000 + row;
    }

    /** Column {@code t} of the same row. */
    public static String t(long number, int row) {
        return number + ":" + row;
    }

    private static void answer(Conversation with, Asked asked, Map<Integer, String> prepared) throws IOException {
        boolean byId = asked.type() == Asked.QUERY || asked.type() == Asked.EXEC;
        String sql = byId ? prepared.getOrDefault(id(asked), "") : asked.sql();
        if (asked.type() == Asked.PREPARE) {
            int id = prepared.size() + 1;
            prepared.put(id, sql);
            with.send(new WireBytes().int32(0).int32(id).int64(parameters(sql)).message(5, 0));
        } else if (sql.contains("refused")) {
            with.send(ScriptedPeer.failure(1, "refused"));
        } else if ((asked.type() == Asked.QUERY || asked.type() == Asked.QUERY_SQL)
                && sql.contains("pragma_table_list")) {
            with.send(new WireBytes()
                    .int64(2)
                    .text("name")
                    .text("type")
                    .int64(0x33)
                    .text("numbered")
                    .text("TABLE")
                    .int64(-1)
                    .message(7, 0));
        } else if (!sql.contains(" numbered ")) {
            with.answer();
        } else {
            long number = sql.contains("?") ? parameter(asked) : literal(sql);
            if (asked.type() == Asked.QUERY || asked.type() == Asked.QUERY_SQL) {
                for (byte[] message : MESSAGES.computeIfAbsent(number, NumberedNode::messages)) {
                    with.send(message);
                }
            } else {
                with.send(ScriptedPeer.result(0, number));
            }
        }
    }

    /** The highest number of a parameter; one that has none is taken for the only one. */
    private static long parameters(String sql) {
        return PARAMETER
                .matcher(sql)
                .results()
                .map(MatchResult::group)
                .mapToLong(parameter -> parameter.length() > 1 ? Long.parseLong(parameter.substring(1)) : 1)
                .max()
                .orElse(0);
    }

    private static int id(Asked asked) {
        return body(asked).getInt(4);
    }

    /** The first parameter, an INTEGER: it follows the ids, or the id and the text, and one word with the count and the types. */
    private static long parameter(Asked asked) {
        int text = asked.sql().isEmpty() ? 0 : (asked.sql().length() / 8 + 1) * 8;
        return body(asked).getLong(16 + text);
    }

    private static ByteBuffer body(Asked asked) {
        return ByteBuffer.wrap(asked.body()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long literal(String sql) {
        Matcher number = NUMBER.matcher(sql);
        if (!number.find()) {
            throw new IllegalArgumentException("There is no number in " + sql);
        }
        return Long.parseLong(number.group());
    }

    private static List<byte[]> messages(long number) {
        return IntStream.range(0, ROWS / ROWS_OF_MESSAGE)
                .mapToObj(message -> message(number, message * ROWS_OF_MESSAGE))
                .toList();
    }

    private static byte[] message(long number, int first) {
        WireBytes words = new WireBytes().int64(2).text("n").text("t");
        int end = first + ROWS_OF_MESSAGE;
        for (int row = first; row < end; row++) {
            words.int64(0x31).int64(n(number, row)).text(t(number, row));
        }
        return words.int64(end < ROWS ? 0xeeee_eeee_eeee_eeeeL : -1).message(7, 0);
    }
}
