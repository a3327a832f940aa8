package io.github.dqlite4j.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.management.ThreadMXBean;
import io.github.dqlite4j.admin.DqliteAdminException.Reason;
import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Conversation;
import io.github.dqlite4j.peer.WireBytes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of databases from peers that lie, stop or send a lot: all of it or nothing is on the disk. */
@ExtendWith(LeakRecorder.class)
@Timeout(120)
class DumpTest {
    private static final int DUMP = 15;
    private static final byte[] PAGE = new byte[4096];
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path directory;

    private static byte[] files(byte[] database, byte[] wal) {
        return new WireBytes()
                .int64(2)
                .text("test")
                .int64(database.length)
                .raw(database)
                .text("test-wal")
                .int64(wal.length)
                .raw(wal)
                .message(9, 0);
    }

    private static ScriptedPeer peer(ScriptedPeer.Script script) {
        return ScriptedPeer.node(asked -> asked.type() == DUMP, script);
    }

    private static void fails(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(type(DqliteAdminException.class))
                .satisfies(e -> assertThat(e.reason()).as(e.toString()).isEqualTo(reason));
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> !file.equals(directory))
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theFilesAreWhatWasSent() throws IOException {
        byte[] database = PAGE.clone();
        Arrays.fill(database, (byte) 7);
        byte[] wal = {1, 2, 3, 4, 5, 6, 7, 8};
        try (ScriptedPeer peer = peer(with -> with.send(files(database, wal)))) {
            Path file = DqliteAdmin.of(peer.url()).blocking().dump(directory.resolve("copy"));
            assertThat(file).isEqualTo(directory.resolve("copy/test")).hasBinaryContent(database);
            assertThat(directory.resolve("copy/test-wal")).hasBinaryContent(wal);
            assertThat(left()).containsExactly("copy", "copy/test", "copy/test-wal");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("copy"))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aWalThatIsEmptyIsNoFile() throws IOException {
        try (ScriptedPeer peer = peer(with -> with.send(files(PAGE, new byte[0])))) {
            DqliteAdmin.of(peer.url()).on(peer.address()).blocking().dump("test", directory.resolve("copy"));
            assertThat(left()).containsExactly("copy", "copy/test");
        }
    }

    static Stream<ScriptedPeer.Script> lies() {
        return Stream.of(
                with -> with.send(new WireBytes()
                        .int64(1)
                        .text("../../test")
                        .int64(8)
                        .int64(0)
                        .message(9, 0)),
                with -> with.send(new WireBytes()
                        .int64(2)
                        .text("test")
                        .int64(8)
                        .int64(0)
                        .text("/tmp/test-wal")
                        .int64(8)
                        .int64(0)
                        .message(9, 0)),
                with -> with.send(new WireBytes()
                        .int64(1)
                        .text("test")
                        .int64(1L << 60)
                        .int64(0)
                        .message(9, 0)),
                with -> with.send(ScriptedPeer.result(1, 1)),
                with -> with.send(new WireBytes()
                        .raw(files(PAGE, new byte[0]))
                        .raw(new byte[] {1})
                        .body()));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aLieLeavesNothing(ScriptedPeer.Script lie) throws IOException {
        try (ScriptedPeer peer = peer(lie)) {
            fails(Reason.NOT_DQLITE, () -> DqliteAdmin.of(peer.url()).blocking().dump(directory.resolve("copy")));
            assertThat(left()).isEmpty();
        }
    }

    private static void half(Conversation with) throws IOException {
        byte[] all = files(PAGE, PAGE);
        with.send(Arrays.copyOf(all, all.length / 2));
    }

    @Test
    void aHalfLeavesNothing() throws IOException {
        try (ScriptedPeer peer = peer(with -> {
            half(with);
            with.close();
        })) {
            fails(
                    Reason.UNREACHABLE,
                    () -> DqliteAdmin.of(peer.url())
                            .on(peer.address())
                            .blocking()
                            .dump(directory.resolve("copy")));
            assertThat(left()).isEmpty();
        }
        try (ScriptedPeer peer = peer(with -> {
            half(with);
            with.silence();
        })) {
            fails(
                    Reason.TIMEOUT,
                    () -> DqliteAdmin.of(peer.url("socketTimeout=300"))
                            .on(peer.address())
                            .blocking()
                            .dump(directory.resolve("copy")));
            assertThat(left()).isEmpty();
        }
    }

    @Test
    void aCopyOfTheLeaderBeginsAgain() throws IOException {
        CountDownLatch first = new CountDownLatch(1);
        try (ScriptedPeer peer = peer(with -> {
            if (first.getCount() > 0) {
                first.countDown();
                half(with);
                with.close();
            }
            with.send(files(PAGE, PAGE));
        })) {
            DqliteAdmin.of(peer.url()).blocking().dump(directory.resolve("copy"));
            assertThat(left()).containsExactly("copy", "copy/test", "copy/test-wal");
            assertThat(peer.count(DUMP, "")).isEqualTo(2);
        }
    }

    @Test
    void aDatabaseThatIsNotThereLeavesNothing() throws IOException {
        try (ScriptedPeer peer = peer(with -> with.send(files(new byte[0], new byte[0])))) {
            fails(
                    Reason.NO_DATABASE,
                    () -> DqliteAdmin.of(peer.url()).blocking().dump(directory.resolve("copy")));
        }
        try (ScriptedPeer peer = peer(with -> with.send(ScriptedPeer.failure(1002, "database does not exists")))) {
            fails(
                    Reason.NO_DATABASE,
                    () -> DqliteAdmin.of(peer.url()).blocking().dump(directory.resolve("copy")));
            assertThat(peer.count(DUMP, "")).isOne();
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void whatIsThereStays() throws IOException {
        Path there = Files.writeString(
                Files.createDirectory(directory.resolve("there")).resolve("test"), "mine");
        try (ScriptedPeer peer = peer(with -> with.send(files(PAGE, PAGE)))) {
            BlockingDqliteAdmin admin = DqliteAdmin.of(peer.url()).blocking();
            fails(Reason.FILES, () -> admin.dump(directory.resolve("there")));
            fails(Reason.FILES, () -> admin.dump(there));
            fails(Reason.FILES, () -> admin.dump(directory.resolve("missing/copy")));
            assertThat(peer.count(DUMP, "")).isZero();
        }
        assertThat(there).hasContent("mine");
        assertThat(left()).containsExactly("there", "there/test");
    }

    /** Another program makes the directory while the copy is on its way. */
    @Test
    void whatAppearsMeanwhileStays() throws IOException {
        try (ScriptedPeer peer = peer(with -> {
            Files.writeString(Files.createDirectory(directory.resolve("copy")).resolve("mine"), "mine");
            with.send(files(PAGE, PAGE));
        })) {
            fails(Reason.FILES, () -> DqliteAdmin.of(peer.url()).blocking().dump(directory.resolve("copy")));
        }
        assertThat(left()).containsExactly("copy", "copy/mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "../a", "a b", "a-wal", "a-journal", ":memory:"})
    void aNameThatIsNoneOfADatabaseIsNotSent(String name) throws IOException {
        try (ScriptedPeer peer = peer(Conversation::close)) {
            DqliteAdmin admin = DqliteAdmin.of(peer.url());
            assertThatIllegalArgumentException().isThrownBy(() -> admin.dump(name, directory.resolve("copy")));
            assertThat(peer.connections()).isZero();
        }
    }

    /** 256 MiB come and go; what the thread allocates for it is little. */
    @Test
    void theMemoryIsBounded() throws IOException {
        int pages = 65_536;
        try (ScriptedPeer peer = peer(with -> {
            byte[] piece = new byte[256 * 4096];
            long bytes = pages * 4096L;
            WireBytes begin = new WireBytes().int64(1).text("test").int64(bytes);
            int words = (int) ((begin.body().length + bytes) / 8);
            with.send(new WireBytes().int32(words).int32(9).body());
            with.send(begin.body());
            for (int i = 0; i < pages / 256; i++) {
                with.send(piece);
            }
        })) {
            BlockingDqliteAdmin admin = DqliteAdmin.of(peer.url()).blocking();
            admin.leader();
            long before = THREADS.getCurrentThreadAllocatedBytes();
            Path file = admin.dump(directory.resolve("copy"));
            assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(64_000_000L);
            assertThat(file).hasSize(pages * 4096L);
        }
    }

    @Test
    void cancellingEndsTheCopy() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        CountDownLatch begun = new CountDownLatch(1);
        try (ScriptedPeer peer = peer(with -> {
            half(with);
            begun.countDown();
            with.silence();
        })) {
            CompletableFuture<Path> stage = DqliteAdmin.of(peer.url("socketTimeout=3600000"))
                    .executor(executor)
                    .dump(directory.resolve("copy"))
                    .toCompletableFuture();
            begun.await();
            stage.cancel(true);
            executor.submit(() -> "free").get(60, TimeUnit.SECONDS);
            assertThatThrownBy(stage::join).isInstanceOf(CancellationException.class);
            assertThat(left()).isEmpty();
        } finally {
            executor.shutdown();
        }
    }
}
