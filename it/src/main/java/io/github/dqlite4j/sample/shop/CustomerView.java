package io.github.dqlite4j.sample.shop;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

record CustomerView(
        long id,
        String name,
        String email,
        CustomerLevel level,
        LocalDate joinedOn,
        @Nullable Boolean newsletter) {
    static CustomerView of(Customer customer) {
        return new CustomerView(
                customer.id(),
                customer.name(),
                customer.email(),
                customer.level(),
                customer.joinedOn(),
                customer.newsletter());
    }
}
