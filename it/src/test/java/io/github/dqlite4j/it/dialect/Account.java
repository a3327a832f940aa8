package io.github.dqlite4j.it.dialect;

import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.QueryHint;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;

/** The entity that {@link LocksIT} locks. */
@Entity(name = "Account")
@NamedQuery(
        name = "lockedAccounts",
        query = "select a from Account a order by a.id",
        lockMode = LockModeType.PESSIMISTIC_WRITE,
        hints = @QueryHint(name = "jakarta.persistence.lock.timeout", value = "0"))
class Account {
    @Id
    long id;

    @Version
    int version;

    long balance;

    @ManyToOne
    Account parent;

    @ElementCollection
    List<String> notes = new ArrayList<>();

    Account() {}

    Account(long id) {
        this.id = id;
    }
}
