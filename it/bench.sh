#!/usr/bin/env bash
# Measures the driver on a real node and prints one table. "quick" takes fewer rounds; trips, network, failover, batch, hibernate, rows,
# writers, marks, reads, replay, threads and client run those parts alone.
set -euo pipefail
cd "$(dirname "$0")/.."
. it/setup.sh
mvn -B -ntp -q -Dstyle.color=never -pl it -am test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/bench-classpath -Dmdep.includeScope=test </dev/null

# Virtual threads need a JDK of 21 or newer; everything else runs on the default one.
exec java -cp "it/target/test-classes:it/target/classes:$(cat it/target/bench-classpath)" \
    -Djava.util.logging.config.file=it/src/test/resources/logging.properties \
    -Ddqlite4j.bench.jdk21="$(newer_jdk)" \
    io.github.dqlite4j.it.bench.Benchmarks "$@"
