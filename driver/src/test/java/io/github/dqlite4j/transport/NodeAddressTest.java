package io.github.dqlite4j.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeAddressTest {
    @ParameterizedTest
    @CsvSource({
        "localhost, localhost, 9001, localhost:9001",
        "localhost:1, localhost, 1, localhost:1",
        "10.0.0.1:65535, 10.0.0.1, 65535, 10.0.0.1:65535",
        "' node-1.example.org:9002 ', node-1.example.org, 9002, node-1.example.org:9002",
        "[::1], ::1, 9001, [::1]:9001",
        "[fe80::1]:9003, fe80::1, 9003, [fe80::1]:9003",
    })
    void isReadAndWritten(String text, String host, int port, String written) {
        assertThat(NodeAddress.parse(text))
                .isEqualTo(new NodeAddress(host, port))
                .hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ":",
                ":9001",
                "[]",
                "[]:9001",
                "a:",
                "a:0",
                "a:-1",
                "a:65536",
                "a:99999999999",
                "a:x",
                "a:+1",
                "a:1 2",
                "[::1",
                "[::1]9001",
                "[::1]:",
                "::1",
                "a:b:1",
                "@7",
                "a b:1",
                "a/b:1",
                "a\0b:1"
            })
    void aTextThatIsNoAddressIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> NodeAddress.parse(text));
    }
}
