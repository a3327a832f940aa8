package io.github.dqlite4j.cli;

import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.admin.NodeDescription;
import io.github.dqlite4j.cli.Commands.Command;
import io.github.dqlite4j.cli.input.UsageException;
import io.github.dqlite4j.cli.output.OutputException;
import io.github.dqlite4j.cli.output.RowWriter;
import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.NodeRole;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Commands that ask and change the cluster. Their answers are rows, printed as those of a query. */
final class Administration {
    private static final String ROLES = "voter|standby|spare";

    private final Shell shell;

    /** A call that {@link AdminCalls} waits for. */
    private interface Call<T> {
        CompletionStage<T> start(DqliteAdmin admin) throws UsageException;
    }

    Administration(Shell shell) {
        this.shell = shell;
    }

    List<Command> commands() {
        return List.of(
                new Command("members", "", 0, 0, "List the nodes of the cluster with their roles", words -> members()),
                new Command(
                        "leader",
                        "",
                        0,
                        0,
                        "Show the node that leads",
                        words -> print(List.of(ask(DqliteAdmin::leader)))),
                new Command("transfer", "NODE", 1, 1, "Make another voter lead", words -> {
                    long id = id(words.get(0));
                    ClusterNode leader = change(admin -> admin.transfer(id));
                    print(List.of(leader));
                }),
                new Command("add", "ID ADDRESS ?ROLE?", 2, 3, "Add a node: " + ROLES, words -> {
                    long id = number(words.get(0));
                    NodeRole role = words.size() > 2 ? role(words.get(2)) : NodeRole.VOTER;
                    change(admin -> admin.add(id, words.get(1), role));
                }),
                new Command("assign", "NODE ROLE", 2, 2, "Give a node another role: " + ROLES, words -> {
                    long id = id(words.get(0));
                    NodeRole role = role(words.get(1));
                    change(admin -> admin.assign(id, role));
                }),
                new Command("remove", "NODE", 1, 1, "Remove a node that does not lead", words -> {
                    long id = id(words.get(0));
                    change(admin -> admin.remove(id));
                }),
                new Command("describe", "?ADDRESS?", 0, 1, "Show failure domains and weights", this::describe),
                new Command("weight", "NUMBER ?ADDRESS?", 1, 2, "Set the weight of the leader, or of a node", words -> {
                    long weight = number(words.get(0));
                    change(admin -> (words.size() > 1 ? admin.on(words.get(1)) : admin).setWeight(weight));
                }),
                new Command(
                        "backup",
                        "DIRECTORY ?DATABASE?",
                        1,
                        2,
                        "Copy a database to files on this machine",
                        words -> shell.out().print(backup(words) + "\n")),
                new Command(
                        "watch",
                        "?--count N? ?--interval SECONDS?",
                        0,
                        4,
                        "Show members, roles and leader as they change, until Ctrl-C",
                        words -> new Watch(shell).run(words)));
    }

    private String backup(List<String> words) throws UsageException {
        Path directory = FileCommands.path(words.get(0));
        return ask(admin -> words.size() > 1 ? admin.dump(words.get(1), directory) : admin.dump(directory))
                .toString();
    }

    private <T extends @Nullable Object> T ask(Call<T> call) throws UsageException {
        try {
            return run(call);
        } catch (CancellationException e) {
            throw new UsageException("the call was given up");
        }
    }

    private <T extends @Nullable Object> T run(Call<T> call) throws UsageException {
        AdminCalls calls = new AdminCalls();
        shell.interrupts().during(calls::cancel);
        try {
            return calls.await(call.start(shell.database().admin()));
        } finally {
            shell.interrupts().done();
        }
    }

    /** @throws UnknownOutcomeException if Ctrl-C came: what was sent may happen */
    private <T extends @Nullable Object> T change(Call<T> call) throws UsageException, UnknownOutcomeException {
        try {
            return run(call);
        } catch (CancellationException e) {
            throw new UnknownOutcomeException("the call was given up");
        }
    }

    private void members() throws UsageException, OutputException {
        print(ask(DqliteAdmin::members));
    }

    static Object unsigned(long id) {
        return id < 0 ? new BigInteger(Long.toUnsignedString(id)) : Long.valueOf(id);
    }

    static String label(NodeRole role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private void print(List<ClusterNode> nodes) throws OutputException {
        RowWriter writer = shell.format().writer(shell.out());
        writer.begin(List.of("id", "address", "role"));
        for (ClusterNode node : nodes) {
            writer.row(List.of(unsigned(node.id()), node.address(), label(node.role())));
        }
        writer.end();
    }

    private void describe(List<String> words) throws UsageException, OutputException {
        List<ClusterNode> nodes = ask(DqliteAdmin::members);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (ClusterNode node : nodes) {
            if (words.isEmpty() || words.get(0).equals(node.address())) {
                NodeDescription said = ask(admin -> admin.on(node).describe());
                rows.add(Arrays.asList(
                        unsigned(node.id()), node.address(), unsigned(said.failureDomain()), unsigned(said.weight())));
            }
        }
        if (rows.isEmpty()) {
            throw new UsageException("No member has the address " + words.get(0));
        }
        RowWriter writer = shell.format().writer(shell.out());
        writer.begin(List.of("id", "address", "failure_domain", "weight"));
        for (List<@Nullable Object> row : rows) {
            writer.row(row);
        }
        writer.end();
    }

    /** The id of a node that is given by its id or its address. */
    private long id(String node) throws UsageException {
        if (node.indexOf(':') < 0) {
            return number(node);
        }
        for (ClusterNode member : ask(DqliteAdmin::members)) {
            if (member.address().equals(node)) {
                return member.id();
            }
        }
        throw new UsageException("No member has the address " + node);
    }

    private static long number(String text) throws UsageException {
        try {
            return text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new UsageException("'" + text + "' is not a number: ids are decimal, or hexadecimal after 0x");
        }
    }

    private static NodeRole role(String text) throws UsageException {
        for (NodeRole role : NodeRole.values()) {
            if (label(role).equals(text.toLowerCase(Locale.ROOT))) {
                return role;
            }
        }
        throw new UsageException("'" + text + "' is not a role: " + ROLES);
    }
}
