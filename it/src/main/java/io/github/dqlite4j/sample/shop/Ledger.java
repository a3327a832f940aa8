package io.github.dqlite4j.sample.shop;

import org.springframework.data.jpa.repository.JpaRepository;

interface Ledger extends JpaRepository<LedgerEntry, Long> {}
