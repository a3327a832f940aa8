package io.github.dqlite4j.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.jdbc.DqliteDriver;
import io.github.dqlite4j.peer.NumberedNode;
import io.github.dqlite4j.peer.ScriptedPeer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What of the client is a call for a listener: the same as in JDBC. */
@Timeout(600)
class ClientCallsTest implements DqliteListener {
    private static final String UPDATE = "UPDATE numbered SET a = 3";

    /** No other test has it. */
    private final String database = "client-calls-" + UUID.randomUUID();

    private final List<Calling> begun = new CopyOnWriteArrayList<>();
    private final List<Called> ended = new CopyOnWriteArrayList<>();
    private ScriptedPeer node;
    private DqliteClient client;

    private static <T extends @Nullable Object> T get(CompletableFuture<T> future) throws Exception {
        return future.get(5, TimeUnit.MINUTES);
    }

    @BeforeEach
    void connect() throws Exception {
        node = NumberedNode.start();
        client = get(DqliteClient.connect("jdbc:dqlite://" + node.address() + "/" + database));
        DqliteDriver.addListener(this);
    }

    @AfterEach
    void close() throws Exception {
        DqliteDriver.removeListener(this);
        get(client.close());
        node.close();
    }

    @Override
    public @Nullable CallListener calling(Calling event) {
        if (!event.database().equals(database)) {
            return null;
        }
        begun.add(event);
        return ended::add;
    }

    private Calling call(String... statements) {
        return new Calling(database, List.of(statements), statements.length);
    }

    @Test
    void savepointsAreNoCalls() throws Exception {
        get(client.transaction(outer -> outer.transaction(inner -> inner.execute(UPDATE))));
        CompletableFuture<Void> failed = client.transaction(outer -> outer.<Void>transaction(
                        inner -> CompletableFuture.failedFuture(new IllegalStateException("thrown by a test")))
                .exceptionally(failure -> null));
        get(failed);
        assertThat(begun).containsExactly(call(UPDATE), call("COMMIT"), call("COMMIT"));
        assertThat(ended)
                .hasSameSizeAs(begun)
                .allSatisfy(end -> assertThat(end.error()).isNull());
        assertThat(node.asked())
                .extracting(ScriptedPeer.Asked::sql)
                .filteredOn(sql -> sql.contains("dqlite4j_client_"))
                .extracting(sql -> sql.substring(0, sql.lastIndexOf(' ')))
                .containsExactly("SAVEPOINT", "RELEASE", "SAVEPOINT", "ROLLBACK TO", "RELEASE");
    }

    @Test
    void aScriptIsOneCall() throws Exception {
        String delete = "DELETE FROM numbered WHERE k = 4";
        assertThat(get(client.script(UPDATE + ";" + delete))).hasSize(2);
        assertThat(get(client.script(" "))).isEmpty();
        assertThat(begun).containsExactly(call(UPDATE, delete));
        assertThat(ended).singleElement().extracting(Called::error).isNull();
    }
}
