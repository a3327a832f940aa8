package io.github.dqlite4j.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves sockets, selectors or threads of the driver or of Netty behind. Without a thread nothing works on. Results that
 * are still read on get some time to end, since their peers are closed.
 */
public final class Footprint implements BeforeAllCallback, AfterAllCallback {
    private static final ExtensionContext.Namespace STORE = ExtensionContext.Namespace.create(Footprint.class);
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);

    /** The one that closes forgotten connections stays. */
    private static final Pattern THREAD =
            Pattern.compile("dqlite4j-(?!unclosed-connections).*|.*[eE]ventLoop.*|globalEventExecutor.*");

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        // The JDK opens a socket of its own for its first channel, and keeps it.
        ServerSocketChannel.open().close();
        context.getStore(STORE).put(DESCRIPTORS, sockets().size());
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
        int before = context.getStore(STORE).get(DESCRIPTORS, Integer.class);
        long until = System.nanoTime() + PATIENCE_NANOS;
        while ((sockets().size() > before || !threads().isEmpty()) && System.nanoTime() < until) {
            Thread.sleep(20);
        }
        assertThat(threads()).isEmpty();
        assertThat(sockets()).hasSizeLessThanOrEqualTo(before);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> THREAD.matcher(name).matches())
                .toList();
    }

    /** Sockets, selectors and pipes that this JVM has open; none are seen where there is no {@code /proc}. */
    private static List<String> sockets() throws IOException {
        List<String> open = new ArrayList<>();
        if (Files.isDirectory(DESCRIPTORS)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
                for (Path descriptor : all) {
                    String target = target(descriptor);
                    if (target.startsWith("socket:") || target.contains("eventpoll") || target.contains("eventfd")) {
                        open.add(target);
                    }
                }
            }
        }
        return open;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            // Closed meanwhile.
            return "";
        }
    }
}
