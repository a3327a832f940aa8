package io.github.dqlite4j.sample.shop;

import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.admin.DqliteAdminException;
import io.github.dqlite4j.nodes.ClusterNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/** Asks the nodes of the URL who leads. It needs no connection of the pool, because the pool has none while no node leads. */
@Service
class ClusterWatch {
    /** A node that has not answered by then counts as down. */
    private static final Duration LIMIT = Duration.ofMillis(700);

    private final List<String> nodes;
    private final DqliteAdmin admin;

    ClusterWatch(@Value("${spring.datasource.url}") String url) {
        String hosts = url.substring(url.indexOf("//") + 2);
        this.nodes = List.of(hosts.substring(0, hosts.indexOf('/')).split(","));
        this.admin = DqliteAdmin.of(url).within(LIMIT);
    }

    ClusterView look() {
        Map<String, CompletableFuture<ClusterNode>> answers = new LinkedHashMap<>();
        nodes.forEach(node -> answers.put(node, admin.on(node).leader().toCompletableFuture()));
        List<String> down = new ArrayList<>();
        String leader = null;
        for (Map.Entry<String, CompletableFuture<ClusterNode>> answer : answers.entrySet()) {
            try {
                if (answer.getValue().join().address().equals(answer.getKey())) {
                    leader = answer.getKey();
                }
            } catch (CompletionException e) {
                if (!namesNoLeader(e.getCause())) {
                    down.add(answer.getKey());
                }
            }
        }
        return new ClusterView(nodes, down, leader);
    }

    /** A node with such an answer is up. */
    private static boolean namesNoLeader(@Nullable Throwable failure) {
        return failure instanceof DqliteAdminException e && e.reason() == DqliteAdminException.Reason.NO_LEADER;
    }
}
