package io.github.dqlite4j.sample.shop;

import java.io.Serial;

/** More is wanted than there is. */
final class StockShortException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    StockShortException(Product product, int wanted) {
        super("There are " + product.stock() + " of " + product.sku() + ", not " + wanted);
    }
}
