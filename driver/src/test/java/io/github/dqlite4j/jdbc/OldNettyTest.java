package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.peer.ChildJvm;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.AddressResolver;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application with Netty 4.1, or one module of it, on its class path gets an error that says so. */
class OldNettyTest {
    private static final Path OLD = Path.of("target", "netty-4.1");

    private final ScriptedPeer peer = ScriptedPeer.node();

    @TempDir
    Path directory;

    @AfterEach
    void close() throws IOException {
        peer.close();
    }

    private static Path home(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static List<Path> newNetty() throws URISyntaxException {
        List<Path> jars = new ArrayList<>();
        for (Class<?> type : List.of(
                ByteBuf.class,
                Channel.class,
                ByteToMessageDecoder.class,
                SslHandler.class,
                AddressResolver.class,
                Future.class)) {
            jars.add(home(type));
        }
        return jars;
    }

    private static List<Path> oldNetty() throws IOException {
        try (Stream<Path> jars = Files.list(OLD)) {
            return jars.map(Path::toAbsolutePath).sorted().toList();
        }
    }

    /** What getConnection ends with, or "executed". */
    private List<String> connect(List<Path> netty) throws Exception {
        List<Path> path = new ArrayList<>(List.of(home(DqliteDriver.class)));
        path.addAll(netty);
        return ChildJvm.onClassPath(directory, path, peer.url("connectTimeout=20000"));
    }

    @Test
    void allOfItIsNamedWithWhatIsNeeded() throws Exception {
        assertThat(oldNetty()).hasSize(6);
        assertThat(connect(oldNetty()).get(0))
                .startsWith("08001 ")
                .contains("needs Netty 4.2", "netty-transport 4.1.", "netty-common 4.1.", "netty-bom");
    }

    @Test
    void noneIsNamedToo() throws Exception {
        assertThat(connect(List.of()).get(0)).startsWith("08001 ").contains("needs Netty 4.2", "none");
    }

    /** One module of Netty 4.1, and all of 4.2 behind it, as a build makes it that manages the version of one module only. */
    private static List<Path> mixed(String module) throws Exception {
        List<Path> jars = new ArrayList<>(oldNetty().stream()
                .filter(jar -> jar.getFileName().toString().startsWith("netty-" + module + "-4.1."))
                .toList());
        assertThat(jars).hasSize(1);
        jars.addAll(newNetty());
        return jars;
    }

    @ParameterizedTest
    @ValueSource(strings = {"buffer", "common", "transport"})
    void oneModuleOfItIsNamed(String module) throws Exception {
        assertThat(connect(mixed(module)).get(0))
                .startsWith("08001 ")
                .contains("needs Netty 4.2", "netty-" + module + " 4.1.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"codec", "handler", "resolver"})
    void aModuleThatDoesNoHarmIsNoReasonToComplain(String module) throws Exception {
        assertThat(connect(mixed(module))).contains("executed").noneMatch(line -> line.startsWith("08001"));
    }

    /** Java takes the first. */
    @Test
    void whatIsBehindTheRightOneIsNoReasonToComplain() throws Exception {
        List<Path> both = new ArrayList<>(newNetty());
        both.addAll(oldNetty());
        assertThat(connect(both)).contains("executed").noneMatch(line -> line.startsWith("08001"));
    }
}
