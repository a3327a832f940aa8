package io.github.dqlite4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    Path directory;

    @Test
    void itIsInTheHomeDirectoryUnlessTheVariableSaysOtherwise() {
        assertThat(History.file(null, "/home/u")).isEqualTo(Path.of("/home/u/.dqlite4j_history"));
        assertThat(History.file("/tmp/h", "/home/u")).isEqualTo(Path.of("/tmp/h"));
        assertThat(History.file("", "/home/u")).isNull();
        assertThat(History.file(null, null)).isNull();
    }

    @Test
    void onlyItsOwnerReadsIt() throws Exception {
        Path file = Files.writeString(directory.resolve("history"), "1:SELECT 1\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        History.prepare(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Path other = directory.resolve("new");
        History.prepare(other);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(other)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatMayBeASecretOfAUrlIsNotStored() {
        assertThat(History.mayBeStored(".open jdbc:dqlite://a/b?sslKey=k&sslPassword=p"))
                .isFalse();
        assertThat(History.mayBeStored(".open a/b?sslMode=require")).isFalse();
        assertThat(History.mayBeStored(".open a/b")).isTrue();
        assertThat(History.mayBeStored("SELECT password FROM users;")).isTrue();
    }
}
