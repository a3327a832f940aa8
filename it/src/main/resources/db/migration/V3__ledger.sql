-- Every change of stock and money becomes a line of a ledger, beginning with what is there already.
CREATE TABLE ledger (
    id INTEGER PRIMARY KEY,
    kind VARCHAR(20) NOT NULL CONSTRAINT kind_is_known CHECK (kind IN ('OPENING', 'RESTOCK', 'SALE')),
    product_id INTEGER NOT NULL REFERENCES products (id),
    order_id INTEGER REFERENCES orders (id),
    quantity INTEGER NOT NULL,
    amount DECIMAL(12, 2) NOT NULL,
    booked_at TIMESTAMP(6) NOT NULL
);

CREATE INDEX ledger_of_product ON ledger (product_id);

INSERT INTO ledger (kind, product_id, quantity, amount, booked_at)
SELECT 'OPENING', p.id, p.stock + coalesce(sum(i.quantity), 0), 0, '2026-01-02 00:00:00.000000000Z'
FROM products p LEFT JOIN order_items i ON i.product_id = p.id
GROUP BY p.id;

INSERT INTO ledger (kind, product_id, order_id, quantity, amount, booked_at)
SELECT 'SALE', i.product_id, i.order_id, -i.quantity, i.quantity * i.unit_price, o.placed_at
FROM order_items i JOIN orders o ON o.id = i.order_id;

-- Customers have a level from now on; those of the first hour are regulars.
ALTER TABLE customers ADD COLUMN level VARCHAR(20) NOT NULL DEFAULT 'NEW';
UPDATE customers SET level = 'REGULAR';
