package io.github.dqlite4j.it.differential;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** The entities of the queries, and their rows: each kind of attribute, with NULLs, duplicates and texts that are hard to compare. */
final class Library {
    static final List<Class<?>> ENTITIES = List.of(
            Author.class,
            Book.class,
            Member.class,
            Medium.class,
            Film.class,
            Song.class,
            Place.class,
            Room.class,
            Shelf.class,
            Node.class,
            Lists.class);

    private Library() {}

    enum Genre {
        NOVEL,
        POETRY,
        SCIENCE
    }

    enum Country {
        DE,
        FR,
        IN
    }

    @Embeddable
    static class Address {
        @Nullable
        String street;

        @Nullable
        String city;

        Address() {}

        Address(@Nullable String street, @Nullable String city) {
            this.street = street;
            this.city = city;
        }

        @Override
        public String toString() {
            return street + "/" + city;
        }
    }

    @Entity(name = "Author")
    static class Author {
        @Id
        long id;

        String name = "";

        @Nullable
        LocalDate born;

        @Nullable
        Double height;

        @Enumerated(EnumType.STRING)
        @Nullable
        Country country;

        @Nullable
        Address address;

        @OneToMany(mappedBy = "author")
        @OrderBy("title")
        List<Book> books = new java.util.ArrayList<>();

        @Override
        public String toString() {
            return "Author#" + id;
        }
    }

    @Entity(name = "Book")
    static class Book {
        @Id
        long id;

        String title = "";

        @Nullable
        String isbn;

        @Column(precision = 10, scale = 2)
        @Nullable
        BigDecimal price;

        int pages;

        @Nullable
        Integer stock;

        @Nullable
        Double rating;

        boolean available;

        @Nullable
        LocalDate published;

        @Nullable
        LocalDateTime changed;

        @Nullable
        LocalTime opens;

        @Nullable
        Instant added;

        @Nullable
        Duration length;

        @Nullable
        Genre genre;

        @Nullable
        UUID code;

        byte @Nullable [] cover;

        @ManyToOne
        @Nullable
        Author author;

        @ElementCollection
        @CollectionTable(name = "book_tags")
        @Column(name = "tag")
        Set<String> tags = new HashSet<>();

        @ManyToMany
        Set<Member> readers = new HashSet<>();

        @Version
        int version;

        @Override
        public String toString() {
            return "Book#" + id;
        }
    }

    @Entity(name = "Member")
    static class Member {
        @Id
        long id;

        String name = "";

        @Nullable
        Long points;

        @Override
        public String toString() {
            return "Member#" + id;
        }
    }

    @Entity(name = "Medium")
    @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
    @DiscriminatorColumn(name = "kind")
    static class Medium {
        @Id
        long id;

        String title = "";

        @Override
        public String toString() {
            return getClass().getSimpleName() + "#" + id;
        }
    }

    @Entity(name = "Film")
    static class Film extends Medium {
        int minutes;
    }

    @Entity(name = "Song")
    static class Song extends Medium {
        @Nullable
        String singer;
    }

    @Entity(name = "Place")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Place {
        @Id
        long id;

        String label = "";

        @Override
        public String toString() {
            return getClass().getSimpleName() + "#" + id;
        }
    }

    @Entity(name = "Room")
    static class Room extends Place {
        int seats;
    }

    @Entity(name = "Shelf")
    static class Shelf extends Place {
        int boards;

        @ManyToOne
        @Nullable
        Room room;
    }

    /** A tree. */
    @Entity(name = "Node")
    static class Node {
        @Id
        long id;

        String label = "";

        @ManyToOne
        @Nullable
        Node parent;

        @Override
        public String toString() {
            return "Node#" + id;
        }
    }

    /** Arrays, empty and NULL too. */
    @Entity(name = "Lists")
    static class Lists {
        @Id
        long id;

        @Nullable
        List<String> tags;

        int @Nullable [] numbers;

        @Nullable
        List<Boolean> flags;

        @Nullable
        List<LocalDate> days;

        @Nullable
        Double @Nullable [] reals;

        @Nullable
        List<UUID> ids;

        @Nullable
        String text;
    }

    private static void fillLists(Session session) {
        for (int i = 1; i <= 5; i++) {
            Lists lists = new Lists();
            lists.id = i;
            if (i < 5) {
                lists.tags = i == 3 ? List.of() : java.util.Arrays.asList("a", "b", "a", i == 2 ? null : "c");
                lists.numbers = i == 3 ? new int[0] : new int[] {3, 1, i};
                lists.flags = List.of(true, false);
                lists.days = List.of(LocalDate.of(2024, 1, i));
                lists.reals = new Double[] {0.1 + 0.2, 1.5, null};
                lists.ids = List.of(new UUID(1, i));
                lists.text = "{\"a\":[1,2,{\"b\":" + i + "}]}";
            }
            session.persist(lists);
        }
    }

    static void fill(Session session) {
        fillLists(session);
        Author anna = author(1, "Anna Berg", "1950-03-31", 1.68, Country.DE, "Lindenweg 1", "Kiel");
        Author bert = author(2, "bert caspar", "1980-12-01", 1.80, Country.DE, "Am Markt", "Jena");
        Author chloe = author(3, "Chloé Dubois", "1975-07-14", null, Country.FR, null, "Lyon");
        Author dev = author(4, "Dev_ 100%", null, 1.75, Country.IN, "MG Road", "Pune");
        Author none = author(5, "", "2000-02-29", 1.99, null, null, null);
        List<Author> authors = List.of(anna, bert, chloe, dev, none);
        authors.forEach(session::persist);
        Member[] members = new Member[4];
        Long[] points = {10L, 20L, null, 20L};
        for (int i = 0; i < members.length; i++) {
            members[i] = new Member();
            members[i].id = i + 1;
            members[i].name = "member " + (char) ('a' + i);
            members[i].points = points[i];
            session.persist(members[i]);
        }
        String[] titles = {"Alpha", "beta", "Gamma", "Delta", "alpha", "Zeta's", "50% off", "a_b", "Éclair", "  pad  "};
        String[] prices = {"10.00", "19.90", null, "0.10", "10.00", "7.35", "100.00", "0.00", "-5.25", "33.33"};
        Double[] ratings = {4.5, null, 3.0, 2.25, 4.5, 1.0, 5.0, 0.5, null, 3.75};
        String[] dates = {
            "2024-01-31",
            "2023-02-28",
            "2024-02-29",
            "1999-12-31",
            null,
            "2000-01-01",
            "2024-06-30",
            "2010-10-10",
            "1970-01-01",
            "2023-12-31"
        };
        for (int i = 0; i < titles.length; i++) {
            Book book = new Book();
            book.id = i + 1;
            book.title = titles[i];
            book.isbn = i % 3 == 0 ? null : "978-" + (i * 37 % 100);
            book.price = prices[i] == null ? null : new BigDecimal(prices[i]);
            book.pages = new int[] {100, 250, 7, 320, 100, 0, 999, 64, 512, 33}[i];
            book.stock = i == 4 ? null : i - 2;
            book.rating = ratings[i];
            book.available = i % 2 == 0;
            book.published = dates[i] == null ? null : LocalDate.parse(dates[i]);
            book.changed = dates[i] == null ? null : LocalDate.parse(dates[i]).atTime(i + 1, 5 * i, 6 * i, 123456000);
            book.opens = i == 3 ? null : LocalTime.of(2 * i, 59 - i, i);
            book.added = i == 2 ? null : Instant.parse("2024-03-10T12:00:00Z").plusSeconds(86_400L * i * i + i);
            book.length = i == 1 ? null : Duration.ofMinutes(30L * i).plusNanos(500);
            book.genre = i == 8 ? null : Genre.values()[i % 3];
            book.code = i == 9 ? null : new UUID(0x0123456789abcdefL, 0x8000000000000000L + i);
            book.cover = i % 4 == 0 ? null : new byte[] {(byte) i, (byte) 255};
            book.author = i == 9 ? null : authors.get(i % 4);
            for (int tag = 0; tag < i % 3; tag++) {
                book.tags.add("tag" + tag);
            }
            for (int reader = 0; reader < i % 4; reader++) {
                book.readers.add(members[reader]);
            }
            session.persist(book);
        }
        Film film = new Film();
        film.id = 1;
        film.title = "Metropolis";
        film.minutes = 153;
        session.persist(film);
        Song song = new Song();
        song.id = 2;
        song.title = "Lied";
        session.persist(song);
        Song second = new Song();
        second.id = 3;
        second.title = "Air";
        second.singer = "none";
        session.persist(second);
        Room room = new Room();
        room.id = 1;
        room.label = "hall";
        room.seats = 40;
        session.persist(room);
        for (int i = 2; i < 5; i++) {
            Shelf shelf = new Shelf();
            shelf.id = i;
            shelf.label = "shelf " + i;
            shelf.boards = i * 2;
            shelf.room = i == 4 ? null : room;
            session.persist(shelf);
        }
        Node[] nodes = new Node[8];
        for (int i = 1; i < nodes.length; i++) {
            nodes[i] = new Node();
            nodes[i].id = i;
            nodes[i].label = "n" + i;
            nodes[i].parent = i == 1 ? null : nodes[i / 2];
            session.persist(nodes[i]);
        }
    }

    private static Author author(
            long id,
            String name,
            @Nullable String born,
            @Nullable Double height,
            @Nullable Country country,
            @Nullable String street,
            @Nullable String city) {
        Author author = new Author();
        author.id = id;
        author.name = name;
        author.born = born == null ? null : LocalDate.parse(born);
        author.height = height;
        author.country = country;
        author.address = street == null && city == null ? null : new Address(street, city);
        return author;
    }
}
