#!/usr/bin/env bash
# Three nodes and the sample on loopback: places orders, kills the leader at the same time, and checks that nothing is lost. Installs what
# is missing. At the end it stops everything that it started; with --stay it keeps everything running and prints the page's address.
set -euo pipefail
cd "$(dirname "$0")/.."
case "${*:-}" in
    "" | --stay) ;;
    *)
        echo "Usage: bash it/demo.sh [--stay]" >&2
        exit 2
        ;;
esac
. it/setup.sh
echo "Building; the first time Maven downloads what it needs, which takes minutes"
mkdir -p it/target/demo
if ! mvn -B -ntp -q -Dstyle.color=never -pl it -am test-compile dependency:build-classpath \
    -Dmdep.outputFile=target/demo-classpath -Dmdep.includeScope=test </dev/null >it/target/demo/build.log 2>&1; then
    cat it/target/demo/build.log >&2
    exit 1
fi
exec java -cp "it/target/test-classes:it/target/classes:$(cat it/target/demo-classpath)" \
    -Djava.util.logging.config.file=it/src/test/resources/logging.properties \
    io.github.dqlite4j.it.shop.ShopDemo "$@"
