CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 0,
    request_id VARCHAR(64) NOT NULL UNIQUE,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    status VARCHAR(20) NOT NULL CONSTRAINT status_is_known CHECK (status IN ('PLACED', 'SHIPPED')),
    placed_at TIMESTAMP(6) NOT NULL,
    deliver_on DATE(10),
    gift BOOL,
    total DECIMAL(12, 2) NOT NULL
);

CREATE TABLE order_items (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product_id INTEGER NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL CONSTRAINT quantity_is_positive CHECK (quantity > 0),
    unit_price DECIMAL(12, 2) NOT NULL
);

CREATE INDEX order_items_of_order ON order_items (order_id);
CREATE INDEX order_items_of_product ON order_items (product_id);
