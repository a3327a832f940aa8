package io.github.dqlite4j.sample.shop;

import java.math.BigDecimal;

record ProductView(long id, long version, String sku, String name, BigDecimal price, int stock) {
    static ProductView of(Product product) {
        return new ProductView(
                product.id(),
                product.version(),
                product.sku(),
                product.name(),
                product.price().setScale(2),
                product.stock());
    }
}
