package io.github.dqlite4j.sample.shop;

import java.math.BigDecimal;
import java.util.List;

/**
 * Totals of stock and sales, calculated in three ways: from the orders, from their items, and from the ledger.
 *
 * @param ordersThatDoNotAddUp the number of orders whose total is not the sum of their items
 */
record Report(
        long orders,
        BigDecimal ordersTotal,
        BigDecimal itemsTotal,
        BigDecimal ledgerTotal,
        long ordersThatDoNotAddUp,
        List<Stock> stock) {

    /**
     * @param received the total of all deliveries in the ledger
     * @param sold the total of the items of all orders
     * @param booked the remaining stock according to the ledger
     */
    record Stock(String sku, int stock, long received, long sold, long booked) {
        boolean adds() {
            return stock >= 0 && stock == received - sold && stock == booked;
        }
    }

    /** Returns whether all totals agree. */
    public boolean isConsistent() {
        return ordersTotal.compareTo(itemsTotal) == 0
                && ordersTotal.compareTo(ledgerTotal) == 0
                && ordersThatDoNotAddUp == 0
                && stock.stream().allMatch(Stock::adds);
    }
}
