package io.github.dqlite4j.it.contract;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.LeakLog;
import io.github.dqlite4j.peer.ConcurrentUse;
import io.github.dqlite4j.peer.SharedConnection;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakLog.class)
class ConcurrentUseIT extends ConcurrentUse {
    private static DqliteCluster cluster;
    private static String url;

    ConcurrentUseIT() {
        super(true, 2, 20);
    }

    @BeforeAll
    static void start() throws SQLException {
        cluster = DqliteCluster.start(1);
        url = cluster.jdbcUrl("concurrent");
        try (Connection connection = DriverManager.getConnection(url)) {
            SharedConnection.createTable(connection);
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Override
    protected String url() {
        return url;
    }
}
