#!/usr/bin/env bash
# Installs what is missing and runs every test on the default JDK. If that is older than 21 and a newer one is found, runs the
# tests on it too, except those that pom.xml and it/pom.xml exclude. The classes are the same.
# Starts a container engine for two of the tests where it may, see engine.sh; DQLITE4J_CONTAINERS=0 leaves these tests out.
# DQLITE_LIBRARY_PATH=/dir runs the nodes with the libdqlite in that directory. Arguments go to Maven.
set -euo pipefail
cd "$(dirname "$0")/.."
optional=""
# ShopPageIT opens the sample's page in it, and is skipped without one. Ubuntu has no such package.
command -v chromium-headless-shell chromium chromium-browser >/dev/null || optional="chromium-headless-shell"
. it/setup.sh
second=()
echo "libdqlite: ${DQLITE_LIBRARY_PATH:-the installed one}"
echo "Java $java_version: all tests"
if [ "$java_version" -lt 21 ]; then
    newer="$(newer_jdk)"
    if [ -n "$newer" ]; then
        second=("-Dsecond.jdk=$newer")
        echo "$newer: unit tests and integration tests, without those that docs/testing.md names"
    else
        echo "No JDK of 21 or newer was found to run the tests on as well"
    fi
fi
trap stop_engine EXIT
. it/engine.sh
[ -n "$engine_pid" ] || exec mvn -B -ntp verify "${second[@]}" "$@" </dev/null
mvn -B -ntp verify "${second[@]}" "$@" </dev/null &
maven=$!
# A signal ends Maven first, and then the engine.
trap 'kill "$maven" 2>/dev/null' INT TERM HUP
status=0
wait "$maven" || status=$?
while kill -0 "$maven" 2>/dev/null; do
    wait "$maven" || status=$?
done
exit "$status"
