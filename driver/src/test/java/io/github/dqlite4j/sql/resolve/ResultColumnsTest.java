package io.github.dqlite4j.sql.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.schema.Schema;
import io.github.dqlite4j.sql.schema.SchemaTable;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TableName;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultColumnsTest {
    private static final Map<String, SchemaTable> TABLES = Map.of(
            "item",
            table("item", "id INTEGER", "name TEXT", "price DECIMAL(10,2)", "sold DATE"),
            "part",
            table("part", "item INTEGER", "name VARCHAR(9)", "bare"),
            "dear",
            view("CREATE VIEW dear AS SELECT id, price AS cost, price * 2 AS twice FROM item"),
            "named",
            view(
                    "CREATE TEMP VIEW IF NOT EXISTS named(a, \"b c\") AS WITH x AS (SELECT * FROM part) SELECT name, bare FROM x"),
            "endless",
            view("CREATE VIEW endless AS SELECT * FROM endless"));

    private static SchemaTable table(String name, String... columns) {
        return new SchemaTable(
                Stream.of(columns)
                        .map(column -> column.split(" "))
                        .map(parts -> new ColumnOrigin(
                                name, parts[0], parts.length > 1 ? parts[1] : null, false, parts[0].equals("id")))
                        .toList(),
                null);
    }

    private static SchemaTable view(String sql) {
        return new SchemaTable(List.of(), sql);
    }

    private static String origins(String sql, String... columns) {
        SqlStatement statement = SqlParser.parseOne(sql);
        return ResultColumns.origins(statement, Arrays.asList(columns), name -> TABLES.get(Ascii.lower(name.name())))
                .stream()
                .map(origin -> origin == null ? "-" : origin.table() + "." + origin.column())
                .collect(Collectors.joining(" "));
    }

    /** Result columns with their origin, as {@code label=table.column}, or the label alone. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            SELECT price FROM item                                     | price=item.price
            SELECT price x, (name) AS y, ((sold)) FROM item            | x=item.price y=item.name sold=item.sold
            SELECT price + 1, -price, +price, max(price) FROM item     | price+1 -price +price max(price)
            SELECT i.price, I."name", main.item.sold FROM item i       | price=item.price name=item.name sold
            SELECT item.price, main.item.sold FROM main.item           | price=item.price sold=item.sold
            SELECT * FROM item                                         | id=item.id name=item.name price=item.price sold=item.sold
            SELECT p.*, i.id FROM item i JOIN part AS p ON p.item = i.id WHERE i.price > 1 | item=part.item name=part.name bare=part.bare id=item.id
            SELECT * FROM part, (SELECT price AS p FROM item) q        | item=part.item name=part.name bare=part.bare p=item.price
            SELECT * FROM item NATURAL JOIN part                       | id=item.id name=item.name price=item.price sold=item.sold item=part.item bare=part.bare
            SELECT * FROM item LEFT OUTER JOIN part USING (name)       | id=item.id name=item.name price=item.price sold=item.sold item=part.item bare=part.bare
            SELECT * FROM (item CROSS JOIN part) WHERE 1               | id=item.id name=item.name price=item.price sold=item.sold item=part.item name=part.name bare=part.bare
            SELECT rowid, oid o FROM item                              | id=item.id o=item.id
            SELECT _rowid_ FROM part                                   | rowid=part.rowid
            SELECT sold, name FROM item UNION ALL SELECT name, name FROM part ORDER BY 1 | sold name
            SELECT sold, id FROM item UNION SELECT sold d, item FROM item, part INTERSECT SELECT sold, 1 FROM item | sold=item.sold id
            SELECT * FROM (SELECT id FROM item EXCEPT SELECT item FROM part) | id=item.id
            SELECT (SELECT price FROM item LIMIT 1) AS p, (SELECT max(id) FROM item) | p=item.price e
            SELECT (SELECT item.price) q FROM item                     | q=item.price
            WITH c AS (SELECT price FROM item), d(e) AS (SELECT * FROM c) SELECT e, c.price FROM d, c | e=item.price price=item.price
            WITH RECURSIVE c(n) AS (SELECT id FROM item UNION ALL SELECT n + 1 FROM c) SELECT n FROM c | n
            WITH c(a) AS MATERIALIZED (VALUES (1), (2)) SELECT a FROM c | a
            SELECT cost, twice FROM dear                               | cost=item.price twice
            SELECT a, "b c" FROM named                                 | a=part.name b_c=part.bare
            SELECT price FROM item WHERE name IS NOT DISTINCT FROM sold | price=item.price
            SELECT name IS NOT DISTINCT FROM sold, price FROM item     | e price=item.price
            SELECT CASE WHEN price > 0 THEN sold END c, sold FROM item | c sold=item.sold
            SELECT 'price', "price", [sold], `name` FROM item          | 'price' price=item.price sold=item.sold name=item.name
            SELECT DISTINCT price FROM item GROUP BY id HAVING count(*) > 1 LIMIT 1 | price=item.price
            SELECT price ISNULL, sold NOTNULL FROM item                | e f
            SELECT price FROM item INDEXED BY x, part NOT INDEXED      | price=item.price
            SELECT value FROM json_each('[1]')                         | value
            SELECT value, price FROM json_each('[1]') j, item          | value price=item.price
            SELECT 1, NULL, price                                      | 1 NULL price
            INSERT INTO item(name) VALUES (?) RETURNING id, price AS p, *, name + 'x' | id=item.id p=item.price id=item.id name=item.name price=item.price sold=item.sold e
            DELETE FROM item WHERE id IN (SELECT 1) RETURNING price    | price=item.price
            UPDATE main.item SET name = 'x' RETURNING sold             | sold=item.sold
            """)
    void findsWherePlainColumnsComeFrom(String sql, String expected) {
        String[] columns = expected.split(" (?![^()]*\\))");
        String[] labels = Stream.of(columns)
                .map(column -> column.replaceAll("=.*", "").replace('_', ' ').replace(" rowid ", "_rowid_"))
                .toArray(String[]::new);
        String origins = Stream.of(columns)
                .map(column -> column.contains("=") ? column.replaceAll(".*=", "") : "-")
                .collect(Collectors.joining(" "));
        assertThat(origins(sql, labels)).isEqualTo(origins);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT * FROM missing        | id name
            SELECT * FROM json_each('1') | key value
            SELECT * FROM endless        | id name
            SELECT id, name FROM item    | id
            SELECT id FROM item          | id name
            SELECT name FROM item        | other
            PRAGMA table_info(item)      | cid name
            EXPLAIN SELECT id FROM item  | id
            VALUES (1)                   | column1
            SELECT                       | id
            SELECT id FROM               | id
            SELECT id FROM (             | id
            WITH                         | id
            WITH a AS (                  | id
            """)
    void doesNotGuess(String sql, String columns) {
        String[] labels = columns.split(" ");
        assertThat(origins(sql, labels)).isEqualTo("- ".repeat(labels.length).trim());
    }

    /** N where NULL is refused, else -. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT a.k, b.k FROM a JOIN b ON 1                      | NN
            SELECT a.k, b.k FROM a LEFT JOIN b ON 1                 | N-
            SELECT a.k, b.k, c.k FROM a LEFT JOIN b ON 1, c         | N-N
            SELECT a.k, b.k, c.k FROM a JOIN b ON 1 RIGHT JOIN c    | --N
            SELECT a.k, b.k, c.k FROM a FULL OUTER JOIN b JOIN c    | --N
            SELECT a.k, b.k, c.k FROM a LEFT JOIN (b JOIN c) ON 1   | N--
            SELECT a.k, q.k FROM a NATURAL LEFT JOIN (SELECT * FROM b) q | N-
            SELECT k FROM (SELECT b.k FROM a LEFT JOIN b ON 1)      | -
            """)
    void anOuterJoinBringsNullIn(String sql, String expected) {
        Schema schema =
                name -> new SchemaTable(List.of(new ColumnOrigin(name.name(), "k", "INTEGER", true, true)), null);
        List<String> labels = Collections.nCopies(expected.length(), "k");
        assertThat(ResultColumns.origins(SqlParser.parseOne(sql), labels, schema).stream()
                        .map(origin -> origin == null ? "?" : origin.notNull() ? "N" : "-")
                        .collect(Collectors.joining()))
                .isEqualTo(expected);
    }

    /** 170 columns whose names and their end take three words fill a message; 169 leave one word. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            SELECT * FROM wide                                  | true
            SELECT *, 1 FROM less                               | false
            SELECT *, 1, 1 FROM less                            | false
            SELECT *, 1, 1, 1 FROM less                         | true
            SELECT *, 'xxxxxxxxxxxxx' FROM less                 | false
            SELECT *, 'xxxxxxxxxxxxxx', 1 FROM less             | true
            SELECT *, 'éééééé' FROM less                        | false
            SELECT *, 'ééééééé' FROM less                       | true
            SELECT *, 'xxxxxxxxxxxxxxxxxxxxxxxxxxxx' AS x FROM less | false
            SELECT *, (SELECT xxxxxxxxxxxxx FROM t) FROM less   | true
            SELECT *, t.xxxxxxx FROM less, t                    | false
            SELECT *, xxxxxxx.x, xxxxx.x FROM less              | false
            SELECT w.* FROM wide AS w                           | true
            SELECT c1 FROM wide                                 | false
            SELECT count(*) FROM wide                           | false
            WITH q AS (SELECT * FROM wide) SELECT * FROM q      | true
            WITH q(a) AS (SELECT * FROM wide) SELECT a FROM q   | false
            SELECT 1 FROM wide UNION SELECT * FROM wide         | false
            SELECT * FROM unknown                               | false
            INSERT INTO wide DEFAULT VALUES RETURNING *         | true
            INSERT INTO less DEFAULT VALUES RETURNING *         | false
            INSERT INTO wide SELECT * FROM wide                 | false
            """)
    void countsTheBytesOfNames(String sql, boolean fill) {
        Schema schema = name -> switch (name.name()) {
            case "wide" -> columns(170);
            case "less" -> columns(169);
            default -> null;
        };
        SqlStatement statement = SqlParser.parseOne(sql);
        assertThat(statement.mayHaveWideNames() && ResultColumns.fillMessage(statement, schema))
                .isEqualTo(fill);
    }

    private static SchemaTable columns(int count) {
        return new SchemaTable(
                IntStream.rangeClosed(1, count)
                        .mapToObj(i -> new ColumnOrigin("t", String.format("c%019d", i), null, false, false))
                        .toList(),
                null);
    }

    @ParameterizedTest
    @CsvSource({"SELECT 1, 509, false", "SELECT 1, 510, true", "VALUES (1, 259, false", "VALUES (1, 260, true"})
    void countsTheBytesOfManyNames(String start, int columns, boolean fill) {
        String sql = start + ",1".repeat(columns - 1) + (start.contains("(") ? ")" : "");
        SqlStatement statement = SqlParser.parseOne(sql);
        assertThat(statement.mayHaveWideNames()).isTrue();
        assertThat(ResultColumns.fillMessage(statement, name -> null)).isEqualTo(fill);
    }

    /** So nothing has to be looked at when they are executed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT a, b FROM t WHERE a = ?
            SELECT count(*), a * b FROM t
            SELECT name FROM t WHERE x IN (1, 2, 3, 4, 5, 6, 7, 8, 9)
            INSERT INTO t SELECT * FROM t
            PRAGMA table_info(t)
            """)
    void mostStatementsCannotHaveWideNames(String sql) {
        assertThat(SqlParser.parseOne(sql).mayHaveWideNames()).isFalse();
    }

    /** As texts, 400 of each would fill a message. Where it is not certain which words are an alias, the shorter name counts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "coalesce(sum(CASE WHEN status = 'some status that is long' THEN amount ELSE 0 END), 0) total",
                "CASE WHEN a = 'some text that is long enough' THEN b ELSE c END r",
                "count(a) n",
                "'some text that is long enough' lbl",
                "x IS NULL f",
                "sum(some_long_column_name + another_long_name) OVER (ORDER BY x) \"s\"",
                "sum(some_long_column_name) OVER w total"
            })
    void anAliasIsTheName(String item) {
        String sql = "SELECT " + String.join(", ", Collections.nCopies(400, item)) + " FROM t";
        SqlStatement statement = SqlParser.parseOne(sql + " WINDOW w AS (ORDER BY x)");
        assertThat(ResultColumns.fillMessage(statement, name -> null)).isFalse();
        assertThat(ResultColumns.fillMessage(statement, name -> columns(3))).isFalse();
    }

    private static @Nullable SchemaTable named(TableName name) {
        return switch (name.name()) {
            case "t" -> tableOf("t", "Id", "Name", "k");
            case "u" -> tableOf("u", "id", "Other", "k");
            case "v" -> new SchemaTable(List.of(), "CREATE VIEW v AS SELECT id, name AS N, id + 1, k k2 FROM t");
            case "vn" -> new SchemaTable(List.of(), "CREATE VIEW vn(A, \"b c\") AS SELECT id, name FROM t");
            case "twice" ->
                "temp".equals(name.schema()) || name.schema() == null
                        ? tableOf("twice", "Mine")
                        : tableOf("twice", "mine");
            case "vt" -> new SchemaTable(List.of(), "CREATE VIEW vt AS SELECT * FROM twice");
            default -> null;
        };
    }

    private static SchemaTable tableOf(String name, String... columns) {
        return new SchemaTable(
                Stream.of(columns)
                        .map(column -> new ColumnOrigin(name, column, null, false, false))
                        .toList(),
                null);
    }

    /** As SQLite names them; null where that is not certain. */
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            SELECT * FROM t                                   => Id;Name;k
            SELECT ID, nAME, t.K, (id), "ID", [k] x FROM t    => Id;Name;k;Id;Id;x
            SELECT t.*, u.* FROM t, u                         => Id;Name;k;id;Other;k
            SELECT * FROM t JOIN u USING (id)                 => Id;Name;k;Other;k
            SELECT * FROM t NATURAL JOIN u                    => Id;Name;k;Other
            SELECT k, ID FROM t JOIN u USING (k)              => k;Id
            SELECT K FROM t JOIN u USING (k)                  =>
            SELECT t.K FROM t JOIN u USING (k)                => k
            SELECT id+1, id + 1 /* x */, 'a''b', -id FROM t   => id+1;id + 1 /* x */;'a''b';-id
            SELECT id a, id AS "b c", id 'd', id AS [e] FROM t => a;b c;d;e
            SELECT nothing, NULL, TRUE, CURRENT_DATE FROM t   => nothing;NULL;TRUE;CURRENT_DATE
            SELECT "nothing" FROM t                           =>
            SELECT t.nothing FROM t                           =>
            SELECT id, x FROM t, unknown                      =>
            SELECT t.id, unknown.x FROM t, unknown            =>
            SELECT t.ID, 1 FROM t, unknown                    => Id;1
            SELECT * FROM unknown                             =>
            SELECT * FROM pragma_table_info('t')              =>
            SELECT * FROM v                                   => Id;N;id + 1;k2
            SELECT * FROM vn                                  => A;b c
            SELECT * FROM vt                                  =>
            SELECT * FROM twice                               => Mine
            SELECT * FROM (SELECT ID, id + 1, 'x' FROM t)     => Id;id + 1;'x'
            SELECT * FROM (SELECT id, id FROM t)              =>
            SELECT x.k FROM (SELECT id, id, k FROM t) x       => k
            SELECT * FROM (SELECT 1 AS true)                  =>
            SELECT * FROM (SELECT id COLLATE nocase FROM t)   =>
            SELECT id COLLATE nocase FROM t                   => id COLLATE nocase
            SELECT ID FROM t UNION SELECT 1 ORDER BY 1        => Id
            SELECT 1 UNION SELECT * FROM unknown              => 1
            WITH q AS (SELECT * FROM t) SELECT * FROM q       => Id;Name;k
            WITH q(A, b) AS (SELECT id, k FROM t) SELECT a, q.* FROM q => A;A;b
            WITH q(A, a) AS (SELECT id, k FROM t) SELECT * FROM q =>
            WITH RECURSIVE n(I) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, n.* FROM n => I;I
            VALUES (1, 2)                                     => column1;column2
            SELECT * FROM (VALUES (1, 2))                     => column1;column2
            SELECT (SELECT id FROM t), EXISTS (SELECT 1)      => (SELECT id FROM t);EXISTS (SELECT 1)
            SELECT t.like x FROM t                            =>
            SELECT sum(k) OVER w, sum(k) over FROM t WINDOW w AS (ORDER BY k) => sum(k) OVER w;over
            """)
    void labelsAreThoseOfTheServer(String sql, @Nullable String expected) {
        List<String> labels = ResultColumns.labels(SqlParser.parseOne(sql), ResultColumnsTest::named);
        assertThat(labels).isEqualTo(expected == null ? null : List.of(expected.split(";")));
    }

    /** 170 of each fill a message. The words at the end are no alias. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "some_column_name COLLATE nocase",
                "sum(some_column_name) OVER w",
                "some_column_name ISNULL",
                "some_column_name = something"
            })
    void theTextIsTheNameOfAnExpressionWithoutAlias(String item) {
        String sql = "SELECT " + String.join(", ", Collections.nCopies(170, item)) + " FROM t WINDOW w AS (ORDER BY x)";
        assertThat(ResultColumns.fillMessage(SqlParser.parseOne(sql), name -> null))
                .isTrue();
    }

    @Test
    void aTableOfThisNameIsNotTheCommonTableThatFollows() {
        String sql = "WITH a AS (SELECT * FROM wide), wide AS (SELECT 1 x) SELECT * FROM a";
        assertThat(ResultColumns.fillMessage(SqlParser.parseOne(sql), name -> columns(170)))
                .isFalse();
    }

    @Test
    void parenthesesHaveAnEndToo() {
        String sql = "SELECT * FROM " + "(".repeat(20_000) + "t" + ")".repeat(20_000);
        assertThat(ResultColumns.fillMessage(SqlParser.parseOne(sql), name -> columns(170)))
                .isFalse();
    }

    @Test
    void depthHasAnEnd() {
        String nested = "SELECT id FROM item";
        for (int i = 0; i < 3000; i++) {
            nested = "SELECT id FROM (" + nested + ")";
        }
        assertThat(origins(nested, "id")).isEqualTo("-");
        assertThat(origins("SELECT " + "(".repeat(5000) + "id" + ")".repeat(5000) + " FROM item", "id"))
                .isIn("-", "item.id");
    }
}
