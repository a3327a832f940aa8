#!/usr/bin/env bash
# Measures the driver against a raw socket and prints one table. "quick" takes fewer rounds.
set -euo pipefail
cd "$(dirname "$0")/.."
. it/setup.sh
mvn -B -ntp -q -Dstyle.color=never -pl it -am test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/bench-classpath -Dmdep.includeScope=test </dev/null
exec java -cp "it/target/test-classes:it/target/classes:$(cat it/target/bench-classpath)" \
    -Djava.util.logging.config.file=it/src/test/resources/logging.properties \
    io.github.dqlite4j.it.bench.Benchmarks "$@"
