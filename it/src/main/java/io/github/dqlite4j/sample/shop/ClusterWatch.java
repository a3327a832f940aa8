package io.github.dqlite4j.sample.shop;

import io.github.dqlite4j.jdbc.DqliteNodeInfo;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;

/** Finds the current leader through a connection of the pool. */
@Service
class ClusterWatch {
    private static final int SECONDS = 5;

    private final JdbcTemplate jdbc;

    ClusterWatch(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    ClusterView look() {
        return jdbc.execute((ConnectionCallback<ClusterView>) connection -> {
            if (!connection.isValid(SECONDS)) {
                throw new SQLTransientConnectionException("No leader within " + SECONDS + " s", "08001");
            }
            String url = connection.getMetaData().getURL();
            String hosts = url.substring(url.indexOf("//") + 2, url.lastIndexOf('/'));
            return new ClusterView(
                    List.of(hosts.split(",")),
                    connection.unwrap(DqliteNodeInfo.class).node());
        });
    }
}
