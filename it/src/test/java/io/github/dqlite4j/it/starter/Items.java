package io.github.dqlite4j.it.starter;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface Items extends JpaRepository<Item, Long> {
    Optional<Item> findByName(String name);
}
