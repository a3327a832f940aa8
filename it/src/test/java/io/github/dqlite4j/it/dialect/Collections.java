package io.github.dqlite4j.it.dialect;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An entity with a collection of each basic type. */
@Entity(name = "Collections")
class Collections {
    enum Color {
        RED,
        GREEN
    }

    record Code(String text) {}

    static class CodeConverter implements AttributeConverter<Code, String> {
        @Override
        public @Nullable String convertToDatabaseColumn(@Nullable Code code) {
            return code == null ? null : "c-" + code.text();
        }

        @Override
        public @Nullable Code convertToEntityAttribute(@Nullable String text) {
            return text == null ? null : new Code(text.substring(2));
        }
    }

    @Id
    int id;

    @Nullable
    List<String> texts;

    @Nullable
    Set<String> names;

    @Nullable
    SortedSet<String> sorted = new TreeSet<>();

    String @Nullable [] words;

    int @Nullable [] ints;

    long @Nullable [] longs;

    short @Nullable [] shorts;

    double @Nullable [] doubles;

    float @Nullable [] floats;

    boolean @Nullable [] truths;

    Integer @Nullable [] boxed;

    @Nullable
    List<Boolean> answers;

    @Nullable
    List<Double> ratios;

    @Nullable
    List<BigDecimal> prices;

    @Nullable
    List<BigInteger> bigs;

    @Nullable
    List<LocalDate> days;

    @Nullable
    List<LocalTime> times;

    @Nullable
    List<LocalDateTime> moments;

    @Nullable
    List<Instant> instants;

    @Nullable
    List<OffsetDateTime> offsets;

    @Nullable
    List<Duration> lengths;

    @Nullable
    List<UUID> ids;

    @Nullable
    List<Color> colors;

    @Enumerated(EnumType.STRING)
    @Nullable
    List<Color> named;

    Color @Nullable [] ordinals;

    byte @Nullable [][] pieces;

    @Nullable
    List<Locale> locales;

    @Nullable
    List<Currency> currencies;

    @Nullable
    List<Character> letters;

    @Convert(converter = CodeConverter.class)
    @Nullable
    List<Code> codes;
}
