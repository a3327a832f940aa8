package io.github.dqlite4j.it.dialect;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.TableGenerator;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.annotations.GenericGenerator;
import org.hibernate.annotations.IdGeneratorType;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.Parameter;
import org.hibernate.annotations.UuidGenerator;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.id.IdentifierGenerator;
import org.hibernate.id.IncrementGenerator;
import org.hibernate.id.enhanced.SequenceStyleGenerator;

/** Entities with one kind of generated id each. */
@SuppressWarnings("removal") // GenericGenerator, which applications still have
final class Numbered {
    static final List<Class<?>> ENTITIES = List.of(
            ByTable.class,
            FirstOfShared.class,
            SecondOfShared.class,
            ThirdOfShared.class,
            CountingDownByTable.class,
            CountingDownBySequence.class,
            FirstOfSequence.class,
            SecondOfSequence.class,
            ForcedTable.class,
            InKey.class,
            ByIncrement.class,
            RandomUuid.class,
            TimeUuid.class,
            OwnGenerator.class);

    private Numbered() {}

    @Entity(name = "ByTable")
    static class ByTable {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE)
        Long id;
    }

    @Entity(name = "FirstOfShared")
    static class FirstOfShared {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE, generator = "first")
        @TableGenerator(
                name = "first",
                table = "shared_ids",
                pkColumnName = "kind",
                valueColumnName = "given",
                pkColumnValue = "first",
                allocationSize = 1)
        Long id;
    }

    @Entity(name = "SecondOfShared")
    static class SecondOfShared {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE, generator = "second")
        @TableGenerator(
                name = "second",
                table = "shared_ids",
                pkColumnName = "kind",
                valueColumnName = "given",
                pkColumnValue = "the second",
                initialValue = 100,
                allocationSize = 20)
        Integer id;
    }

    /** Shares the row of {@link FirstOfShared}. */
    @Entity(name = "ThirdOfShared")
    static class ThirdOfShared {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE, generator = "third")
        @TableGenerator(
                name = "third",
                table = "shared_ids",
                pkColumnName = "kind",
                valueColumnName = "given",
                pkColumnValue = "first",
                allocationSize = 1)
        BigInteger id;
    }

    @Entity(name = "CountingDownByTable")
    static class CountingDownByTable {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE, generator = "down")
        @TableGenerator(name = "down", table = "down_ids", initialValue = -1, allocationSize = -1)
        Long id;
    }

    @Entity(name = "CountingDownBySequence")
    static class CountingDownBySequence {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "down_seq")
        @SequenceGenerator(name = "down_seq", sequenceName = "down_seq", initialValue = -10, allocationSize = -1)
        Long id;
    }

    @Entity(name = "FirstOfSequence")
    static class FirstOfSequence {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "one")
        @SequenceGenerator(name = "one", sequenceName = "common_seq", initialValue = 5, allocationSize = 10)
        Long id;
    }

    @Entity(name = "SecondOfSequence")
    static class SecondOfSequence {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "two")
        @SequenceGenerator(name = "two", sequenceName = "common_seq", initialValue = 5, allocationSize = 10)
        Short id;
    }

    @Entity(name = "ForcedTable")
    static class ForcedTable {
        @Id
        @GeneratedValue(generator = "forced")
        @GenericGenerator(
                name = "forced",
                type = SequenceStyleGenerator.class,
                parameters = {
                    @Parameter(name = "force_table_use", value = "true"),
                    @Parameter(name = "sequence_name", value = "forced_ids"),
                    @Parameter(name = "value_column", value = "upcoming"),
                    @Parameter(name = "initial_value", value = "7")
                })
        Long id;
    }

    @Entity(name = "InKey")
    static class InKey {
        @EmbeddedId
        Key id = new Key();
    }

    @Embeddable
    static class Key {
        @GeneratedValue(strategy = GenerationType.TABLE)
        Long number;

        String area = "north";

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && java.util.Objects.equals(number, key.number) && area.equals(key.area);
        }

        @Override
        public int hashCode() {
            return java.util.Objects.hash(number, area);
        }
    }

    @Entity(name = "ByIncrement")
    static class ByIncrement {
        @Id
        @GeneratedValue(generator = "increment")
        @GenericGenerator(name = "increment", type = IncrementGenerator.class)
        Long id;
    }

    @Entity(name = "RandomUuid")
    static class RandomUuid {
        @Id
        @UuidGenerator
        UUID id;
    }

    @Entity(name = "TimeUuid")
    static class TimeUuid {
        @Id
        @UuidGenerator(style = UuidGenerator.Style.VERSION_7)
        String id;
    }

    @Entity(name = "OwnGenerator")
    static class OwnGenerator {
        @Id
        @Counted
        String id;
    }

    @IdGeneratorType(Counter.class)
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.FIELD)
    @interface Counted {}

    /** An application's own generator. */
    public static final class Counter implements IdentifierGenerator {
        private static final long serialVersionUID = 1L;
        private static final AtomicLong NEXT = new AtomicLong(1);

        @Override
        public Object generate(SharedSessionContractImplementor session, Object entity) {
            return "own-" + NEXT.getAndIncrement();
        }
    }

    /** Its id is set by a trigger or by SQLite. */
    @Entity(name = "BySelect")
    static class BySelect {
        @Id
        @GeneratedValue(generator = "select")
        @GenericGenerator(name = "select", type = org.hibernate.id.SelectGenerator.class)
        Integer id;

        @NaturalId
        String name;
    }

    /** Names an optimizer whose blocks the table does not record. */
    @Entity(name = "HiLoTable")
    static class HiLoTable {
        @Id
        @GeneratedValue(generator = "hilo")
        @GenericGenerator(
                name = "hilo",
                type = SequenceStyleGenerator.class,
                parameters = {
                    @Parameter(name = "force_table_use", value = "true"),
                    @Parameter(name = "optimizer", value = "hilo")
                })
        Long id;
    }
}
