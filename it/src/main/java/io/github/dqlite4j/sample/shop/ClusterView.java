package io.github.dqlite4j.sample.shop;

import java.util.List;

/**
 * @param nodes those of the URL
 * @param leader the one that statements go to now
 */
record ClusterView(List<String> nodes, String leader) {}
