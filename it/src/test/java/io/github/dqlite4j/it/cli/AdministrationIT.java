package io.github.dqlite4j.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.admin.FreshNode;
import io.github.dqlite4j.it.admin.GoShell;
import io.github.dqlite4j.it.cli.Program.Result;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The administration from the command line, beside go-dqlite's own shell on the same cluster. */
@Timeout(300)
class AdministrationIT {
    @TempDir
    Path directory;

    private static String ok(String... arguments) throws Exception {
        Result result = Program.run(arguments);
        assertThat(result.errors()).isEmpty();
        assertThat(result.code()).isZero();
        return result.output();
    }

    @Test
    void membersAreAddedMovedAndRemovedAndGoDqliteSeesIt() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(2);
                FreshNode fresh = FreshNode.start()) {
            String url = Program.url(cluster, "both").substring("jdbc:dqlite:".length());
            String servers = cluster.nodes().stream().map(FreshNode::address).collect(Collectors.joining(","));
            String id = Long.toUnsignedString(fresh.id());

            // Added here, seen there.
            assertThat(ok(url, "add", id, fresh.address())).isEmpty();
            assertThat(GoShell.run(servers, "both", ".cluster"))
                    .contains(Long.toHexString(fresh.id()) + "|" + fresh.address() + "|voter");
            assertThat(ok(url, "members").lines()).hasSize(3).contains(id + "|" + fresh.address() + "|voter");

            // Written there, read here, and the other way round.
            GoShell.run(servers, "both", "CREATE TABLE t(a)");
            GoShell.run(servers, "both", "INSERT INTO t VALUES (7)");
            assertThat(ok(url, "INSERT INTO t VALUES (8)", "SELECT a FROM t ORDER BY a"))
                    .isEqualTo("7\n8\n");
            assertThat(GoShell.run(servers, "both", "SELECT a FROM t ORDER BY a"))
                    .containsExactly("7", "8");

            // The leadership moves, by address and by id.
            assertThat(ok(url, "transfer", fresh.address())).isEqualTo(id + "|" + fresh.address() + "|voter\n");
            assertThat(GoShell.run(servers, "both", ".leader")).containsExactly(fresh.address());
            String first = FreshNode.address(cluster.nodes().get(0));
            assertThat(ok("-json", url, ".transfer " + first)).contains("\"address\":\"" + first + "\"");
            assertThat(ok(url, "leader")).contains(first);

            // Roles and weights.
            assertThat(ok(url, "assign", "0x" + Long.toHexString(fresh.id()), "spare"))
                    .isEmpty();
            assertThat(ok("-csv", "-header", url, ".members"))
                    .startsWith("id,address,role\n")
                    .contains(id + "," + fresh.address() + ",spare\n");
            ok(url, "weight", "5", fresh.address());
            assertThat(ok("-json", url, "describe", fresh.address()))
                    .isEqualTo("[{\"id\":" + id + ",\"address\":\"" + fresh.address()
                            + "\",\"failure_domain\":0,\"weight\":5}]\n");

            // Removed there, seen here.
            GoShell.run(servers, "both", ".remove " + fresh.address());
            assertThat(ok(url, "members")).doesNotContain(fresh.address());

            // Added by go-dqlite's own join, seen and removed here.
            String joined = FreshNode.address(cluster.join());
            assertThat(ok(url, "members")).contains(joined);
            String leader = GoShell.run(servers, "both", ".leader").get(0);
            String gone = joined.equals(leader) ? first : joined;
            ok(url, "remove", gone);
            assertThat(GoShell.run(servers, "both", ".cluster")).noneMatch(line -> line.contains(gone));
        }
    }

    @Test
    void whatIsRefusedIsAnError() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            String url = Program.url(cluster, "app");
            String address = FreshNode.address(cluster.nodes().get(0));
            Result last = Program.run(url, "remove", address);
            assertThat(last.code()).isEqualTo(1);
            assertThat(last.errors()).startsWith("Error: ").contains("LAST_VOTER");
            assertThat(Program.run(url, "remove", "127.0.0.1:1").errors()).contains("No member has the address");
            assertThat(Program.run(url, "assign", address, "king").errors()).contains("voter|standby|spare");
            assertThat(Program.run(url, "transfer").errors()).contains("Usage: .transfer NODE");
            assertThat(Program.run(url, "add", "x", address).errors()).contains("hexadecimal");
        }
    }

    @Test
    void aDatabaseIsCopied() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            String url = Program.url(cluster, "app");
            ok(url, "CREATE TABLE t(a)", "INSERT INTO t VALUES (7)");
            Path copy = directory.resolve("copy");
            assertThat(ok(url, "dump", copy.toString())).isEqualTo(copy.resolve("app") + "\n");
            Process sqlite = new ProcessBuilder("sqlite3", copy.resolve("app").toString(), "SELECT a FROM t")
                    .redirectErrorStream(true)
                    .start();
            assertThat(new String(sqlite.getInputStream().readAllBytes())).isEqualTo("7\n");
            assertThat(Files.list(copy)
                            .map(file -> file.getFileName().toString())
                            .filter(name -> !name.startsWith("app")))
                    .isEmpty();
            assertThat(Program.run(url, "dump", copy.toString()).errors()).contains("FILES");
        }
    }

    @Test
    void aWatchShowsANewLeader() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(3);
                Program watch = Program.start("-interval", "0.1", Program.url(cluster, "app"), "watch")) {
            DqliteCluster.Node leader = cluster.leader();
            String old = FreshNode.address(leader);
            watch.awaitOutput(text -> text.contains(old + " voter leads"));
            leader.kill();
            String next = FreshNode.address(cluster.leader());
            watch.awaitOutput(
                    text -> text.contains(next + " voter leads") && text.contains(old + " voter does not answer"));
            watch.interrupt();
            Result result = watch.await();
            assertThat(result.code()).isZero();
            assertThat(result.output().lines()).allMatch(line -> line.matches("\\d\\d:\\d\\d(:\\d\\d)? \\S+ voter .*"));

            List<String> json = ok("-json", Program.url(cluster, "app"), "watch", "-count", "1")
                    .lines()
                    .toList();
            assertThat(json)
                    .hasSize(3)
                    .anyMatch(line -> line.contains("\"address\":\"" + next + "\",\"role\":\"voter\",\"leads\":true"));
        }
    }

    /** What comes after it must not be executed as if the transaction were still there. */
    @Test
    void aTransactionThatIsLostWithItsLeaderEndsAScript() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(3);
                Program program = Program.start(Program.url(cluster, "app"))) {
            program.write("CREATE TABLE t(a);\nBEGIN;\nINSERT INTO t VALUES (1);\nSELECT 'open';\n");
            program.awaitOutput(text -> text.contains("open"));
            cluster.leader().kill();
            program.write("INSERT INTO t VALUES (2);\nCOMMIT;\nINSERT INTO t VALUES (3);\n");
            program.endInput();
            Result result = program.await();
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.errors()).contains("Error near line 5", "40001", "The script ends here");
            assertThat(Program.run(Program.url(cluster, "app"), "SELECT count(*) FROM t")
                            .output())
                    .isEqualTo("0\n");
        }
    }
}
