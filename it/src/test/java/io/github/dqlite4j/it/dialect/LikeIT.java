package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Rows;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Converter;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** LIKE is case-sensitive: each pattern as a literal, as a parameter and as an expression, compared with a regular expression of Java. */
class LikeIT {
    private static final String SETTING = "hibernate.dialect.dqlite.case_sensitive_like";
    private static final List<String> TEXTS = List.of(
            "", "a", "A", "ab", "AB", "aB", "a%b", "a_b", "a*b", "a?b", "a[b", "a]b", "[ab]", "a^b", "a\\b", "a!b", "é",
            "É", "😀b", "a'b", "%", "_", "*", "?", "[", "abc", "ABC", "a!%b");

    private static DqliteCluster cluster;
    private static SessionFactory sessions;

    @Entity(name = "Word")
    static class Word {
        @Id
        long id;

        @Column(name = "text_")
        String text = "";

        Word() {}

        Word(long id, String text) {
            this.id = id;
            this.text = text;
        }
    }

    /** Texts that are no String in Java, or in the database's type. */
    @Entity(name = "Letters")
    static class Letters {
        @Id
        long id;

        char[] array = "a_B".toCharArray();

        @Convert(converter = ToArray.class)
        String converted = "a_B";

        @Lob
        String text = "a_B";
    }

    @Converter
    static class ToArray implements AttributeConverter<String, char[]> {
        @Override
        public char[] convertToDatabaseColumn(String attribute) {
            return attribute == null ? null : attribute.toCharArray();
        }

        @Override
        public String convertToEntityAttribute(char[] stored) {
            return stored == null ? null : new String(stored);
        }
    }

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        sessions = configuration().buildSessionFactory();
        sessions.inTransaction(session -> {
            for (int i = 0; i < TEXTS.size(); i++) {
                session.persist(new Word(i, TEXTS.get(i)));
            }
            session.persist(new Letters());
            session.createNativeMutationQuery("create index word_text on Word (text_)")
                    .executeUpdate();
        });
    }

    private static Configuration configuration() {
        return new Configuration()
                .setProperty("hibernate.connection.url", cluster.jdbcUrl("words"))
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", "update")
                .addAnnotatedClass(Word.class)
                .addAnnotatedClass(Letters.class);
    }

    @AfterAll
    static void stop() {
        sessions.close();
        cluster.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"array", "converted", "text"})
    void textsOfOtherTypesAreMatched(String attribute) {
        String query = "select count(*) from Letters l where l." + attribute;
        sessions.inSession(session -> {
            assertThat(session.createSelectionQuery(query + " like 'a!_%' escape '!'", Long.class)
                            .getSingleResult())
                    .isEqualTo(1);
            assertThat(session.createSelectionQuery(query + " like :pattern", Long.class)
                            .setParameter("pattern", "%B")
                            .getSingleResult())
                    .isEqualTo(1);
            assertThat(session.createSelectionQuery(query + " like :pattern escape :escape", Long.class)
                            .setParameter("pattern", "a!_%")
                            .setParameter("escape", '!')
                            .getSingleResult())
                    .isEqualTo(1);
            assertThat(session.createSelectionQuery(query + " not like :pattern escape '!'", Long.class)
                            .setParameter("pattern", "a!%%")
                            .getSingleResult())
                    .isEqualTo(1);
        });
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            emptyValue = "",
            value = {
                "\"\",",
                "%,",
                "a%,",
                "A%,",
                "%b,",
                "_,",
                "__,",
                "a_b,",
                "a*b,",
                "a?b,",
                "[ab],",
                "a[b,",
                "a]b,",
                "a^b,",
                "a\\b,",
                "*,",
                "?,",
                "[,",
                "É,",
                "é%,",
                "_b,",
                "a!%b,!",
                "a!_b,!",
                "a!!b,!",
                "a!!!%b,!",
                "!%,!",
                "!_,!",
                "a\\%b,\\",
                "a\\_b,\\",
                "a\\\\b,\\",
                "a[[b,[",
                "a**b,*",
                "a??b,?",
                "a]]b,]",
                "a^^b,^",
                "a%%b,%",
                "__%,_",
                "a'%'b,'"
            })
    void likeIsCaseSensitive(String pattern, String escape) {
        List<Long> expected = new ArrayList<>();
        Pattern regex = regex(pattern, escape);
        for (int i = 0; i < TEXTS.size(); i++) {
            if (regex.matcher(TEXTS.get(i)).matches()) {
                expected.add((long) i);
            }
        }
        String literal = "'" + pattern.replace("'", "''") + "'";
        String escaped = escape == null ? "" : " escape '" + escape.replace("'", "''") + "'";
        assertThat(ids("like " + literal + escaped)).as("literal").isEqualTo(expected);
        assertThat(ids("like :p" + escaped, pattern)).as("parameter").isEqualTo(expected);
        assertThat(ids("like concat(" + literal + ", '')" + escaped))
                .as("expression")
                .isEqualTo(expected);
        assertThat(ids("not like " + literal + escaped)).as("not like").hasSize(TEXTS.size() - expected.size());
        if (escape != null) {
            assertThat(ids("like :p escape :e", pattern, escape))
                    .as("parameter for the escape character")
                    .isEqualTo(expected);
            assertThat(ids("like concat(" + literal + ", '') escape :e", null, escape))
                    .as("expression and parameter")
                    .isEqualTo(expected);
        }
    }

    private static Pattern regex(String like, String escape) {
        StringBuilder regex = new StringBuilder();
        List<String> characters =
                like.codePoints().mapToObj(Character::toString).toList();
        for (int i = 0; i < characters.size(); i++) {
            String character = characters.get(i);
            if (character.equals(escape)) {
                regex.append(Pattern.quote(characters.get(++i)));
            } else {
                regex.append(character.equals("%") ? ".*" : character.equals("_") ? "." : Pattern.quote(character));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static List<Long> ids(String predicate, String... parameters) {
        return ids(sessions, predicate, parameters);
    }

    private static List<Long> ids(SessionFactory factory, String predicate, String... parameters) {
        return factory.fromSession(session -> {
            var query = session.createSelectionQuery(
                    "select w.id from Word w where w.text " + predicate + " order by w.id", Long.class);
            if (parameters.length > 0 && parameters[0] != null) {
                query.setParameter("p", parameters[0]);
            }
            if (parameters.length > 1) {
                query.setParameter("e", parameters[1].charAt(0));
            }
            return query.getResultList();
        });
    }

    @Test
    void nullIsNoMatch() {
        assertThat(ids("like null")).isEmpty();
        List<Long> found = sessions.fromSession(
                session -> session.createSelectionQuery("select w.id from Word w where w.text not like :p", Long.class)
                        .setParameter("p", null)
                        .getResultList());
        assertThat(found).isEmpty();
    }

    @Test
    void ilikeIgnoresCase() {
        assertThat(ids("ilike 'AB'")).containsExactly(3L, 4L, 5L);
        assertThat(ids("not ilike '%b%'")).doesNotContain(3L, 4L, 5L).contains(1L, 2L);
    }

    @Test
    void criteriaEscapeToo() {
        List<Long> found = sessions.fromSession(session -> {
            var builder = session.getCriteriaBuilder();
            var query = builder.createQuery(Long.class);
            var word = query.from(Word.class);
            query.select(word.get("id")).where(builder.like(word.get("text"), "a!%%", '!'));
            return session.createSelectionQuery(query).getResultList();
        });
        assertThat(found).containsExactly((long) TEXTS.indexOf("a%b"));
    }

    @Test
    void settingLetsLikeIgnoreCase() {
        try (SessionFactory ignoring =
                configuration().setProperty(SETTING, "false").buildSessionFactory()) {
            assertThat(ids(ignoring, "like 'ab'")).containsExactly(3L, 4L, 5L);
            assertThat(ids(ignoring, "like :p", "AB")).containsExactly(3L, 4L, 5L);
            assertThat(ids(ignoring, "like 'a!_B' escape '!'")).containsExactly((long) TEXTS.indexOf("a_b"));
        }
    }

    @Test
    void settingIsTrueOrFalse() {
        assertThatThrownBy(() -> configuration().setProperty(SETTING, "no").buildSessionFactory())
                .hasStackTraceContaining(SETTING + " is true or false, not no");
    }

    @Test
    void indexServesAPatternThatBeginsWithAText() throws SQLException {
        assertThat(plan("like 'ab%'")).contains("SEARCH").contains("text_>? AND text_<?");
        assertThat(plan("like :p", "ab%")).contains("SEARCH");
        assertThat(plan("like '%ab'")).contains("SCAN");
        assertThat(plan("like concat('ab', '%')")).contains("SCAN");
        assertThat(plan("ilike 'ab%'")).contains("SCAN");
    }

    /** How SQLite executes the SQL of a query, whose parameter, if it has one, is written for GLOB. */
    private static String plan(String predicate, String... parameters) throws SQLException {
        List<String> sent = new ArrayList<>();
        try (SessionFactory recording = configuration()
                .setStatementInspector(sql -> {
                    sent.add(sql);
                    return sql;
                })
                .buildSessionFactory()) {
            sent.clear();
            ids(recording, predicate, parameters);
        }
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl("words"));
                PreparedStatement statement = connection.prepareStatement("explain query plan " + sent.get(0))) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i].replace('%', '*'));
            }
            return String.join("\n", Rows.of(statement.executeQuery(), "detail"));
        }
    }
}
