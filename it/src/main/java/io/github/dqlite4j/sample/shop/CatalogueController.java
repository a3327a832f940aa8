package io.github.dqlite4j.sample.shop;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.math.BigDecimal;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Customers and products. */
@RestController
@RequestMapping("/api")
class CatalogueController {
    record Restock(@Positive @Max(1_000_000) int quantity) {}

    record Reprice(
            @NotNull @Positive @Digits(integer = 6, fraction = 2)
            BigDecimal price,

            @NotNull Long version) {}

    private final Catalogue catalogue;

    CatalogueController(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @GetMapping("/customers")
    List<CustomerView> customers() {
        return catalogue.customers();
    }

    @PostMapping("/customers")
    @ResponseStatus(HttpStatus.CREATED)
    CustomerView add(@Valid @RequestBody NewCustomer customer) {
        return catalogue.add(customer);
    }

    @GetMapping("/products")
    List<ProductView> products() {
        return catalogue.products();
    }

    @PostMapping("/products")
    @ResponseStatus(HttpStatus.CREATED)
    ProductView add(@Valid @RequestBody NewProduct product) {
        return catalogue.add(product);
    }

    @PostMapping("/products/{id}/restock")
    ProductView restock(@PathVariable long id, @Valid @RequestBody Restock restock) {
        return catalogue.restock(id, restock.quantity());
    }

    @PutMapping("/products/{id}/price")
    ProductView reprice(@PathVariable long id, @Valid @RequestBody Reprice reprice) {
        return catalogue.reprice(id, reprice.price(), reprice.version());
    }
}
