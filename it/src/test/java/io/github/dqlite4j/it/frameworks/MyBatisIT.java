package io.github.dqlite4j.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mapper of MyBatis. */
class MyBatisIT {
    private static final String[] JARS = {"mybatis-spring-boot-autoconfigure", "mybatis", "mybatis-spring"};

    private static final String PROGRAM = """
            package app;

            import java.util.*;
            import java.util.concurrent.*;
            import javax.sql.DataSource;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.autoconfigure.SpringBootApplication;
            import org.springframework.context.annotation.Bean;
            import org.springframework.jdbc.core.JdbcTemplate;

            import java.math.BigDecimal;
            import java.time.LocalDate;
            import org.apache.ibatis.annotations.*;
            import org.springframework.dao.DuplicateKeyException;

            @SpringBootApplication
            public class Main {
                public static class Book {
                    public Long id;
                    public String title;
                    public BigDecimal price;
                    public LocalDate day;

                    Book() {}

                    Book(String title, String price) {
                        this.title = title;
                        this.price = new BigDecimal(price);
                        this.day = LocalDate.of(2026, 2, 28);
                    }

                    public Long getId() {
                        return id;
                    }

                    public void setId(Long id) {
                        this.id = id;
                    }
                }

                @Mapper
                public interface Books {
                    @Insert("INSERT INTO book (title, price, day) VALUES (#{title}, #{price}, #{day})")
                    @Options(useGeneratedKeys = true, keyProperty = "id")
                    int add(Book book);

                    @Insert({"<script>INSERT INTO book (title, price, day) VALUES",
                        "<foreach collection='list' item='book' separator=','>(#{book.title}, #{book.price}, #{book.day})</foreach></script>"})
                    @Options(useGeneratedKeys = true, keyProperty = "id")
                    int addAll(List<Book> books);

                    @Select("SELECT id, title, price, day FROM book WHERE title = #{title}")
                    Book find(String title);
                }

                public static void main(String[] arguments) {
                    try (var context = SpringApplication.run(Main.class, arguments)) {
                        context.getBean(JdbcTemplate.class)
                                .execute("CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT UNIQUE, price DECIMAL(10, 2), day DATE(10))");
                        Books books = context.getBean(Books.class);
                        Book emma = new Book("Emma", "9.50");
                        books.add(emma);
                        List<Book> more = List.of(new Book("Persuasion", "8"), new Book("Sanditon", "7"));
                        books.addAll(more);
                        System.out.println("answer " + emma.id + more.get(0).id + more.get(1).id);
                        Book read = books.find("Emma");
                        System.out.println("answer " + read.id + " " + read.price + " " + read.day);
                        try {
                            books.add(new Book("Emma", "1"));
                        } catch (DuplicateKeyException e) {
                            System.out.println("answer duplicate");
                        }
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void aMapperReadsAndWrites() throws Exception {
        assertThat(new FrameworkProgram(directory, "MyBatis").run("mybatis", PROGRAM, JARS))
                .containsExactly("123", "1 9.50 2026-02-28", "duplicate");
    }
}
