package io.github.dqlite4j.cli;

import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.admin.DqliteAdminException;
import io.github.dqlite4j.cli.input.UsageException;
import io.github.dqlite4j.cli.output.Format;
import io.github.dqlite4j.cli.output.OutputException;
import io.github.dqlite4j.cli.output.OutputMode;
import io.github.dqlite4j.cli.output.RowWriter;
import io.github.dqlite4j.cli.output.Sink;
import io.github.dqlite4j.cli.output.Values;
import io.github.dqlite4j.nodes.ClusterNode;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads the state of the cluster repeatedly. A terminal is redrawn each time; a file gets one line for each node that has changed. */
final class Watch {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    /** For the first look, which finds the cluster. */
    private static final Duration FIRST_LIMIT = Duration.ofSeconds(15);

    private static final double MOST_SECONDS = 86_400;

    /** The top left corner, and nothing below it. */
    private static final String CLEAR = "\u001b[H\u001b[J";

    private final Shell shell;
    private final AdminCalls calls = new AdminCalls();
    private final CountDownLatch ended = new CountDownLatch(1);
    private Map<Long, NodeState> known = new LinkedHashMap<>();
    private long looks = Long.MAX_VALUE;
    private double seconds = 1;

    /** Whether the last look has failed. */
    private boolean troubled;

    /**
     * The state of one node.
     *
     * @param role its role, or "removed"
     */
    private record NodeState(String address, String role, boolean leads, boolean answers) {
        String text() {
            return address + " " + role + (leads ? " leads" : answers ? " follows" : " does not answer");
        }
    }

    Watch(Shell shell) {
        this.shell = shell;
    }

    void run(List<String> words) throws UsageException, OutputException {
        for (int i = 0; i < words.size(); i += 2) {
            option(words.get(i), i + 1 < words.size() ? words.get(i + 1) : "");
        }
        DqliteAdmin admin = shell.database().admin();
        shell.interrupts().during(this::end);
        try {
            for (long look = 1; look <= looks; look++) {
                look(admin.within(look == 1 ? FIRST_LIMIT : LIMIT));
                if (look < looks && ended.await((long) (seconds * 1000), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (CancellationException e) {
            // Ctrl-C is how a watch ends.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            shell.interrupts().done();
        }
    }

    private void option(String name, String value) throws UsageException {
        try {
            if (name.equals("--count") && Long.parseLong(value) > 0) {
                looks = Long.parseLong(value);
                return;
            } else if (name.equals("--interval") && Double.parseDouble(value) > 0) {
                seconds = Math.min(MOST_SECONDS, Double.parseDouble(value));
                return;
            }
        } catch (NumberFormatException e) {
            throw new UsageException("'" + value + "' is not a number");
        }
        throw new UsageException("Usage: .watch ?--count N? ?--interval SECONDS?");
    }

    private void end() {
        ended.countDown();
        calls.cancel();
    }

    private void look(DqliteAdmin admin) throws UsageException, OutputException {
        String problem = "";
        Map<Long, NodeState> seen = new LinkedHashMap<>();
        try {
            String leader = calls.await(admin.leader()).address();
            List<ClusterNode> members = calls.await(admin.members());
            List<CompletableFuture<Boolean>> answers = new ArrayList<>();
            for (ClusterNode member : members) {
                answers.add(answers(admin, member));
            }
            for (int i = 0; i < members.size(); i++) {
                ClusterNode member = members.get(i);
                seen.put(
                        member.id(),
                        new NodeState(
                                member.address(),
                                Administration.label(member.role()),
                                member.address().equals(leader),
                                calls.await(answers.get(i))));
            }
            known.forEach((id, state) -> {
                if (!seen.containsKey(id) && !state.role().equals("removed")) {
                    seen.put(id, new NodeState(state.address(), "removed", false, false));
                }
            });
        } catch (DqliteAdminException e) {
            problem = e.getMessage() + " (" + e.reason() + ")";
            known.forEach(
                    (id, state) -> seen.put(id, new NodeState(state.address(), state.role(), false, state.answers())));
        }
        show(seen, problem);
        known = seen;
    }

    /** Whether a node answers any question. */
    private static CompletableFuture<Boolean> answers(DqliteAdmin admin, ClusterNode member) {
        try {
            return admin.on(member)
                    .leader()
                    .handle((leader, error) -> error == null || answered(error))
                    .toCompletableFuture();
        } catch (IllegalArgumentException e) {
            // An address that the client must not use.
            return CompletableFuture.completedFuture(false);
        }
    }

    /** A node that does not know a leader has still answered. */
    private static boolean answered(Throwable error) {
        return error instanceof DqliteAdminException failed && failed.reason() == DqliteAdminException.Reason.NO_LEADER;
    }

    private void show(Map<Long, NodeState> seen, String problem) throws OutputException {
        String time = LocalTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Sink out = shell.out();
        if (out.isTerminal()) {
            out.control(CLEAR);
            out.print(time + "  " + shell.database().shown() + "  (Ctrl-C ends)\n");
            table(seen, out);
            out.print(problem.isEmpty() ? "" : problem + "\n");
        } else {
            boolean json = shell.format().mode() == OutputMode.JSON;
            if (!problem.isEmpty() && !troubled) {
                shell.say(time + " " + problem);
            }
            for (Map.Entry<Long, NodeState> node : seen.entrySet()) {
                if (!node.getValue().equals(known.get(node.getKey()))) {
                    change(time, node.getKey(), node.getValue(), json);
                }
            }
        }
        troubled = !problem.isEmpty();
        out.flush();
    }

    private void change(String time, long id, NodeState state, boolean json) throws OutputException {
        if (json) {
            shell.out()
                    .print("{\"time\":" + Values.json(time) + ",\"id\":" + Long.toUnsignedString(id) + ",\"address\":"
                            + Values.json(state.address()) + ",\"role\":" + Values.json(state.role()) + ",\"leads\":"
                            + state.leads() + ",\"answers\":" + state.answers() + "}\n");
        } else {
            shell.out().print(time + " " + state.text() + "\n");
        }
    }

    private static void table(Map<Long, NodeState> seen, Sink out) throws OutputException {
        Format format = new Format();
        format.mode(OutputMode.BOX);
        RowWriter writer = format.writer(out);
        writer.begin(List.of("id", "address", "role", ""));
        for (Map.Entry<Long, NodeState> node : seen.entrySet()) {
            NodeState state = node.getValue();
            List<@Nullable Object> row = new ArrayList<>();
            row.add(Administration.unsigned(node.getKey()));
            row.add(state.address());
            row.add(state.role());
            row.add(state.leads() ? "leads" : state.answers() ? "" : "does not answer");
            writer.row(row);
        }
        writer.end();
    }
}
