package io.github.dqlite4j.it.statements;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;
import org.springframework.batch.infrastructure.item.database.builder.JdbcCursorItemReaderBuilder;
import org.springframework.integration.jdbc.store.JdbcChannelMessageStore;
import org.springframework.integration.jdbc.store.channel.H2ChannelMessageStoreQueryProvider;
import org.springframework.integration.store.MessageGroupQueue;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Parts of Spring that read in one transaction while others write, without changes: with {@code transactionMode=upgrade} and a pool without
 * auto-commit.
 */
@Timeout(120)
class SpringReadersIT {
    @AutoClose
    private static final DqliteCluster NODE = DqliteCluster.start(1);

    @AutoClose
    private HikariDataSource pool;

    private JdbcTemplate jdbc;
    private TransactionTemplate transaction;

    @BeforeEach
    void open() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(NODE.newDatabase() + "?transactionMode=upgrade");
        config.setAutoCommit(false);
        pool = new HikariDataSource(config);
        jdbc = new JdbcTemplate(pool);
        transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
    }

    private void inTransaction(Runnable work) {
        transaction.executeWithoutResult(status -> work.run());
    }

    @Test
    void aCursorReaderOfSpringBatchReadsWhileChunksAreWritten() throws Exception {
        int items = 5000;
        inTransaction(() -> {
            jdbc.execute("CREATE TABLE source (id INTEGER PRIMARY KEY, text TEXT)");
            jdbc.execute("CREATE TABLE target (id INTEGER PRIMARY KEY, text TEXT)");
            jdbc.update(
                    "INSERT INTO source WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                            + " SELECT i, 'item ' || i FROM n",
                    items);
        });
        JdbcCursorItemReader<Integer> reader = new JdbcCursorItemReaderBuilder<Integer>()
                .name("source")
                .dataSource(pool)
                .sql("SELECT id, text FROM source ORDER BY id")
                .rowMapper((rows, number) -> rows.getInt("id"))
                .build();
        reader.open(new ExecutionContext());
        try {
            List<Integer> read = new ArrayList<>();
            while (read.size() < items) {
                inTransaction(() -> {
                    for (int i = 0; i < 1000; i++) {
                        int id = next(reader);
                        read.add(id);
                        jdbc.update("INSERT INTO target VALUES (?, 'copied')", id);
                    }
                });
            }
            assertThat(reader.read()).isNull();
        } finally {
            reader.close();
        }
        inTransaction(() -> assertThat(jdbc.queryForObject("SELECT count(*) FROM target", Integer.class))
                .isEqualTo(items));
    }

    private static int next(JdbcCursorItemReader<Integer> reader) {
        try {
            return Objects.requireNonNull(reader.read());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** H2's queries, without its sequence. */
    private static final class SqliteMessages extends H2ChannelMessageStoreQueryProvider {
        @Override
        public String getCreateMessageQuery() {
            return "INSERT INTO %PREFIX%CHANNEL_MESSAGE (MESSAGE_ID, GROUP_KEY, REGION, CREATED_DATE, MESSAGE_PRIORITY, MESSAGE_CONTENT)"
                    + " VALUES (?, ?, ?, ?, ?, ?)";
        }
    }

    /** A poller waits inside its transaction; senders are not held up by it. */
    @Test
    void aChannelOfSpringIntegrationIsPolledWhileOthersSend() throws Exception {
        int messages = 5;
        inTransaction(
                () -> jdbc.execute(
                        "CREATE TABLE INT_CHANNEL_MESSAGE (MESSAGE_ID CHAR(36) NOT NULL, GROUP_KEY CHAR(36) NOT NULL,"
                                + " CREATED_DATE BIGINT NOT NULL, MESSAGE_PRIORITY BIGINT, MESSAGE_SEQUENCE INTEGER PRIMARY KEY AUTOINCREMENT,"
                                + " MESSAGE_CONTENT BLOB, REGION VARCHAR(100) NOT NULL, UNIQUE (REGION, GROUP_KEY, CREATED_DATE, MESSAGE_SEQUENCE))"));
        JdbcChannelMessageStore store = new JdbcChannelMessageStore(pool);
        store.setChannelMessageStoreQueryProvider(new SqliteMessages());
        store.afterPropertiesSet();
        MessageGroupQueue queue = new MessageGroupQueue(store, "orders");
        ExecutorService poller = Executors.newSingleThreadExecutor();
        try {
            Future<List<Object>> received = poller.submit(() -> {
                List<Object> payloads = new ArrayList<>();
                while (payloads.size() < messages) {
                    Message<?> message = transaction.execute(status -> poll(queue));
                    if (message != null) {
                        payloads.add(message.getPayload());
                    }
                }
                return payloads;
            });
            List<Object> sent = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                String payload = "order " + i;
                inTransaction(() ->
                        assertThat(queue.offer(new GenericMessage<>(payload))).isTrue());
                sent.add(payload);
            }
            assertThat(received.get()).isEqualTo(sent);
        } finally {
            poller.shutdownNow();
        }
    }

    private static Message<?> poll(MessageGroupQueue queue) {
        try {
            return queue.poll(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
