package io.github.dqlite4j.sample.shop;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** @param requestId chosen by the client, which sends the same id whenever it repeats this order */
record NewOrder(
        @NotBlank @Size(max = 64) String requestId,
        @NotNull Long customerId,
        @Nullable LocalDate deliverOn,
        @Nullable Boolean gift,
        @NotEmpty @Size(max = 50) List<@NotNull @Valid Item> items) {

    record Item(
            @NotNull Long productId, @Positive @Max(10_000) int quantity) {}
}
