package io.github.dqlite4j.it.schema;

import jakarta.persistence.CheckConstraint;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ConstraintMode;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Embedded;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinColumns;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.MapKeyEnumerated;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OneToOne;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.PrimaryKeyJoinColumn;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.annotations.Check;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.Comment;
import org.hibernate.annotations.GeneratedColumn;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.annotations.Synchronize;
import org.hibernate.annotations.View;

/** Mappings that schema tools have to express. Each nested interface is one schema. */
@SuppressWarnings("deprecation") // @Check and @Comment of Hibernate are used by applications
interface Mappings {

    interface Indexes {
        @Embeddable
        class Place {
            @Column(name = "place_city")
            String city;

            @Column(name = "place_zip")
            String zip;
        }

        @Entity(name = "Owner")
        class Owner {
            @Id
            long id;
        }

        @Entity(name = "Indexed")
        @Table(
                name = "indexed",
                indexes = {
                    @Index(name = "by_name", columnList = "name"),
                    @Index(name = "by_day_and_name", columnList = "day desc, name asc"),
                    @Index(columnList = "day"),
                    @Index(name = "by_city", columnList = "place_city, place_zip"),
                    @Index(name = "by_owner", columnList = "owner_id"),
                    @Index(name = "one_code", columnList = "code, day", unique = true)
                })
        class Indexed {
            @Id
            long id;

            String name;
            String code;
            LocalDate day;

            @Embedded
            Place place;

            @ManyToOne
            @JoinColumn(name = "owner_id")
            Owner owner;
        }
    }

    interface UniqueKeys {
        @Entity(name = "Unique")
        @Table(
                name = "unique_keys",
                uniqueConstraints = {
                    @UniqueConstraint(
                            name = "uk_named",
                            columnNames = {"first", "last"}),
                    @UniqueConstraint(columnNames = {"last", "code"}),
                    @UniqueConstraint(name = "single_code", columnNames = "code")
                })
        class Unique {
            @Id
            long id;

            @Column(unique = true)
            String email;

            @Column(unique = true, nullable = false)
            String nick;

            @Column(name = "first")
            String first;

            @Column(name = "last")
            String last;

            String code;

            @OneToOne
            Unique other;
        }
    }

    interface Checks {
        enum Colour {
            RED,
            GREEN
        }

        @Entity(name = "Checked")
        @Table(name = "checked", check = @CheckConstraint(name = "sane", constraint = "low < high"))
        @Check(name = "also_sane", constraints = "high < 1000")
        class Checked {
            @Id
            long id;

            int low;
            int high;

            @Column(check = @CheckConstraint(name = "positive", constraint = "amount > 0"))
            int amount;

            @Check(constraints = "length(code) = 3")
            String code;

            @Enumerated(EnumType.STRING)
            Colour named;

            @Enumerated
            Colour ordinal;

            byte tiny;
        }
    }

    interface Defaults {
        @Entity(name = "Defaulted")
        class Defaulted {
            @Id
            long id;

            @ColumnDefault("7")
            int number;

            @ColumnDefault("'it''s'")
            String text;

            @ColumnDefault("(lower(hex(randomblob(4))))")
            String expression;

            @ColumnDefault("current_timestamp")
            Instant at;

            @ColumnDefault("1.50")
            @Column(precision = 10, scale = 2)
            BigDecimal price;

            @GeneratedColumn("number * 2")
            int twice;

            @GeneratedColumn("upper(text)")
            @Column(unique = true)
            String loud;
        }
    }

    interface Relations {
        @Entity(name = "Author")
        class Author {
            @Id
            @GeneratedValue(strategy = GenerationType.IDENTITY)
            Long id;

            @OneToMany(mappedBy = "author")
            @OrderColumn(name = "position")
            List<Book> books = new ArrayList<>();

            @ElementCollection
            @CollectionTable(name = "author_names", joinColumns = @JoinColumn(name = "author"))
            @OnDelete(action = OnDeleteAction.CASCADE)
            Set<String> names = new HashSet<>();

            @ElementCollection
            @MapKeyColumn(name = "language")
            @Column(name = "greeting")
            Map<String, String> greetings = new HashMap<>();

            @ElementCollection
            @MapKeyEnumerated(EnumType.STRING)
            Map<Checks.Colour, Integer> counts = new HashMap<>();
        }

        @Entity(name = "Book")
        @SecondaryTable(name = "book_details", pkJoinColumns = @PrimaryKeyJoinColumn(name = "book"))
        class Book {
            @Id
            @GeneratedValue
            Long id;

            @ManyToOne
            @JoinColumn(foreignKey = @ForeignKey(name = "book_has_author"))
            @OnDelete(action = OnDeleteAction.SET_NULL)
            Author author;

            @ManyToOne
            @OnDelete(action = OnDeleteAction.CASCADE)
            Book sequel;

            @Column(table = "book_details", nullable = false)
            String blurb;

            @ManyToMany
            @JoinTable(
                    name = "book_tags",
                    joinColumns = @JoinColumn(name = "book"),
                    inverseJoinColumns = @JoinColumn(name = "tag"))
            Set<Tag> tags = new HashSet<>();
        }

        @Entity(name = "Tag")
        class Tag {
            @Id
            @GeneratedValue
            @SequenceGenerator(initialValue = 1000)
            Long id;
        }
    }

    interface CompositeKeys {
        @Embeddable
        class Key implements Serializable {
            private static final long serialVersionUID = 1L;

            int region;
            String code;

            @Override
            public boolean equals(Object other) {
                return other instanceof Key key && region == key.region && code.equals(key.code);
            }

            @Override
            public int hashCode() {
                return code.hashCode();
            }
        }

        @Entity(name = "Shelf")
        class Shelf {
            @EmbeddedId
            Key key;
        }

        @Entity(name = "Box")
        class Box {
            @Id
            long id;

            @ManyToOne
            @JoinColumns(
                    value = {
                        @JoinColumn(name = "shelf_region", referencedColumnName = "region"),
                        @JoinColumn(name = "shelf_code", referencedColumnName = "code")
                    },
                    foreignKey = @ForeignKey(name = "box_on_shelf"))
            Shelf shelf;

            @ManyToOne
            @JoinColumn(
                    name = "loose",
                    foreignKey = @ForeignKey(name = "loose_end", value = ConstraintMode.NO_CONSTRAINT))
            Box loose;
        }
    }

    interface Hierarchies {
        @Entity(name = "Animal")
        @Inheritance(strategy = InheritanceType.JOINED)
        class Animal {
            @Id
            @GeneratedValue(strategy = GenerationType.IDENTITY)
            Long id;
        }

        @Entity(name = "Dog")
        class Dog extends Animal {
            @Column(nullable = false)
            String name;
        }

        @Entity(name = "Vehicle")
        @Inheritance(strategy = InheritanceType.SINGLE_TABLE)
        @DiscriminatorColumn(name = "kind")
        class Vehicle {
            @Id
            long id;
        }

        @Entity(name = "Car")
        class Car extends Vehicle {
            int doors;
        }

        @Entity(name = "Shape")
        @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
        abstract class Shape {
            @Id
            @GeneratedValue
            Long id;
        }

        @Entity(name = "Circle")
        class Circle extends Shape {
            double radius;
        }
    }

    interface Names {
        @Entity(name = "Reserved")
        @Table(
                name = "`order`",
                indexes = {
                    @Index(name = "`group`", columnList = "`select`"),
                    @Index(name = "`an index`", columnList = "`with space`, `select`")
                },
                uniqueConstraints = @UniqueConstraint(name = "`unique`", columnNames = "`from`"))
        class Reserved {
            @Id
            long id;

            @Column(name = "`select`")
            String select;

            @Column(name = "`from`")
            String from;

            @Column(name = "`with space`")
            String space;

            @Column(name = "`with.dot`")
            String dot;

            @Column(name = "`CamelCase`")
            String camel;

            @Column(name = "`ünïcode`")
            String unicode;

            @Column(name = "`with'quote`")
            String quote;

            @ManyToOne
            @JoinColumn(name = "`where`", foreignKey = @ForeignKey(name = "`foreign key`"))
            Reserved where;
        }

        @Entity(name = "MixedCase")
        @Table(name = "MixedCase")
        class MixedCase {
            @Id
            long Id;

            String someName;
        }

        @Entity(name = "Spaced")
        @Table(name = "`a table with spaces`", uniqueConstraints = @UniqueConstraint(columnNames = "code"))
        class Spaced {
            @Id
            @GeneratedValue
            Long id;

            String code;

            @ManyToOne
            Spaced parent;
        }
    }

    interface Comments {
        @Entity(name = "Commented")
        @Comment("A table's comment")
        @Table(name = "commented")
        class Commented {
            @Id
            long id;
        }

        @Entity(name = "CommentedColumns")
        @Comment("Multi\nline */ comment")
        class CommentedColumns {
            @Id
            @Comment("the key")
            long id;

            @Comment("it's a name")
            String name;
        }

        @Entity(name = "Optioned")
        @Table(name = "optioned", options = "without rowid", comment = "no rowid")
        class Optioned {
            @Id
            String id;

            @Column(options = "collate nocase")
            String name;

            @Column(columnDefinition = "varchar(12) default 'x'")
            String defined;
        }
    }

    interface Views {
        @Entity(name = "Sale")
        class Sale {
            @Id
            long id;

            int amount;
        }

        @Entity(name = "Total")
        @Immutable
        @View(query = "select 1 as id, sum(amount) as total from Sale")
        @Synchronize("Sale")
        class Total {
            @Id
            long id;

            long total;
        }

        /** Nothing can have a foreign key to a view. */
        @Entity(name = "Review")
        class Review {
            @Id
            long id;

            @ManyToOne
            Total reviewed;
        }
    }

    interface UniqueReferences {
        @Entity(name = "Parcel")
        @Table(indexes = @Index(name = "parcel_label", columnList = "label", unique = true))
        class Parcel {
            @Id
            long id;

            @Column(unique = true)
            String code;

            String label;

            @ManyToOne
            @JoinColumn(name = "within", referencedColumnName = "code")
            Parcel within;

            @ManyToOne
            @JoinColumn(name = "above", referencedColumnName = "label")
            Parcel above;
        }
    }

    interface Schemas {
        @Entity(name = "InMain")
        @Table(
                name = "in_main",
                schema = "main",
                indexes = @Index(name = "main_index", columnList = "name"),
                uniqueConstraints = @UniqueConstraint(name = "main_unique", columnNames = "name"))
        class InMain {
            @Id
            @GeneratedValue(strategy = GenerationType.IDENTITY)
            Long id;

            String name;

            @ManyToOne
            InMain parent;
        }
    }
}
