package io.github.dqlite4j.sample.shop;

import org.springframework.data.jpa.repository.JpaRepository;

interface Products extends JpaRepository<Product, Long> {}
