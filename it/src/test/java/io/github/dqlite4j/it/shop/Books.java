package io.github.dqlite4j.it.shop;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The content of the sample's database, read on a separate connection.
 *
 * @param orders with their items
 * @param stock by product
 * @param cents the price by product
 */
record Books(List<Wanted> orders, Map<Long, Integer> stock, Map<Long, Integer> cents) {
    private static final String ORDERS = """
            SELECT o.id, o.request_id, CAST(round(100 * o.total) AS INTEGER), i.product_id, sum(i.quantity)
            FROM orders o LEFT JOIN order_items i ON i.order_id = o.id
            GROUP BY o.id, i.product_id ORDER BY o.id
            """;
    private static final String PRODUCTS = "SELECT id, stock, CAST(round(100 * price) AS INTEGER) FROM products";

    static Books read(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            Map<Long, Wanted> orders = new LinkedHashMap<>();
            try (ResultSet row = statement.executeQuery(ORDERS)) {
                while (row.next()) {
                    Wanted order = new Wanted(row.getString(2), row.getLong(3), new TreeMap<>());
                    orders.putIfAbsent(row.getLong(1), order);
                    orders.get(row.getLong(1)).quantities().put(row.getLong(4), row.getInt(5));
                }
            }
            Map<Long, Integer> stock = new TreeMap<>();
            Map<Long, Integer> cents = new TreeMap<>();
            try (ResultSet row = statement.executeQuery(PRODUCTS)) {
                while (row.next()) {
                    stock.put(row.getLong(1), row.getInt(2));
                    cents.put(row.getLong(1), row.getInt(3));
                }
            }
            return new Books(new ArrayList<>(orders.values()), stock, cents);
        }
    }
}
