package io.github.dqlite4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.jline.reader.impl.history.DefaultHistory;
import org.jspecify.annotations.Nullable;

/** The lines of earlier sessions, in a file that only its owner reads. What may be a secret of a URL is not stored. */
final class History extends DefaultHistory {
    /** The environment variable with another file, or an empty text for none. */
    static final String VARIABLE = "DQLITE4J_HISTORY";

    private static final Pattern SECRET = Pattern.compile(
            "^\\s*\\.open\\b.*\\?|jdbc:dqlite:\\S*\\?|sslPassword", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /** Where the lines are kept, or null for nowhere. */
    static @Nullable Path file(@Nullable String variable, @Nullable String home) {
        if (variable != null) {
            return variable.isEmpty() ? null : Path.of(variable);
        }
        return home == null || home.isEmpty() ? null : Path.of(home, ".dqlite4j_history");
    }

    /** Makes the file if there is none, and takes it from everyone but its owner. */
    static void prepare(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file);
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    static boolean mayBeStored(String line) {
        return !SECRET.matcher(line).find();
    }

    @Override
    public boolean isPersistable(Entry entry) {
        return mayBeStored(entry.line());
    }
}
