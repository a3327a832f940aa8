package io.github.dqlite4j.sample.shop;

import io.github.dqlite4j.spring.boot.retry.RetryCondition;
import io.github.dqlite4j.spring.boot.retry.RetryableTransaction;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.data.domain.Sort;
import org.springframework.orm.ObjectOptimisticLockingFailureException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Transactions on customers and products. Each method is one transaction. These requests have no request id, so a change is run again only if it was rolled back. */
@Service
@RetryableTransaction
class Catalogue {
    private final Customers customers;
    private final Products products;
    private final Ledger ledger;
    private final Clock clock = Clock.systemUTC();

    Catalogue(Customers customers, Products products, Ledger ledger) {
        this.customers = customers;
        this.products = products;
        this.ledger = ledger;
    }

    @Transactional
    CustomerView add(NewCustomer customer) {
        return CustomerView.of(customers.save(
                new Customer(customer.name(), customer.email(), LocalDate.now(clock), customer.newsletter())));
    }

    @Transactional
    ProductView add(NewProduct product) {
        Product added = products.save(new Product(product.sku(), product.name(), product.price()));
        receive(LedgerEntry.Kind.OPENING, added, product.stock());
        return ProductView.of(products.saveAndFlush(added));
    }

    @Transactional
    ProductView restock(long id, int quantity) {
        Product product = product(id);
        receive(LedgerEntry.Kind.RESTOCK, product, quantity);
        return ProductView.of(products.saveAndFlush(product));
    }

    /** @param version the version that the caller has read, so that it cannot overwrite a change that it has not seen */
    @Transactional
    ProductView reprice(long id, BigDecimal price, long version) {
        Product product = product(id);
        if (product.version() != version) {
            throw new ObjectOptimisticLockingFailureException(Product.class, id);
        }
        product.reprice(price);
        return ProductView.of(products.saveAndFlush(product));
    }

    @Transactional(readOnly = true)
    @RetryableTransaction(RetryCondition.REPEATABLE)
    List<CustomerView> customers() {
        return customers.findAll(Sort.by("id")).stream().map(CustomerView::of).toList();
    }

    @Transactional(readOnly = true)
    @RetryableTransaction(RetryCondition.REPEATABLE)
    List<ProductView> products() {
        return products.findAll(Sort.by("id")).stream().map(ProductView::of).toList();
    }

    private Product product(long id) {
        return products.findById(id).orElseThrow(() -> new UnknownException("product", id));
    }

    private void receive(LedgerEntry.Kind kind, Product product, int quantity) {
        product.put(quantity);
        ledger.save(
                LedgerEntry.received(kind, product, quantity, Instant.now(clock).truncatedTo(ChronoUnit.MICROS)));
    }
}
