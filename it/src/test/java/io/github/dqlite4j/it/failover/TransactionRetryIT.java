package io.github.dqlite4j.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import io.github.dqlite4j.jdbc.DqliteDataSource;
import io.github.dqlite4j.jdbc.retry.TransactionRetry;
import java.sql.Connection;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plain JDBC in {@code TransactionRetry} completes its transactions despite a leader change. */
@Timeout(120)
class TransactionRetryIT {
    @Test
    void aTransactionIsCommittedOnceAlthoughItsLeaderIsKilled() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(3)) {
            DqliteDataSource source = new DqliteDataSource();
            source.setUrl(cluster.jdbcUrl("retry"));
            try (Connection connection = source.getConnection()) {
                Table table = Table.create(connection, "x");
                AtomicInteger attempts = new AtomicInteger();
                int result = TransactionRetry.on(source).call(attempt -> {
                    Table ofAttempt = new Table(attempt, table.name());
                    ofAttempt.run("INSERT INTO " + table.name() + " VALUES (1)");
                    if (attempts.incrementAndGet() == 1) {
                        cluster.leader().kill();
                    }
                    ofAttempt.run("INSERT INTO " + table.name() + " VALUES (2)");
                    return ofAttempt.size();
                });
                assertThat(attempts).hasValue(2);
                assertThat(result).isEqualTo(2);
                assertThat(table.rows()).extracting(row -> row.get(0)).containsExactly("1", "2");
            }
        }
    }
}
