package io.github.dqlite4j.it.failover;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;

/** What a unit of work of {@link LeaderChangeRetryIT} stores; its token is not unique, so that a second one would be seen. */
@Entity(name = "Receipt")
class Receipt {
    @Id
    @GeneratedValue(strategy = GenerationType.TABLE)
    Long id;

    String token;

    Receipt() {}

    Receipt(String token) {
        this.token = token;
    }
}
