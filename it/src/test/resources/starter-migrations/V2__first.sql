INSERT INTO item (name, price, premium) VALUES ('first', 1.5, NULL);
