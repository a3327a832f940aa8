package io.github.dqlite4j.it.statements;

import io.github.dqlite4j.it.fixture.DelayingProxy;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many messages and round trips a unit of work costs. */
class RoundTripsIT {
    interface Work {
        void run(Connection c) throws SQLException;
    }

    @Test
    void table() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(1);
                DelayingProxy proxy = DelayingProxy.before(cluster.leader().address(), 10)) {
            try (Connection c = DriverManager.getConnection(cluster.jdbcUrl("trips"))) {
                try (Statement s = c.createStatement()) {
                    s.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, version INTEGER NOT NULL DEFAULT 0)");
                    s.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 100000)"
                            + " INSERT INTO t(id, name) SELECT i, 'n' || i FROM n");
                }
            }
            Map<String, Work> units = new LinkedHashMap<>();
            int[] next = {1, 50_000, 0};
            units.put("1,000 updates in a batch, commit", c -> {
                try (PreparedStatement p =
                        c.prepareStatement("UPDATE t SET name=?, version=? WHERE id=? AND version=?")) {
                    for (int i = 0; i < 1000; i++) {
                        p.setString(1, "x" + i);
                        p.setInt(2, next[2] + 1);
                        p.setInt(3, i + 1);
                        p.setInt(4, next[2]);
                        p.addBatch();
                    }
                    for (int n : p.executeBatch()) {
                        if (n != 1) throw new SQLException("count " + n);
                    }
                    next[2]++;
                }
                c.commit();
            });
            units.put("500 deletes in a batch, commit", c -> {
                try (PreparedStatement p = c.prepareStatement("DELETE FROM t WHERE id=?")) {
                    for (int i = 0; i < 500; i++) {
                        p.setInt(1, next[1]++);
                        p.addBatch();
                    }
                    for (int n : p.executeBatch()) {
                        if (n != 1) throw new SQLException("count " + n);
                    }
                }
                c.commit();
            });
            units.put("1,000 inserts in a batch", c -> {
                try (PreparedStatement p = c.prepareStatement("INSERT INTO t(name) VALUES (?)")) {
                    for (int i = 0; i < 1000; i++) {
                        p.setString(1, "new");
                        p.addBatch();
                    }
                    p.executeBatch();
                }
                c.commit();
            });
            units.put("1,000 inserts with keys", c -> {
                try (PreparedStatement p =
                        c.prepareStatement("INSERT INTO t(name) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
                    for (int i = 0; i < 1000; i++) {
                        p.setString(1, "new");
                        p.addBatch();
                    }
                    p.executeBatch();
                    ResultSet r = p.getGeneratedKeys();
                    int k = 0;
                    while (r.next()) k++;
                    if (k != 1000) throw new SQLException("keys " + k);
                }
                c.commit();
            });
            units.put("100 statements of various texts", c -> {
                try (Statement s = c.createStatement()) {
                    for (int i = 0; i < 100; i++) {
                        s.addBatch("UPDATE t SET name='" + i + "' WHERE id=" + i);
                    }
                    s.executeBatch();
                }
                c.commit();
            });
            units.put("read, write, commit", c -> {
                read(c, 5);
                write(c, 5);
                c.commit();
            });
            units.put("write, commit", c -> {
                write(c, 6);
                c.commit();
            });
            units.put("read, commit", c -> {
                read(c, 5);
                c.commit();
            });
            units.put("read, rollback", c -> {
                read(c, 5);
                c.rollback();
            });
            units.put("savepoint, write, release, commit", c -> {
                var s = c.setSavepoint("s");
                write(c, 7);
                c.releaseSavepoint(s);
                c.commit();
            });
            units.put("two writes, rollback", c -> {
                write(c, 7);
                write(c, 8);
                c.rollback();
            });
            int[] text = {0};
            units.put("new text, Statement", c -> {
                try (Statement s = c.createStatement();
                        ResultSet r = s.executeQuery("SELECT name FROM t WHERE id = " + (text[0]++))) {
                    r.next();
                }
                c.commit();
            });
            units.put("new text, PreparedStatement", c -> {
                try (PreparedStatement s = c.prepareStatement("SELECT name, " + (text[0]++) + " FROM t WHERE id = ?")) {
                    s.setInt(1, 4);
                    ResultSet r = s.executeQuery();
                    r.next();
                }
                c.commit();
            });
            try (Connection c = DriverManager.getConnection(proxy.url("trips", ""))) {
                c.setAutoCommit(false);
                for (Map.Entry<String, Work> unit : units.entrySet()) {
                    unit.getValue().run(c);
                    unit.getValue().run(c);
                    int m = proxy.messages(), t = proxy.roundTrips();
                    long began = System.nanoTime();
                    unit.getValue().run(c);
                    System.out.printf(
                            "TRIPS %-40s messages %5d trips %4d  time/rtt %.1f%n",
                            unit.getKey(),
                            proxy.messages() - m,
                            proxy.roundTrips() - t,
                            (System.nanoTime() - began) / 20e6);
                }
            }
            int m = proxy.messages(), t = proxy.roundTrips();
            long began = System.nanoTime();
            try (Connection c = DriverManager.getConnection(proxy.url("trips", ""))) {
                read(c, 9);
                System.out.printf(
                        "TRIPS %-40s messages %5d trips %4d  time/rtt %.1f%n",
                        "connect, read",
                        proxy.messages() - m,
                        proxy.roundTrips() - t,
                        (System.nanoTime() - began) / 20e6);
            }
        }
    }

    private static void read(Connection c, int id) throws SQLException {
        try (PreparedStatement p = c.prepareStatement("SELECT name FROM t WHERE id = ?")) {
            p.setInt(1, id);
            ResultSet r = p.executeQuery();
            r.next();
            r.getString(1);
        }
    }

    private static void write(Connection c, int id) throws SQLException {
        try (PreparedStatement p = c.prepareStatement("UPDATE t SET name = ? WHERE id = ?")) {
            p.setString(1, "w");
            p.setInt(2, id);
            p.executeUpdate();
        }
    }
}
