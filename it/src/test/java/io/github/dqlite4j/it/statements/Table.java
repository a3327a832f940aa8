package io.github.dqlite4j.it.statements;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A new table with a name of its own, and what is in it. */
record Table(Connection connection, String name) {
    /** @param columns what is in the parentheses of CREATE TABLE, and behind them if they are closed */
    static Table create(Connection connection, String columns) throws SQLException {
        Table table = new Table(connection, "t_" + UUID.randomUUID().toString().replace("-", ""));
        table.run("CREATE TABLE " + table.name() + " (" + columns + (columns.contains(") ") ? "" : ")"));
        return table;
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** All rows of a query as lists of text. */
    List<List<String>> query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return read(rows);
        }
    }

    List<List<String>> rows() throws SQLException {
        return query("SELECT * FROM " + name + " ORDER BY 1");
    }

    int size() throws SQLException {
        return Integer.parseInt(query("SELECT count(*) FROM " + name).get(0).get(0));
    }

    static List<List<String>> read(ResultSet rows) throws SQLException {
        List<List<String>> all = new ArrayList<>();
        while (rows.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                row.add(rows.getString(i));
            }
            all.add(row);
        }
        return all;
    }
}
