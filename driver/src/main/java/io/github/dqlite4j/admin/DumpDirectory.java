package io.github.dqlite4j.admin;

import io.github.dqlite4j.wire.FilesDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a dump while they are written. They are in a temporary directory next to the target, which only the owner may enter. The
 * directory is renamed to the target when all files are on the disk, so the target has all files or does not exist. The file names were
 * compared with the requested ones, see {@link FilesDecoder}.
 */
final class DumpDirectory implements FilesDecoder.Receiver, AutoCloseable {
    private final Path target;
    private final Path building;
    private final List<Path> files = new ArrayList<>();
    private @Nullable FileChannel open;
    private long bytesOfDatabase;

    /** @param target must not exist, but its parent must */
    DumpDirectory(Path target) throws IOException {
        this.target = target.toAbsolutePath().normalize();
        Path parent = this.target.getParent();
        if (parent == null || Files.exists(this.target)) {
            throw new FileAlreadyExistsException(this.target.toString());
        }
        if (!Files.isDirectory(parent)) {
            throw new NoSuchFileException(parent.toString());
        }
        // Only the owner may enter a temporary directory that Java creates.
        this.building = Files.createTempDirectory(parent, "." + this.target.getFileName() + "-");
    }

    @Override
    public void file(String name, long bytes) throws IOException {
        closeFile();
        if (files.isEmpty()) {
            bytesOfDatabase = bytes;
        } else if (bytes == 0) {
            return;
        }
        Path file = building.resolve(name);
        open = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        files.add(file);
    }

    @Override
    public void content(ByteBuffer piece) throws IOException {
        FileChannel out = open;
        while (out != null && piece.hasRemaining()) {
            out.write(piece);
        }
    }

    private void closeFile() throws IOException {
        FileChannel written = open;
        open = null;
        if (written != null) {
            try (written) {
                written.force(true);
            }
        }
    }

    /** Whether there was no database: some nodes send an empty file then. */
    boolean isEmpty() {
        return bytesOfDatabase == 0;
    }

    /** Renames the directory to the target; returns the database file in it. */
    Path complete() throws IOException {
        closeFile();
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Files.move(building, target, StandardCopyOption.ATOMIC_MOVE);
        return target.resolve(files.get(0).getFileName());
    }

    /** Deletes what was not completed. */
    @Override
    public void close() throws IOException {
        FileChannel written = open;
        open = null;
        if (written != null) {
            written.close();
        }
        if (Files.exists(building)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(building);
        }
    }
}
