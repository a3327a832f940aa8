package io.github.dqlite4j.sample.shop;

import java.math.BigDecimal;
import java.util.List;

/**
 * What the shop has and has sold, told three times: by the orders, by their items and by the ledger.
 *
 * @param ordersThatDoNotAddUp orders whose total is not the sum of their items
 */
record Report(
        long orders,
        BigDecimal ordersTotal,
        BigDecimal itemsTotal,
        BigDecimal ledgerTotal,
        long ordersThatDoNotAddUp,
        List<Stock> stock) {

    /**
     * @param received all that ever came in, by the ledger
     * @param sold by the items of all orders
     * @param booked what the ledger says is left
     */
    record Stock(String sku, int stock, long received, long sold, long booked) {
        boolean adds() {
            return stock >= 0 && stock == received - sold && stock == booked;
        }
    }

    /** Whether everything agrees. */
    public boolean isConsistent() {
        return ordersTotal.compareTo(itemsTotal) == 0
                && ordersTotal.compareTo(ledgerTotal) == 0
                && ordersThatDoNotAddUp == 0
                && stock.stream().allMatch(Stock::adds);
    }
}
