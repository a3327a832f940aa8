package io.github.dqlite4j.it.parity;

import java.util.List;

/** Ordinary SQL, in the order in which it is executed on both sides. None of it needs an SQLite newer than 3.40. */
final class Statements {
    static final List<String> ALL = """
            PRAGMA foreign_keys
            PRAGMA foreign_keys = 1
            CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, born DATE, height REAL, tall BOOLEAN, note)
            CREATE TABLE pet (id INTEGER PRIMARY KEY AUTOINCREMENT, owner INTEGER REFERENCES person, name VARCHAR(20) UNIQUE, weight DECIMAL(6, 2) CHECK (weight > 0))
            CREATE INDEX pet_owner ON pet (owner)
            CREATE UNIQUE INDEX person_name ON person (name COLLATE NOCASE)
            CREATE VIEW owners AS SELECT p.name AS person, count(t.id) AS pets FROM person p LEFT JOIN pet t ON t.owner = p.id GROUP BY p.id
            CREATE TABLE person (id)
            CREATE TABLE IF NOT EXISTS person (id)
            INSERT INTO person VALUES (1, 'Ann', '1980-02-29', 1.75, 1, NULL)
            INSERT INTO person (name, born, height, tall) VALUES ('Bob', '1975-12-31', 1.6, 0), ('Cid', NULL, NULL, NULL)
            INSERT INTO person (name, note) SELECT 'copy of ' || name, id * 1.5 FROM person
            INSERT INTO person (name) VALUES ('ann')
            INSERT INTO person (id) VALUES (99)
            INSERT OR IGNORE INTO person (id, name) VALUES (1, 'Zoe'), (50, 'Zoe')
            INSERT OR REPLACE INTO person (id, name) VALUES (50, 'Zoë')
            REPLACE INTO person (id, name) VALUES (50, 'Zoé')
            INSERT INTO person (id, name) VALUES (1, 'Ann') ON CONFLICT (id) DO UPDATE SET note = 'seen ' || excluded.name
            INSERT INTO person (id, name) VALUES (1, 'Ann') ON CONFLICT DO NOTHING
            INSERT INTO pet (owner, name, weight) VALUES (1, 'Rex', 12.25), (1, 'Tom', 4), (2, 'Kim', '3.5')
            INSERT INTO pet (owner, name, weight) VALUES (1, 'Rex', 1)
            INSERT INTO pet (owner, name, weight) VALUES (1, 'Nil', 0)
            INSERT INTO pet (owner, name) VALUES (777, 'Ghost')
            DELETE FROM pet WHERE name = 'Ghost'
            INSERT INTO pet (name) VALUES (x'414243')
            INSERT INTO pet DEFAULT VALUES
            SELECT * FROM person
            SELECT id, name, born, height, tall, note FROM person ORDER BY name
            SELECT * FROM person WHERE born IS NULL ORDER BY id DESC
            SELECT * FROM pet
            SELECT * FROM owners ORDER BY person
            SELECT p.*, t.name, t.weight FROM person p JOIN pet t ON p.id = t.owner ORDER BY t.id
            SELECT p.name, t.name FROM person p LEFT JOIN pet t ON p.id = t.owner ORDER BY p.id, t.id
            SELECT p.name, t.name FROM pet t RIGHT JOIN person p ON p.id = t.owner ORDER BY p.id, t.id
            SELECT a.name, b.name FROM person a CROSS JOIN person b WHERE a.id < b.id AND b.id < 3
            SELECT name FROM person NATURAL JOIN (SELECT 1 AS id)
            SELECT name AS n, length(name) AS "l e n", upper(name) FROM person WHERE id IN (1, 2, 3)
            SELECT count(*), count(born), sum(height), avg(height), min(name), max(name), total(tall) FROM person
            SELECT owner, count(*) AS n, group_concat(name, '+') FROM pet GROUP BY owner HAVING n >= 1 ORDER BY owner
            SELECT DISTINCT owner FROM pet ORDER BY 1
            SELECT name FROM person UNION SELECT name FROM pet ORDER BY name LIMIT 3 OFFSET 1
            SELECT id FROM person EXCEPT SELECT owner FROM pet
            SELECT id FROM person INTERSECT SELECT owner FROM pet
            SELECT 1 UNION ALL SELECT 'two' UNION ALL SELECT 3.0 UNION ALL SELECT NULL UNION ALL SELECT x'05'
            VALUES (1, 'a'), (2, 'b')
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i, i * i FROM n
            WITH a AS (SELECT 1 AS x), b AS (SELECT x + 1 AS y FROM a) SELECT * FROM a, b
            SELECT name, row_number() OVER (ORDER BY name) AS r, lag(name) OVER (ORDER BY name) FROM person ORDER BY r
            SELECT owner, weight, sum(weight) OVER (PARTITION BY owner ORDER BY id ROWS UNBOUNDED PRECEDING) FROM pet ORDER BY id
            SELECT (SELECT count(*) FROM pet WHERE owner = person.id) AS pets, EXISTS (SELECT 1 FROM pet WHERE owner = person.id) FROM person ORDER BY id
            SELECT CASE WHEN height > 1.7 THEN 'tall' WHEN height IS NULL THEN NULL ELSE 'short' END FROM person ORDER BY id
            SELECT coalesce(born, 'unknown'), ifnull(height, -1), nullif(tall, 0), iif(tall, 'y', 'n') FROM person ORDER BY id
            SELECT CAST('12abc' AS INTEGER), CAST(3.9 AS INTEGER), CAST(5 AS TEXT), CAST('1e3' AS REAL), CAST(7 AS BLOB), CAST('1.50' AS NUMERIC)
            SELECT 7 / 2, 7 / 2.0, 7 % 3, -7 / 2, -7 % 3, 1 / 0, 1.0 / 0, 2 << 3, 5 & 3, 5 | 3, ~5
            SELECT 9223372036854775807 + 1, -9223372036854775808 - 1, 9223372036854775807 * 2
            SELECT 0.1 + 0.2, 1e15, 1e16, 123456789.123456789, 1.0e-7, 100.0
            SELECT 'a' || NULL, 'a' = 'A', 'a' = 'A' COLLATE NOCASE, 'abc' LIKE 'A%', 'abc' GLOB 'A*', 'a_c' LIKE 'a!_c' ESCAPE '!'
            SELECT 1 = '1', 1 < 'a', x'00' > 'z', NULL IS NULL, NULL = NULL, 1 IS NOT 2, 1 BETWEEN 0 AND 2, 3 NOT IN (1, 2)
            SELECT abs(-5), round(2.5), round(2.567, 2), sign(-3), max(1, 2, 3), min('b', 'a'), random() IS NULL
            SELECT substr('hello', 2, 3), replace('aaa', 'a', 'bc'), trim('  x '), ltrim('xxa', 'x'), instr('hello', 'l'), hex('abc'), quote('it''s'), char(65, 8364), unicode('€')
            SELECT printf('%05d|%.2f|%s|%x|%,d', 42, 3.14159, 'str', 255, 1234567), format('%e', 12345.678)
            SELECT typeof(1), typeof(1.0), typeof('x'), typeof(x'00'), typeof(NULL), length('€'), length(x'e282ac')
            SELECT date('2026-01-31', '+1 month'), time('12:00', '+90 minutes'), datetime(0, 'unixepoch'), strftime('%Y-%j %H', '2026-11-21 05:06:07'), julianday('2026-11-21'), unixepoch('2026-11-21')
            SELECT date('not a date'), date(NULL), datetime('2026-11-21T05:06:07.890+02:00')
            SELECT json('{"a": [1, 2]}'), json_extract('{"a": [1, 2, {"b": null}]}', '$.a[1]'), json_type('[1.5]', '$[0]'), '{"x": "y"}' ->> '$.x', json_array(1, 'two', NULL), json_object('k', 2.5)
            SELECT key, value, type FROM json_each('{"a": 1, "b": [true], "c": null}')
            SELECT sqrt(2), power(2, 10), ln(1), pi() > 3, ceil(1.2), floor(-1.2), exp(0), mod(7, 3)
            SELECT * FROM person WHERE name LIKE '%o%' AND height > 1.5 OR tall IS NULL ORDER BY id LIMIT 2
            SELECT * FROM person WHERE rowid = 1
            SELECT rowid, _rowid_, oid FROM person WHERE id = 2
            SELECT name FROM person WHERE 0
            SELECT name name, name AS "the name", 1 + 1, count(*), 'text', x'00', NULL FROM person
            SELECT person.name, main.person.height, "name", [height], `tall` FROM person WHERE id = 1
            SELECT t.* FROM (SELECT id AS a, name AS b FROM person) t WHERE a = 1
            UPDATE person SET height = height + 0.01 WHERE height IS NOT NULL
            UPDATE person SET note = 'none' WHERE id = 12345
            UPDATE person SET (name, tall) = ('Bobby', 1) WHERE id = 2
            UPDATE person SET note = t.name FROM pet t WHERE t.owner = person.id AND t.weight > 10
            UPDATE person SET name = 'Ann' WHERE id = 2
            UPDATE OR IGNORE person SET name = 'Ann' WHERE id IN (2, 3)
            UPDATE person SET name = NULL WHERE id = 2
            UPDATE person SET id = 1000 WHERE id = 50
            UPDATE pet SET weight = weight * 2 RETURNING id, weight
            INSERT INTO pet (owner, name) VALUES (3, 'Ivy'), (3, 'Jay') RETURNING id, name AS n, weight IS NULL
            DELETE FROM pet WHERE owner = 3 RETURNING *
            DELETE FROM pet WHERE owner = 12345
            DELETE FROM pet WHERE name = 'Tom'
            DELETE FROM person WHERE id = 1
            WITH doomed AS (SELECT id FROM person WHERE name LIKE 'copy%') DELETE FROM person WHERE id IN (SELECT id FROM doomed)
            SELECT id, name, note FROM person ORDER BY id
            CREATE TRIGGER pet_log AFTER UPDATE ON pet WHEN NEW.weight > 1 BEGIN INSERT INTO log VALUES (OLD.weight, NEW.weight); UPDATE person SET note = 'logged'; END
            UPDATE pet SET weight = 5
            CREATE TABLE log (before, after)
            UPDATE pet SET weight = 6
            SELECT * FROM log ORDER BY rowid
            SELECT note FROM person ORDER BY id
            DROP TRIGGER pet_log
            BEGIN
            INSERT INTO log VALUES (1, 2)
            SAVEPOINT s
            DELETE FROM log
            SELECT count(*) FROM log
            ROLLBACK TO s
            RELEASE s
            SELECT count(*) > 0 FROM log
            ROLLBACK
            COMMIT
            BEGIN
            BEGIN
            COMMIT
            ROLLBACK TO nowhere
            CREATE TEMP TABLE scratch (a, b DEFAULT 5, c AS (a * 2))
            INSERT INTO scratch (a) VALUES (1), (2)
            SELECT * FROM scratch
            SELECT name, type FROM sqlite_temp_schema
            CREATE TABLE copied AS SELECT name, height * 2 AS twice FROM person
            SELECT * FROM copied ORDER BY name
            ALTER TABLE copied ADD COLUMN extra TEXT DEFAULT 'e'
            ALTER TABLE copied RENAME COLUMN twice TO doubled
            ALTER TABLE copied RENAME TO renamed
            SELECT * FROM renamed ORDER BY name
            ALTER TABLE renamed DROP COLUMN doubled
            SELECT * FROM renamed ORDER BY name
            DROP TABLE renamed
            DROP TABLE renamed
            DROP TABLE IF EXISTS renamed
            CREATE TABLE strict_one (a INTEGER, b TEXT) STRICT
            INSERT INTO strict_one VALUES ('12', 34)
            INSERT INTO strict_one VALUES ('word', 1)
            SELECT a, typeof(a), b, typeof(b) FROM strict_one
            CREATE TABLE keyed (a TEXT, b INT, PRIMARY KEY (a, b)) WITHOUT ROWID
            INSERT INTO keyed VALUES ('x', 2), ('x', 1), ('w', 3)
            INSERT INTO keyed VALUES ('x', 2)
            SELECT * FROM keyed
            SELECT rowid FROM keyed
            CREATE TABLE generated (a INT, b INT GENERATED ALWAYS AS (a + 1) STORED, c AS (b * 2))
            INSERT INTO generated (a) VALUES (1), (NULL)
            INSERT INTO generated (a, b) VALUES (1, 1)
            SELECT * FROM generated
            CREATE VIRTUAL TABLE docs USING fts5 (title, body)
            INSERT INTO docs VALUES ('one', 'the quick brown fox'), ('two', 'lazy dogs')
            SELECT title FROM docs WHERE docs MATCH 'quick OR lazy' ORDER BY title
            SELECT highlight(docs, 1, '<', '>') FROM docs WHERE docs MATCH 'fox'
            SELECT * FROM docs('dogs')
            EXPLAIN QUERY PLAN SELECT * FROM person WHERE id = 1
            PRAGMA user_version = 7
            PRAGMA user_version
            PRAGMA table_info(keyed)
            PRAGMA index_list(pet)
            PRAGMA foreign_key_list(pet)
            PRAGMA journal_mode
            PRAGMA encoding
            PRAGMA integrity_check
            PRAGMA database_list
            SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'docs%' ORDER BY name
            SELECT sql FROM sqlite_schema WHERE name = 'person'
            SELECT changes(), total_changes() > 0, last_insert_rowid() > 0
            ANALYZE
            REINDEX
            VACUUM
            SELECT
            SELECT FROM person
            SELEKT 1
            SELECT nothing FROM person
            SELECT * FROM nowhere
            SELECT unknown_function(1)
            SELECT 'open
            INSERT INTO person VALUES (1)
            INSERT INTO owners VALUES ('x', 1)
            SELECT abs(-9223372036854775808)
            SELECT max()
            SELECT 1, /* comment; */ 2 -- end
            SELECT 1;
            """.lines().toList();

    private Statements() {}
}
