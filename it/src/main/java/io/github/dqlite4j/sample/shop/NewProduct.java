package io.github.dqlite4j.sample.shop;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;

record NewProduct(
        @NotBlank @Size(max = 40) String sku,
        @NotBlank @Size(max = 100) String name,

        @NotNull @Positive @Digits(integer = 6, fraction = 2)
        BigDecimal price,

        @PositiveOrZero @Max(1_000_000) int stock) {}
