package io.github.dqlite4j.nodes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Stores the members of a cluster in a file, in the YAML format of go-dqlite: its tools read the file if its name ends in {@code .yaml},
 * and this class reads theirs. The file is replaced as a whole, so that a reader never sees an incomplete file, and only its owner may read
 * it. A file that is not a node store is never replaced. Thread-safe; equal for the same path.
 */
public final class FileNodeStore implements NodeStore {
    /** Far more than the largest cluster needs. */
    static final int MAX_BYTES = 64 * 1024;

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();

    /** @param file created when members are first saved; its directory must exist then */
    public FileNodeStore(Path file) {
        this.file = file.toAbsolutePath().normalize();
    }

    public Path file() {
        return file;
    }

    @Override
    public List<ClusterNode> load() {
        if (!Files.exists(file)) {
            return List.of();
        }
        if (!Files.isRegularFile(file)) {
            throw wrong("it is not a file", null);
        }
        byte[] content;
        try (InputStream in = Files.newInputStream(file)) {
            content = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw wrong("it cannot be read: " + e, e);
        }
        if (content.length > MAX_BYTES) {
            throw wrong("it has more than " + MAX_BYTES + " bytes", null);
        }
        try {
            return NodeYaml.read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException e) {
            throw wrong("it is not UTF-8", e);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void save(List<ClusterNode> nodes) {
        lock.lock();
        try {
            if (load().equals(nodes)) {
                return;
            }
            replace(NodeYaml.write(nodes).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw wrong("it cannot be written: " + e, e);
        } finally {
            lock.unlock();
        }
    }

    private void replace(byte[] content) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file;
        // Only the owner may read a temporary file that Java creates.
        Path fresh = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".new");
        try {
            try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    out.write(left);
                }
                out.force(true);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private NodeStoreException wrong(String what, @Nullable Throwable cause) {
        return new NodeStoreException("The node store " + file + " cannot be used: " + what, cause);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileNodeStore store && store.file.equals(file);
    }

    @Override
    public int hashCode() {
        return file.hashCode();
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
