#!/usr/bin/env bash
# A cluster for experiments: starts nodes on loopback, prints their addresses and runs until Ctrl-C. Installs what is missing.
# --nodes N starts N nodes, 1 to 9, instead of three. --dir D keeps the data in D, where a later run finds it again; without it, the data
# is in a temporary directory that is deleted at the end.
set -euo pipefail

usage() {
    echo "Usage: bash it/cluster.sh [--nodes N] [--dir D]" >&2
    exit 2
}

size=3
directory=""
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || usage
    case "$1" in
        --nodes) size="$2" ;;
        --dir) directory="$2" ;;
        *) usage ;;
    esac
    shift 2
done
case "$size" in
    [1-9]) ;;
    *) usage ;;
esac
[ -z "$directory" ] || directory="$(mkdir -p "$directory" && cd "$directory" && pwd)"
cd "$(dirname "$0")/.."
. it/setup.sh
[ -z "${DQLITE_LIBRARY_PATH:-}" ] || export LD_LIBRARY_PATH="$DQLITE_LIBRARY_PATH"

temporary=""
if [ -z "$directory" ]; then
    temporary="$(mktemp -d)"
    directory="$temporary"
fi
pids=()
alive() { kill -0 "$1" 2>/dev/null; }
stop() {
    trap - EXIT
    local pid
    for pid in "${pids[@]}"; do
        # A paused node would not end otherwise.
        kill "$pid" 2>/dev/null && kill -CONT "$pid" 2>/dev/null || true
    done
    for pid in "${pids[@]}"; do
        for ((i = 0; i < 50; i++)); do
            alive "$pid" || break
            sleep 0.1
        done
        kill -9 "$pid" 2>/dev/null || true
    done
    [ -z "$temporary" ] || rm -rf "$temporary"
    echo "Stopped"
}
trap stop EXIT
trap 'exit 0' INT TERM

in_use() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
# A node keeps its address in its data, so a directory that was used before brings its ports along.
ports=()
if [ -r "$directory/ports" ]; then
    read -ra ports <"$directory/ports"
    size=${#ports[@]}
    for db in "${ports[@]}"; do
        if in_use "$db"; then
            echo "Port $db is in use. Is another cluster running on $directory?" >&2
            exit 1
        fi
    done
else
    # Nodes take the first nine ports of a block of twenty, the HTTP interface of dqlite-demo those ten above. A block is taken
    # whole, since the port of a node that was killed still belongs to its cluster.
    block=9001
    block_in_use() {
        for ((port = block; port < block + 20; port++)); do
            ! in_use "$port" || return 0
        done
        return 1
    }
    while block_in_use; do block=$((block + 20)); done
    for ((i = 0; i < size; i++)); do ports+=($((block + i))); done
fi

start() {
    local join=()
    [ "$1" = 0 ] || join=(--join "127.0.0.1:${ports[0]}")
    # A process group of its own: Ctrl-C reaches this script alone, which stops the nodes.
    setsid dqlite-demo --api "127.0.0.1:$((ports[$1] + 10))" --db "127.0.0.1:${ports[$1]}" --dir "$directory/$1" "${join[@]}" \
        >"$directory/$1.log" 2>&1 </dev/null &
    pids+=("$!")
    disown "$!"
}
voters() { timeout 5 dqlite -s "$servers" app .cluster 2>/dev/null | grep -c voter || true; }
await_voters() {
    local expected="$1" until=$((SECONDS + 30))
    while [ "$SECONDS" -lt "$until" ]; do
        [ "$(voters)" -lt "$expected" ] || return 0
        sleep 0.25
    done
    echo "The nodes did not come up. Their logs:" >&2
    cat "$directory"/*.log >&2
    exit 1
}

servers="$(printf ',127.0.0.1:%s' "${ports[@]}")"
servers="${servers#,}"
echo "Starting $size nodes in $directory"
start 0
# At first node 0 is the cluster, which the others join. Later it needs them to elect a leader.
[ -e "$directory/ports" ] || await_voters 1
for ((i = 1; i < size; i++)); do start "$i"; done
await_voters $((size < 3 ? size : 3))
echo "${ports[*]}" >"$directory/ports"

leader="$(dqlite -s "$servers" app .leader)"
for ((i = 0; i < size; i++)); do
    address="127.0.0.1:${ports[$i]}"
    echo "  $address  pid ${pids[$i]}  log $directory/$i.log$([ "$address" != "$leader" ] || echo "  (leader)")"
done
cat <<END
JDBC URL     jdbc:dqlite://$servers/app
SQL shell    dqlite -s $servers app          (.cluster and .leader, or SQL)
Kill a node  kill -9 ${pids[0]}              (or kill -STOP and kill -CONT, to pause it)
Ctrl-C stops all of them.
END
while :; do
    for i in "${!pids[@]}"; do
        if ! alive "${pids[$i]}"; then
            echo "127.0.0.1:${ports[$i]} (pid ${pids[$i]}) has ended"
            unset "pids[$i]"
        fi
    done
    sleep 1 &
    wait $! || true
done
