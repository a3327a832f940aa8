package io.github.dqlite4j.it.reference;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.Lob;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.CreationTimestamp;
import org.hibernate.annotations.Filter;
import org.hibernate.annotations.FilterDef;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.GeneratedColumn;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.annotations.SQLRestriction;
import org.hibernate.annotations.SoftDelete;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One entity, or a few, for each {@link Mapping}. */
@SuppressWarnings("NullAway.Init")
final class Mapped {

    private Mapped() {}

    enum Colour {
        RED,
        BLUE
    }

    /** The entities of one test database have one row each, with the key 1. */
    @MappedSuperclass
    abstract static class First {
        @Id
        long id = 1;
    }

    @Entity(name = "Basic")
    static class Basic extends First {
        String text = "a";
        int number = 1;
        double real = 1.5;
        boolean flag = true;

        @Column(precision = 10, scale = 2)
        BigDecimal price = new BigDecimal("1.50");

        LocalDate day = LocalDate.EPOCH;
        Instant moment = Instant.EPOCH;
        Duration length = Duration.ofMinutes(1);
        UUID code = new UUID(1, 2);
        byte[] bytes = {1};

        @Lob
        String story = "long";
    }

    @Entity(name = "Enums")
    static class Enums extends First {
        Colour ordinal = Colour.BLUE;

        @Enumerated(EnumType.STRING)
        Colour named = Colour.RED;
    }

    @Embeddable
    static class Address {
        String street = "a";
        String city = "b";
    }

    @Entity(name = "Embedding")
    static class Embedding extends First {
        Address address = new Address();
    }

    @Entity(name = "JsonEmbedding")
    static class JsonEmbedding extends First {
        @JdbcTypeCode(SqlTypes.JSON)
        Address address = new Address();
    }

    static class Upper implements AttributeConverter<String, String> {
        @Override
        public String convertToDatabaseColumn(String value) {
            return value.toUpperCase(java.util.Locale.ROOT);
        }

        @Override
        public String convertToEntityAttribute(String value) {
            return value.toLowerCase(java.util.Locale.ROOT);
        }
    }

    @Entity(name = "Converting")
    static class Converting extends First {
        @Convert(converter = Upper.class)
        String text = "a";
    }

    @Entity(name = "Elements")
    static class Elements extends First {
        List<String> tags = List.of("a");

        @ElementCollection
        Set<String> words = new HashSet<>(Set.of("a"));

        @ElementCollection
        @OrderColumn(name = "place")
        List<String> places = new ArrayList<>(List.of("b", "a"));

        @ElementCollection
        @MapKeyColumn(name = "key_")
        Map<String, Integer> numbers = new HashMap<>(Map.of("a", 1));
    }

    @Entity(name = "Parent")
    static class Parent extends First {
        @OneToMany(mappedBy = "parent", cascade = CascadeType.ALL)
        List<Child> children = new ArrayList<>();

        @ManyToMany
        Set<Parent> friends = new HashSet<>();
    }

    @Entity(name = "Child")
    static class Child extends First {
        @ManyToOne
        @OnDelete(action = OnDeleteAction.CASCADE)
        @Nullable
        Parent parent;
    }

    @MappedSuperclass
    abstract static class Base extends First {
        @Version
        int version;
    }

    @Entity(name = "Derived")
    static class Derived extends Base {
        String text = "a";
    }

    @Entity(name = "Single")
    @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
    static class Single extends First {}

    @Entity(name = "SingleSub")
    static class SingleSub extends Single {
        String text = "a";
    }

    @Entity(name = "Joined")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Joined extends First {}

    @Entity(name = "JoinedSub")
    static class JoinedSub extends Joined {
        String text = "a";
    }

    @Entity(name = "PerClass")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class PerClass extends First {}

    @Entity(name = "PerClassSub")
    static class PerClassSub extends PerClass {
        String text = "a";
    }

    @Entity(name = "Split")
    @SecondaryTable(name = "Split_more")
    static class Split extends First {
        @Column(table = "Split_more")
        String more = "a";
    }

    @Entity(name = "Identity")
    static class Identity {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;
    }

    @Entity(name = "Sequenced")
    static class Sequenced {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        long id;
    }

    @Entity(name = "Random")
    static class Random {
        @Id
        @GeneratedValue(strategy = GenerationType.UUID)
        UUID id;
    }

    @Embeddable
    record Key(int one, int two) {}

    @Entity(name = "Composite")
    static class Composite {
        @EmbeddedId
        Key id = new Key(1, 2);
    }

    @Entity(name = "Numbered")
    static class Numbered extends First {
        @NaturalId
        String isbn = "978";
    }

    @Entity(name = "Generating")
    static class Generating extends First {
        int amount = 2;

        @GeneratedColumn("amount * 2")
        int twice;

        @Generated
        @ColumnDefault("5")
        @Column(insertable = false)
        int five;

        @CreationTimestamp
        Instant created;
    }

    @Entity(name = "Soft")
    @SoftDelete
    static class Soft extends First {}

    @Entity(name = "Calculating")
    @SQLRestriction("amount > 0")
    @FilterDef(name = "large", defaultCondition = "amount > 5")
    @Filter(name = "large")
    static class Calculating extends First {
        int amount = 2;

        @Formula("amount * 10")
        int tenfold;
    }
}
