package io.github.dqlite4j.sample.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import org.jspecify.annotations.NullUnmarked;

/** Other classes must use its methods, not its fields: a lazy relation is a proxy, and the fields of a proxy are empty. */
@Entity
@Table(name = "products")
@NullUnmarked
class Product {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Version
    private long version;

    private String sku;
    private String name;
    private BigDecimal price;
    private int stock;

    protected Product() {}

    Product(String sku, String name, BigDecimal price) {
        this.sku = sku;
        this.name = name;
        this.price = price;
    }

    public Long id() {
        return id;
    }

    public long version() {
        return version;
    }

    public String sku() {
        return sku;
    }

    public String name() {
        return name;
    }

    public BigDecimal price() {
        return price;
    }

    public int stock() {
        return stock;
    }

    public void reprice(BigDecimal newPrice) {
        price = newPrice;
    }

    /** @throws StockShortException if the stock is too small */
    public void take(int quantity) {
        if (stock < quantity) {
            throw new StockShortException(this, quantity);
        }
        stock -= quantity;
    }

    public void put(int quantity) {
        stock = Math.addExact(stock, quantity);
    }
}
