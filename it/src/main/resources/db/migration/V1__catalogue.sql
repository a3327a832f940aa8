CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    name VARCHAR(100) NOT NULL,
    email VARCHAR(200) NOT NULL UNIQUE,
    joined_on DATE(10) NOT NULL,
    newsletter BOOL
);

CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 0,
    sku VARCHAR(40) NOT NULL UNIQUE,
    name VARCHAR(100) NOT NULL,
    price DECIMAL(12, 2) NOT NULL CONSTRAINT price_is_positive CHECK (price > 0),
    stock INTEGER NOT NULL CONSTRAINT stock_is_never_negative CHECK (stock >= 0)
);

INSERT INTO customers (name, email, joined_on) VALUES
    ('Walk-in customer', 'walk-in@shop.example', '2026-01-02');

INSERT INTO products (sku, name, price, stock) VALUES
    ('TEA-250', 'Tea, 250 g', 7.90, 100000),
    ('COFFEE-1000', 'Coffee, 1 kg', 18.45, 100000),
    ('CUP', 'Cup', 4.99, 100000);
