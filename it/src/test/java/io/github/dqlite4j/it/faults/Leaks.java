package io.github.dqlite4j.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks that a run leaves no threads, sockets and memory behind. */
final class Leaks {
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Two of the driver at most, for the whole JVM, both daemons: the drainer of results, which ends when it is idle, and the one that waits for unclosed connections. */
    private static final Set<String> OF_DRIVER = Set.of("dqlite4j-drainer", "dqlite4j-unclosed-connections");

    private Leaks() {}

    /** All threads that execute something of the driver or of Netty, without this one and those that the driver has for the whole JVM. */
    static Set<Thread> threads() {
        Set<Thread> threads = new HashSet<>();
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            if (thread != Thread.currentThread()
                    && !OF_DRIVER.contains(thread.getName())
                    && Arrays.stream(frames)
                            .map(StackTraceElement::getClassName)
                            .anyMatch(Leaks::isOfDriver)) {
                threads.add(thread);
            }
        });
        return threads;
    }

    private static boolean isOfDriver(String className) {
        return className.startsWith("io.github.dqlite4j.") || className.startsWith("io.netty.");
    }

    /** Waits until there is no socket of this JVM to a node. The rest of an abandoned result is read before its socket is closed. */
    static void awaitNoSockets(DqliteCluster cluster) throws Exception {
        long until = System.nanoTime() + PATIENCE_NANOS;
        Set<String> left = sockets(cluster);
        while (!left.isEmpty() && System.nanoTime() < until) {
            Thread.sleep(20);
            left = sockets(cluster);
        }
        assertThat(left).as("sockets that are still open").isEmpty();
    }

    /** Waits until there are no other threads than those. */
    static void awaitNoThreadsBut(Set<Thread> before) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        Set<Thread> left = threads();
        left.removeAll(before);
        while (!left.isEmpty() && System.nanoTime() < until) {
            Thread.sleep(20);
            left = threads();
            left.removeAll(before);
        }
        assertThat(left).as("threads that still run").isEmpty();
    }

    /** The sockets of this JVM whose other end is a node. */
    static Set<String> sockets(DqliteCluster cluster) throws IOException {
        Set<String> nodes = new HashSet<>();
        for (DqliteCluster.Node node : cluster.nodes()) {
            nodes.add(inKernel(node));
        }
        Set<String> mine = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.isSymbolicLink(descriptor)) {
                    mine.add(Files.readSymbolicLink(descriptor).toString());
                }
            }
        } catch (NoSuchFileException e) {
            // A descriptor was closed meanwhile: the next look has the others.
            return Set.of("unknown");
        }
        return Stream.concat(
                        Files.readAllLines(Path.of("/proc/self/net/tcp")).stream(),
                        Files.readAllLines(Path.of("/proc/self/net/tcp6")).stream())
                .map(line -> line.strip().split("\\s+"))
                .filter(fields -> mine.contains("socket:[" + fields[9] + "]"))
                .map(fields -> fields[2])
                .filter(remote -> nodes.stream().anyMatch(remote::endsWith))
                .collect(Collectors.toSet());
    }

    /** As the kernel writes it: IPv4 in the order of the machine's bytes; an IPv6 address that holds one ends the same. */
    private static String inKernel(DqliteCluster.Node node) throws IOException {
        byte[] ip = InetAddress.getByName(node.address().host()).getAddress();
        int word = ByteBuffer.wrap(ip).order(ByteOrder.nativeOrder()).getInt();
        return String.format(Locale.ROOT, "%08X:%04X", word, node.address().port());
    }

    /** How much of the heap is in use when what is not needed was collected. */
    static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
