package io.github.dqlite4j.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.cli.output.OutputMode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static Arguments parse(String... given) throws UsageException {
        return Arguments.parse(List.of(given), null);
    }

    @Test
    void theFirstOperandIsTheUrl() throws Exception {
        assertThat(parse("a:1,b:2/app", "SELECT 1").url()).isEqualTo("jdbc:dqlite://a:1,b:2/app");
        assertThat(parse("//a/app?socketTimeout=1").url()).isEqualTo("jdbc:dqlite://a/app?socketTimeout=1");
        assertThat(parse("jdbc:dqlite://a/app").url()).isEqualTo("jdbc:dqlite://a/app");
        assertThat(parse("[::1]:9001/app", "SELECT 1/2").operands()).containsExactly("SELECT 1/2");
        assertThat(parse().url()).isNull();
    }

    @Test
    void theEnvironmentMayNameIt() throws Exception {
        Arguments arguments = Arguments.parse(List.of("members"), "a:1/app");
        assertThat(arguments.url()).isEqualTo("jdbc:dqlite://a:1/app");
        assertThat(arguments.isAdministration()).isTrue();
        assertThat(Arguments.parse(List.of("b/x", "SELECT 1"), "a:1/app").url()).isEqualTo("jdbc:dqlite://b/x");
        assertThat(Arguments.parse(List.of("SELECT 4/2"), "a:1/app").operands()).containsExactly("SELECT 4/2");
        assertThatThrownBy(() -> parse("members")).hasMessageContaining("DQLITE_URL");
    }

    @Test
    void optionsHaveOneDashOrTwoAndStandAnywhere() throws Exception {
        Arguments arguments =
                parse("-json", "a/b", "SELECT 1", "--nullvalue", "-", "--bail", "-cmd", ".x", "-cmd", ".y");
        assertThat(arguments.mode()).isEqualTo(OutputMode.JSON);
        assertThat(arguments.value("nullvalue")).isEqualTo("-");
        assertThat(arguments.has("bail")).isTrue();
        assertThat(arguments.values("cmd")).containsExactly(".x", ".y");
        assertThat(arguments.operands()).containsExactly("SELECT 1");
        assertThat(arguments.headers()).isNull();
        assertThat(parse("a/b", "-header").headers()).isTrue();
        assertThat(parse("a/b", "--noheader").headers()).isFalse();
        assertThat(parse("a/b", "--", "-1").operands()).containsExactly("-1");
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThatThrownBy(() -> parse("-jsonn", "a/b"))
                .hasMessageContaining("-jsonn")
                .hasMessageContaining("-help");
        assertThatThrownBy(() -> parse("a/b", "-cmd")).hasMessageContaining("needs a value");
    }

    @Test
    void wordsMayBeQuoted() throws Exception {
        assertThat(Words.of("mode  insert 'my table' \"a\\tb\\\"\""))
                .containsExactly("mode", "insert", "my table", "a\tb\"");
        assertThatThrownBy(() -> Words.of("print 'a")).isInstanceOf(UsageException.class);
        assertThat(Words.unescape("a\\tb\\\\n")).isEqualTo("a\tb\\n");
    }
}
