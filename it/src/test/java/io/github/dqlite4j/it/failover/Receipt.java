package io.github.dqlite4j.it.failover;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.TableGenerator;

/**
 * The row that a unit of work of {@link LeaderChangeRetryIT} stores. Its token is not unique, so that a duplicate would be found. Its ids
 * come in blocks.
 */
@Entity(name = "Receipt")
class Receipt {
    @Id
    @GeneratedValue(strategy = GenerationType.TABLE, generator = "receipts")
    @TableGenerator(name = "receipts", allocationSize = 3)
    Long id;

    String token;

    Receipt() {}

    Receipt(String token) {
        this.token = token;
    }
}
