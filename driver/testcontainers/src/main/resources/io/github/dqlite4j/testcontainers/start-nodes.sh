#!/bin/sh
# Starts DQLITE_NODES nodes, 1 to 5, on the address of this container and the ports from 9001 on. A node takes no name, only an address.
set -eu
nodes="${DQLITE_NODES:-1}"
case "$nodes" in
    [1-5]) ;;
    *) echo "DQLITE_NODES is $nodes, and must be 1 to 5" >&2; exit 2 ;;
esac
address="$(hostname -i | cut -d ' ' -f 1)"
pids=""
trap 'kill $pids 2>/dev/null; wait; exit 0' TERM INT
i=1
while [ "$i" -le "$nodes" ]; do
    directory="/var/lib/dqlite/$i"
    mkdir -p "$directory"
    set -- --api "127.0.0.1:800$i" --db "$address:900$i" --dir "$directory"
    [ "$i" -eq 1 ] || set -- "$@" --join "$address:9001"
    dqlite-demo "$@" &
    pids="$pids $!"
    # The next one joins, so there has to be a leader that knows this one.
    tries=0
    until timeout 2 dqlite -s "$address:9001" probe .cluster 2>/dev/null | grep -q "$address:900$i|"; do
        tries=$((tries + 1))
        if [ "$tries" -gt 200 ]; then
            echo "Node $i did not become a member" >&2
            exit 1
        fi
        sleep 0.1
    done
    i=$((i + 1))
done
echo "All nodes of dqlite are ready: $nodes"
wait
