package io.github.dqlite4j.it.starter;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface Items extends JpaRepository<Item, Long> {
    Optional<Item> findByName(String name);

    /** A method of the application: what it does is not known to be one transaction. */
    default void run(Runnable work) {
        work.run();
    }
}
