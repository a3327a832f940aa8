package io.github.dqlite4j.admin;

/** What a call does; it blocks the thread that runs it. */
@FunctionalInterface
interface Operation<T> {
    T run(NodeCall call);
}
