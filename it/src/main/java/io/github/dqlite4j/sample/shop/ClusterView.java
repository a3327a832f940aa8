package io.github.dqlite4j.sample.shop;

import java.util.List;

/**
 * @param nodes the nodes in the URL
 * @param leader the node that statements are sent to now
 */
record ClusterView(List<String> nodes, String leader) {}
