package io.github.dqlite4j.it.differential;

import io.github.dqlite4j.it.differential.Library.Author;
import io.github.dqlite4j.it.differential.Library.Book;
import jakarta.persistence.criteria.Expression;
import jakarta.persistence.criteria.Root;
import jakarta.persistence.criteria.Subquery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.hibernate.Session;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaCriteriaQuery;
import org.hibernate.query.criteria.JpaPredicate;
import org.hibernate.query.criteria.JpaRoot;
import org.hibernate.query.criteria.JpaSubQuery;

/** Queries built with the Criteria API, by their names. */
final class CriteriaQueries {
    static final Map<String, Question> ALL = all();

    private CriteriaQueries() {}

    private interface Condition {
        JpaPredicate of(HibernateCriteriaBuilder builder, JpaCriteriaQuery<Long> query, JpaRoot<Book> book);
    }

    private static Map<String, Question> all() {
        Map<String, Question> all = new LinkedHashMap<>();
        where(all, "in a subquery", (builder, query, book) ->
                (JpaPredicate) builder.in(book.get("author").get("id")).value(germans(query)));
        where(
                all,
                "in a subquery, by the expression",
                (builder, query, book) -> book.get("author").get("id").in(germans(query)));
        where(
                all,
                "not in a subquery",
                (builder, query, book) ->
                        book.get("author").get("id").in(germans(query)).not());
        where(all, "in a list", (builder, query, book) -> book.get("pages").in(100, 7));
        where(
                all,
                "in an empty list",
                (builder, query, book) -> book.get("pages").in(List.of()));
        where(all, "exists", (builder, query, book) -> {
            JpaSubQuery<Integer> subquery = query.subquery(Integer.class);
            JpaRoot<Author> author = subquery.from(Author.class);
            subquery.select(builder.literal(1))
                    .where(builder.equal(author, book.get("author")), builder.isNull(author.get("height")));
            return builder.exists(subquery);
        });
        quantified(all, "=", HibernateCriteriaBuilder::equal);
        quantified(all, "<>", HibernateCriteriaBuilder::notEqual);
        quantified(all, "<", HibernateCriteriaBuilder::lessThan);
        quantified(all, "<=", HibernateCriteriaBuilder::lessThanOrEqualTo);
        quantified(all, ">", HibernateCriteriaBuilder::greaterThan);
        quantified(all, ">=", HibernateCriteriaBuilder::greaterThanOrEqualTo);
        where(all, "a scalar subquery", (builder, query, book) -> {
            JpaSubQuery<Double> subquery = query.subquery(Double.class);
            subquery.select(builder.avg(subquery.from(Book.class).<Integer>get("pages")));
            return builder.greaterThan(book.get("pages").as(Double.class), subquery);
        });
        where(all, "like with an escape", (builder, query, book) -> builder.like(book.get("title"), "%!%%", '!'));
        where(all, "not like", (builder, query, book) -> builder.notLike(book.get("title"), "%a%"));
        where(all, "between", (builder, query, book) -> builder.between(book.get("pages"), 33, 250));
        where(all, "a conjunction of nothing", (builder, query, book) -> builder.and());
        where(all, "a disjunction of nothing", (builder, query, book) -> builder.or());
        where(
                all,
                "a member of a collection",
                (builder, query, book) -> builder.isMember("tag1", book.<java.util.Collection<String>>get("tags")));
        where(
                all,
                "an empty collection",
                (builder, query, book) -> builder.isEmpty(book.<java.util.Collection<String>>get("tags")));
        where(all, "distinct from", (builder, query, book) -> builder.distinctFrom(book.get("stock"), 0));
        where(all, "a null literal", (builder, query, book) -> builder.isNull(book.get("stock")));
        where(
                all,
                "a case expression",
                (builder, query, book) -> builder.equal(
                        builder.selectCase()
                                .when(builder.greaterThan(book.get("pages"), 100), "long")
                                .otherwise("short"),
                        "long"));
        where(all, "coalesce", (builder, query, book) -> builder.equal(builder.coalesce(book.get("stock"), 99), 99));
        where(
                all,
                "a function by its name",
                (builder, query, book) ->
                        builder.equal(builder.function("lower", String.class, book.get("title")), "alpha"));
        where(
                all,
                "a locate with a start",
                (builder, query, book) -> builder.greaterThan(builder.locate(book.get("title"), "a", 2), 0));
        return all;
    }

    private static Subquery<Long> germans(JpaCriteriaQuery<Long> query) {
        JpaSubQuery<Long> subquery = query.subquery(Long.class);
        Root<Author> author = subquery.from(Author.class);
        subquery.select(author.<Long>get("id")).where(author.get("country").in(Library.Country.DE));
        return subquery;
    }

    private interface Comparison {
        JpaPredicate of(HibernateCriteriaBuilder builder, Expression<Integer> left, Expression<Integer> right);
    }

    /** Compared with all and some of the pages of the books of the same genre, which include the book's own. */
    private static void quantified(Map<String, Question> all, String operator, Comparison comparison) {
        Map<String, BiFunction<HibernateCriteriaBuilder, Subquery<Integer>, Expression<Integer>>> quantifiers = Map.of(
                "all", HibernateCriteriaBuilder::all,
                "any", HibernateCriteriaBuilder::any,
                "some", HibernateCriteriaBuilder::some);
        quantifiers.forEach((quantifier, of) -> {
            for (boolean empty : new boolean[] {false, true}) {
                where(
                        all,
                        "pages " + operator + " " + quantifier + (empty ? " of nothing" : " of a genre"),
                        (builder, query, book) -> {
                            JpaSubQuery<Integer> subquery = query.subquery(Integer.class);
                            JpaRoot<Book> other = subquery.from(Book.class);
                            subquery.select(other.get("pages"))
                                    .where(
                                            empty
                                                    ? builder.lessThan(other.get("pages"), -1)
                                                    : builder.equal(other.get("genre"), book.get("genre")));
                            return comparison.of(builder, book.get("pages"), of.apply(builder, subquery));
                        });
            }
        });
    }

    private static void where(Map<String, Question> all, String name, Condition condition) {
        all.put(name, new Question() {
            @Override
            public List<?> ask(Session session) {
                HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
                JpaCriteriaQuery<Long> query = builder.createQuery(Long.class);
                JpaRoot<Book> book = query.from(Book.class);
                query.select(book.get("id"))
                        .where(condition.of(builder, query, book))
                        .orderBy(builder.asc(book.get("id")));
                return session.createQuery(query).getResultList();
            }

            @Override
            public boolean ordered() {
                return true;
            }
        });
    }
}
