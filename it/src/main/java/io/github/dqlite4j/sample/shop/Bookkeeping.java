package io.github.dqlite4j.sample.shop;

import io.github.dqlite4j.spring.boot.retry.RetryCondition;
import io.github.dqlite4j.spring.boot.retry.RetryableTransaction;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Calculates the report in plain SQL. SQLite's {@code sum} of decimals is a floating-point number, so the totals are sums of
 * cents, which are integers.
 */
@Service
class Bookkeeping {
    private static final String TOTALS = """
            SELECT (SELECT count(*) FROM orders),
                   (SELECT coalesce(sum(CAST(round(100 * total) AS INTEGER)), 0) FROM orders),
                   (SELECT coalesce(sum(quantity * CAST(round(100 * unit_price) AS INTEGER)), 0) FROM order_items),
                   (SELECT coalesce(sum(CAST(round(100 * amount) AS INTEGER)), 0) FROM ledger),
                   (SELECT count(*) FROM orders o WHERE CAST(round(100 * total) AS INTEGER) IS NOT
                       (SELECT sum(quantity * CAST(round(100 * unit_price) AS INTEGER))
                        FROM order_items WHERE order_id = o.id))
            """;
    private static final String STOCK = """
            SELECT sku, stock,
                   (SELECT coalesce(sum(quantity), 0) FROM ledger WHERE product_id = p.id AND kind <> 'SALE'),
                   (SELECT coalesce(sum(quantity), 0) FROM order_items WHERE product_id = p.id),
                   (SELECT coalesce(sum(quantity), 0) FROM ledger WHERE product_id = p.id)
            FROM products p ORDER BY id
            """;

    private final JdbcClient jdbc;

    Bookkeeping(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Reads all totals in one transaction, so they belong together. */
    @Transactional(readOnly = true)
    @RetryableTransaction(RetryCondition.REPEATABLE)
    Report report() {
        List<Report.Stock> stock = jdbc.sql(STOCK)
                .query((row, number) -> new Report.Stock(
                        row.getString(1), row.getInt(2), row.getLong(3), row.getLong(4), row.getLong(5)))
                .list();
        return jdbc.sql(TOTALS)
                .query((row, number) -> new Report(
                        row.getLong(1),
                        BigDecimal.valueOf(row.getLong(2), 2),
                        BigDecimal.valueOf(row.getLong(3), 2),
                        BigDecimal.valueOf(row.getLong(4), 2),
                        row.getLong(5),
                        stock))
                .single();
    }
}
