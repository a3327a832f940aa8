package io.github.dqlite4j.it.schema;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.hibernate.type.SqlTypes;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which column types of migration scripts pass validation for which attributes. */
class ScriptedSchemaIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    @MappedSuperclass
    abstract static class Keyed {
        @Id
        long id;
    }

    @Entity(name = "AString")
    @Table(name = "t")
    static class AString extends Keyed {
        String a;
    }

    @Entity(name = "ALong")
    @Table(name = "t")
    static class ALong extends Keyed {
        long a;
    }

    @Entity(name = "AnInt")
    @Table(name = "t")
    static class AnInt extends Keyed {
        int a;
    }

    @Entity(name = "ABoolean")
    @Table(name = "t")
    static class ABoolean extends Keyed {
        boolean a;
    }

    @Entity(name = "ADecimal")
    @Table(name = "t")
    static class ADecimal extends Keyed {
        BigDecimal a;
    }

    @Entity(name = "ADouble")
    @Table(name = "t")
    static class ADouble extends Keyed {
        double a;
    }

    @Entity(name = "AnInstant")
    @Table(name = "t")
    static class AnInstant extends Keyed {
        Instant a;
    }

    @Entity(name = "ALocalDateTime")
    @Table(name = "t")
    static class ALocalDateTime extends Keyed {
        LocalDateTime a;
    }

    @Entity(name = "ALocalDate")
    @Table(name = "t")
    static class ALocalDate extends Keyed {
        LocalDate a;
    }

    @Entity(name = "AUuid")
    @Table(name = "t")
    static class AUuid extends Keyed {
        UUID a;
    }

    @Entity(name = "ABinary")
    @Table(name = "t")
    static class ABinary extends Keyed {
        byte[] a;
    }

    @Entity(name = "AJson")
    @Table(name = "t")
    static class AJson extends Keyed {
        @JdbcTypeCode(SqlTypes.JSON)
        List<String> a;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # attribute    | these pass                                                                            | these do not
            AString        | varchar(10), varchar, text, TEXT, char(5), character varying(9), clob, nvarchar(3), any | integer, blob, real
            ALong          | bigint, integer, INTEGER, int, int8, smallint, any                                      | text, numeric(10), real
            AnInt          | integer, bigint, int, int4                                                              | varchar(10)
            ABoolean       | boolean, BOOLEAN, bool, integer, tinyint(1)                                             | text
            ADecimal       | numeric(10,2), numeric, decimal(38,2), DECIMAL                                          | text, integer
            ADouble        | double precision, double, real, float                                                   | text
            AnInstant      | timestamp, timestamp with time zone, datetime, text                                     | integer
            ALocalDateTime | timestamp, timestamp(6), datetime, text                                                 | integer
            ALocalDate     | date, text                                                                              | integer
            AUuid          | uuid, text, varchar(36)                                                                 | integer, blob
            ABinary        | blob, BLOB, varbinary(100)                                                              | integer
            AJson          | text, json, jsonb                                                                       | integer
            """)
    void validation(String attribute, String pass, String fail) throws Exception {
        Class<?> entity = Class.forName(getClass().getName() + "$" + attribute);
        for (String type : types(pass)) {
            assertThatCode(() -> validate(type, entity))
                    .as("%s for %s", type, attribute)
                    .doesNotThrowAnyException();
        }
        for (String type : types(fail)) {
            assertThatThrownBy(() -> validate(type, entity))
                    .as("%s for %s", type, attribute)
                    .isInstanceOf(SchemaManagementException.class);
        }
    }

    private static String[] types(String list) {
        return Arrays.stream(list.split(", ")).map(String::trim).toArray(String[]::new);
    }

    private static void validate(String type, Class<?> entity) throws SQLException {
        SchemaTool tool = new SchemaTool(CLUSTER.jdbcUrl("v" + UUID.randomUUID()));
        tool.execute("create table t (id integer primary key, a " + type + ")");
        tool.run("validate", entity);
    }
}
