package io.github.dqlite4j.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.WireBytes;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Role;
import io.github.dqlite4j.wire.WireException;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One readable line for each message, without the values of parameters unless they are asked for. */
@Timeout(60)
class MessageLogTest {
    private static final Logger WIRE = Logger.getLogger("io.github.dqlite4j.wire");

    @Test
    void everyRequestIsALine() {
        Map<Request<?>, String> lines = new LinkedHashMap<>();
        lines.put(new Request.Leader(), "LEADER");
        lines.put(new Request.Client(7), "CLIENT id=7");
        lines.put(new Request.Open("test"), "OPEN database=\"test\"");
        lines.put(new Request.Prepare(1, "SELECT ?", 1), "PREPARE db=1 sql=\"SELECT ?\" schema=1");
        lines.put(new Request.Exec(0, 3, List.of(1L, "a")), "EXEC db=0 statement=3 parameters=2");
        lines.put(new Request.Query(0, 4, List.of()), "QUERY db=0 statement=4 parameters=0");
        lines.put(new Request.Finalize(0, 5), "FINALIZE db=0 statement=5");
        lines.put(
                new Request.ExecSql(0, "INSERT INTO t VALUES (?)", List.of(1L)),
                "EXEC_SQL db=0 sql=\"INSERT INTO t VALUES (?)\" parameters=1");
        lines.put(new Request.QuerySql(0, "SELECT 1", List.of()), "QUERY_SQL db=0 sql=\"SELECT 1\" parameters=0");
        lines.put(new Request.Interrupt(2), "INTERRUPT db=2");
        lines.put(new Request.Add(4, "10.0.0.4:9001"), "ADD id=4 address=\"10.0.0.4:9001\"");
        lines.put(new Request.Assign(4, Role.STANDBY), "ASSIGN id=4 role=STANDBY");
        lines.put(new Request.Remove(4), "REMOVE id=4");
        lines.put(new Request.Dump("test"), "DUMP database=\"test\"");
        lines.put(new Request.Cluster(), "CLUSTER");
        lines.put(new Request.Transfer(2), "TRANSFER id=2");
        lines.put(new Request.Describe(), "DESCRIBE");
        lines.put(new Request.Weight(9), "WEIGHT weight=9");
        assertThat(lines)
                .allSatisfy((request, line) ->
                        assertThat(MessageLog.describe(request, false)).isEqualTo(line));
        assertThat(names(lines.keySet())).containsExactlyInAnyOrderElementsOf(names(Request.class));
    }

    @Test
    void everyResponseIsALine() throws WireException {
        Map<Response, String> lines = new LinkedHashMap<>();
        lines.put(new Response.Failure(1, "no such table: t"), "FAILURE code=1 message=\"no such table: t\"");
        lines.put(new Response.Server(1, "10.0.0.1:9001"), "SERVER id=1 address=\"10.0.0.1:9001\"");
        lines.put(new Response.Welcome(15_000), "WELCOME heartbeatMillis=15000");
        lines.put(
                new Response.Servers(
                        List.of(new Response.Node(1, "a:1", Role.VOTER), new Response.Node(2, "b:2", Role.SPARE))),
                "SERVERS nodes=[NODE id=1 address=\"a:1\" role=VOTER, NODE id=2 address=\"b:2\" role=SPARE]");
        lines.put(new Response.Db(0), "DB id=0");
        lines.put(new Response.Stmt(0, 5, 2, 0), "STMT db=0 id=5 parameters=2 tail=0");
        lines.put(new Response.Result(3, 1), "RESULT lastInsertRowid=3 rowsAffected=1");
        lines.put(new Response.Empty(), "EMPTY");
        lines.put(
                new Response.Files(List.of(new Response.File("test", new byte[4096]))),
                "FILES files=[FILE name=\"test\" content=4096 bytes]");
        lines.put(new Response.Metadata(1, 2), "METADATA failureDomain=1 weight=2");
        assertThat(lines)
                .allSatisfy((response, line) ->
                        assertThat(MessageLog.describe(response)).isEqualTo(line));
        assertThat(MessageLog.describe(rows(0xeeee_eeee_eeee_eeeeL))).isEqualTo("ROWS columns=1 bytes=40 more");
        assertThat(MessageLog.describe(rows(-1))).isEqualTo("ROWS columns=1 bytes=40");
        List<String> withoutRows = names(Response.class);
        assertThat(withoutRows.remove("Rows")).isTrue();
        assertThat(names(lines.keySet())).containsExactlyInAnyOrderElementsOf(withoutRows);
    }

    private static List<String> names(Collection<?> messages) {
        return messages.stream().map(each -> each.getClass().getSimpleName()).toList();
    }

    private static List<String> names(Class<?> messages) {
        return Arrays.stream(messages.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static Response rows(long marker) throws WireException {
        return Response.decode(
                7,
                0,
                Unpooled.wrappedBuffer(new WireBytes()
                        .int64(1)
                        .text("n")
                        .int64(1)
                        .int64(42)
                        .int64(marker)
                        .body()));
    }

    @Test
    void valuesOfParametersAreShownWhenAskedFor() {
        List<@Nullable Object> values = Arrays.asList(1L, -2.5, "it's\n", null, new byte[] {1, (byte) 0xab});
        assertThat(MessageLog.describe(new Request.Exec(0, 1, values), true))
                .isEqualTo("EXEC db=0 statement=1 parameters=[1, -2.5, \"it's\\n\", NULL, x'01ab']");
        assertThat(MessageLog.describe(new Request.ExecSql(0, "x", values), false))
                .isEqualTo("EXEC_SQL db=0 sql=\"x\" parameters=5");
        Request<?> inlined = new Request.QuerySql(0, "/*values*/SELECT 'secret'", List.of());
        assertThat(MessageLog.describe(inlined, false))
                .isEqualTo("QUERY_SQL db=0 sql=25 characters with values parameters=0");
        assertThat(MessageLog.describe(inlined, true)).contains("secret");
        assertThat(MessageLog.describe(new Request.Query(0, 1, List.of()), true))
                .isEqualTo("QUERY db=0 statement=1 parameters=[]");
    }

    @ParameterizedTest
    @CsvSource({
        "'a\"b', 'a\\\"b'",
        "'a\\b', 'a\\\\b'",
        "'a\tb', 'a\\tb'",
        "'a\r\nb', 'a\\r\\nb'",
        "'a\u0000b', 'a\\u0000b'",
        "'a\u001b[31mb', 'a\\u001b[31mb'",
        "'a\u0085b', 'a\\u0085b'",
        "'a\u2028b', 'a\\u2028b'",
        "'a\u202eb', 'a\\u202eb'",
        "'é漢\uD83D\uDE00', 'é漢\uD83D\uDE00'",
    })
    void textsArePrintable(String text, String shown) {
        assertThat(MessageLog.describe(new Request.Open(text), false)).isEqualTo("OPEN database=\"" + shown + "\"");
    }

    @Test
    void longTextsAndListsAreCut() {
        String text = "x".repeat(MessageLog.MAX_TEXT);
        assertThat(MessageLog.describe(new Request.Open(text), false)).isEqualTo("OPEN database=\"" + text + "\"");
        assertThat(MessageLog.describe(new Request.Open(text + "yz"), false))
                .isEqualTo("OPEN database=\"" + text + "\"... 1002 characters");
        String value = "v".repeat(MessageLog.MAX_VALUE);
        assertThat(MessageLog.describe(new Request.Exec(0, 1, List.of(value + "w", new byte[1000])), true))
                .isEqualTo("EXEC db=0 statement=1 parameters=[\"" + value + "\"... 101 characters, x'" + "00".repeat(50)
                        + "'... 1000 bytes]");
        assertThat(MessageLog.describe(new Request.Exec(0, 1, Collections.nCopies(300, 1L)), true))
                .isEqualTo(
                        "EXEC db=0 statement=1 parameters=[" + "1, ".repeat(MessageLog.MAX_ITEMS) + "... 300 in all]");
    }

    @Test
    void isNotThereWithoutTrace() {
        assertThat(MessageLog.of(new NodeAddress("n", 1), true)).isNull();
    }

    @Test
    void aConnectionLogsBothDirectionsAtTrace() throws IOException {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getLevel() + " " + line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.ALL);
        WIRE.setLevel(Level.FINER);
        WIRE.setUseParentHandlers(false);
        WIRE.addHandler(handler);
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
                    with.version();
                    with.read();
                    with.send(ScriptedPeer.result(3, 1));
                    with.silence();
                });
                Caller caller = new Caller()) {
            NodeAddress node = NodeAddress.parse(peer.address());
            NodeConnection link = caller.await(NodeConnection.connect(caller.loop(), node, 5000));
            caller.await(link.request(new Request.ExecSql(0, "{0} '", List.of("secret"))));
            link.close();
            assertThat(lines)
                    .containsExactly(
                            "FINER " + node + " -> EXEC_SQL db=0 sql=\"{0} '\" parameters=1",
                            "FINER " + node + " <- RESULT lastInsertRowid=3 rowsAffected=1");
        } finally {
            WIRE.removeHandler(handler);
            WIRE.setUseParentHandlers(true);
            WIRE.setLevel(null);
        }
    }
}
