package io.github.dqlite4j.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of a node store, and what is no such file. */
class FileNodeStoreTest {
    /** As go-dqlite writes it. */
    private static final String OF_GO = """
            - Address: 127.0.0.1:9001
              ID: 3297041220608546238
              Role: 0
            - Address: 'db-2.example.org:9001'
              ID: 18446744073709551615
              Role: 1
            - Address: "[::1]:9003"
              ID: 7
              Role: 2
            """;

    private static final List<ClusterNode> NODES = List.of(
            new ClusterNode(3297041220608546238L, "127.0.0.1:9001", NodeRole.VOTER),
            new ClusterNode(-1, "db-2.example.org:9001", NodeRole.STANDBY),
            new ClusterNode(7, "[::1]:9003", NodeRole.SPARE));

    @TempDir
    Path directory;

    private Path file;
    private FileNodeStore store;

    @BeforeEach
    void create() {
        file = directory.resolve("nodes.yaml");
        store = new FileNodeStore(file);
    }

    @Test
    void aFileThatIsNotThereHasNoNodes() {
        assertThat(store.load()).isEmpty();
    }

    @Test
    void whatGoWritesIsRead() throws IOException {
        Files.writeString(file, OF_GO);
        assertThat(store.load()).isEqualTo(NODES);
    }

    @Test
    void whatIsSavedIsLoaded() {
        List<ClusterNode> odd = List.of(
                new ClusterNode(Long.MIN_VALUE, "it's # 'quoted': yes", NodeRole.VOTER),
                new ClusterNode(0, "10:9001", NodeRole.SPARE));
        for (List<ClusterNode> nodes : List.of(NODES, odd, List.<ClusterNode>of(), NODES)) {
            store.save(nodes);
            assertThat(store.load()).isEqualTo(nodes);
        }
    }

    @Test
    void commentsAndOlderFormsAreRead() throws IOException {
        Files.writeString(file, """
                # Nodes
                ---

                - Address: a:1   # the first
                -   Address: b:2
                    Other: x
                """);
        assertThat(store.load())
                .containsExactly(new ClusterNode(0, "a:1", NodeRole.VOTER), new ClusterNode(0, "b:2", NodeRole.VOTER));
        for (String empty : List.of("", "[]", "# none\n", "[]\n")) {
            Files.writeString(file, empty);
            assertThat(store.load()).isEmpty();
        }
    }

    static Stream<String> damaged() {
        String node = "- Address: a:1\n";
        return Stream.of(
                "root:x:0:0:root:/root:/bin/bash\n",
                "{\"nodes\": []}",
                "Address: a:1\n",
                "  Address: a:1\n",
                node + "ID: 7\n",
                node + "  ID:\n",
                node + "  ID: x\n",
                node + "  ID: -1\n",
                node + "  ID: 18446744073709551616\n",
                node + "  Role: 3\n",
                node + "  Role: -1\n",
                node + "  Role: voter\n",
                node + "  Address: b:1\n",
                "- ID: 7\n",
                "- Address: ''\n",
                "- Address: 'a:1\n",
                "- Address: \"a\\n:1\"\n",
                "- Address: *alias\n",
                "- Address: !!tag a\n",
                "- Address: &anchor a\n",
                "- Address: |\n",
                "- Address: a\u0007\n",
                "[]\n" + node,
                node + "[]\n",
                "-",
                node + "- \n",
                "- Address: " + "x".repeat(2000),
                "- Address: " + "''".repeat(30_000),
                "[".repeat(60_000),
                "\u0000\u0001\u0002");
    }

    @ParameterizedTest
    @MethodSource("damaged")
    void aDamagedFileIsAnErrorAndIsNeverReplaced(String text) throws IOException {
        Files.writeString(file, text);
        assertThatThrownBy(store::load)
                .isInstanceOf(NodeStoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("/bin/bash");
        assertThatThrownBy(() -> store.save(NODES)).isInstanceOf(NodeStoreException.class);
        assertThat(file).hasContent(text);
    }

    @Test
    void aFileThatIsTooLargeIsAnError() throws IOException {
        Files.writeString(file, "#".repeat(FileNodeStore.MAX_BYTES + 1));
        assertThatThrownBy(store::load).isInstanceOf(NodeStoreException.class).hasMessageContaining("bytes");
        Files.writeString(file, String.join("", Collections.nCopies(NodeYaml.MAX_NODES + 1, "- Address: a:1\n")));
        assertThatThrownBy(store::load).isInstanceOf(NodeStoreException.class).hasMessageContaining("64");
    }

    @Test
    void bytesThatAreNoTextAreAnError() throws IOException {
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(store::load).isInstanceOf(NodeStoreException.class).hasMessageContaining("UTF-8");
    }

    @Test
    void whatIsNoFileIsAnError() throws IOException {
        Files.createDirectory(file);
        assertThatThrownBy(store::load).isInstanceOf(NodeStoreException.class);
        assertThatThrownBy(() -> store.save(NODES)).isInstanceOf(NodeStoreException.class);
        assertThatThrownBy(() -> new FileNodeStore(directory.resolve("missing/nodes.yaml")).save(NODES))
                .isInstanceOf(NodeStoreException.class);
        if (Files.exists(Path.of("/dev/zero"))) {
            assertThatThrownBy(() -> new FileNodeStore(Path.of("/dev/zero")).load())
                    .isInstanceOf(NodeStoreException.class);
        }
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        Files.writeString(file, OF_GO);
        store.save(NODES.subList(0, 1));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link.yaml"), file);
        store.save(NODES);
        new FileNodeStore(link).save(NODES.subList(0, 1));
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(store.load()).isEqualTo(NODES.subList(0, 1));
    }

    /** A reader sees the one list or the other. */
    @Test
    void aReaderNeverSeesAHalf() throws Exception {
        List<ClusterNode> many = IntStream.range(0, NodeYaml.MAX_NODES)
                .mapToObj(i -> new ClusterNode(i, "node" + i + ":9001", NodeRole.VOTER))
                .toList();
        store.save(NODES);
        Thread writer = new Thread(() -> {
            for (int i = 0; i < 100; i++) {
                store.save(i % 2 == 0 ? many : NODES);
            }
        });
        writer.start();
        while (writer.isAlive()) {
            assertThat(new FileNodeStore(file).load()).isIn(many, NODES);
        }
        writer.join();
        assertThat(store.load()).isEqualTo(NODES);
    }

    @Test
    void storesOfTheSamePathAreEqual() {
        assertThat(store)
                .isEqualTo(new FileNodeStore(directory.resolve("x/../nodes.yaml")))
                .hasSameHashCodeAs(new FileNodeStore(file))
                .isNotEqualTo(new FileNodeStore(directory));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void randomTextsAreNodesOrAnError(long seed) throws IOException {
        RandomGenerator random = new SplittableRandom(seed);
        String letters = "- Address: a:1\n  ID: 7\n  Role: 0\n'\"#[]{}|>&*!\\\t";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder(OF_GO);
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                text.setCharAt(random.nextInt(text.length()), letters.charAt(random.nextInt(letters.length())));
            }
            Files.writeString(file, text);
            try {
                assertThat(store.load()).hasSizeLessThanOrEqualTo(64);
            } catch (NodeStoreException e) {
                assertThat(e).hasMessageContaining("node store");
            }
        }
    }

    @Test
    void anAddressCanBePrinted() {
        for (String address : List.of("", " ", "a\nb", "\u001b[31m", "a\u202eb")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new ClusterNode(1, address, NodeRole.VOTER));
        }
        assertThat(new ClusterNode(-1, "a:1", NodeRole.SPARE)).hasToString("a:1 (18446744073709551615, SPARE)");
    }

    @Test
    void theMemoryKeepsWhatItIsGiven() {
        MemoryNodeStore memory = new MemoryNodeStore(NODES);
        assertThat(memory.load()).isEqualTo(NODES);
        memory.save(NODES.subList(1, 2));
        assertThat(memory.load()).isEqualTo(NODES.subList(1, 2));
    }
}
