package io.github.dqlite4j.sample.shop;

import java.io.Serial;

/** There is less stock than requested. */
final class StockShortException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    StockShortException(Product product, int wanted) {
        super("There are " + product.stock() + " of " + product.sku() + ", not " + wanted);
    }
}
