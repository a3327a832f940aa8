package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.peer.ChildJvm;
import io.github.dqlite4j.peer.ScriptedPeer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a connection ends, no thread is left, neither the driver's nor Netty's, so nothing holds up the end of the JVM. */
class JvmEndTest {
    @TempDir
    Path directory;

    private static List<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .map(Path::of)
                .toList();
    }

    @Test
    void noThreadIsLeft() throws Exception {
        try (ScriptedPeer healthy = ScriptedPeer.node();
                ScriptedPeer silent = ScriptedPeer.node(ScriptedPeer.Conversation::silence);
                ScriptedPeer lost = ScriptedPeer.node(with -> with.reset());
                ScriptedPeer garbage = ScriptedPeer.start(with -> with.send(new byte[64]))) {
            List<String> printed = ChildJvm.onClassPath(
                    directory,
                    classPath(),
                    healthy.url("connectTimeout=20000"),
                    silent.url("connectTimeout=20000", "queryTimeout=3000"),
                    lost.url("connectTimeout=20000"),
                    garbage.url("loginTimeout=1000"),
                    garbage.url("loginTimeout=500", "sslMode=require"));
            assertThat(printed.stream()
                            .filter(line -> line.matches("executed|[0-9A-Z]{5} .*"))
                            .map(line -> line.split(" ")[0]))
                    .containsExactly("executed", "08007", "08007", "08001", "08001");
            // A daemon, which the JVM does not wait for.
            assertThat(printed)
                    .contains("ends")
                    .noneMatch(
                            line -> line.startsWith("thread") && !line.equals("thread dqlite4j-unclosed-connections"));
        }
    }
}
