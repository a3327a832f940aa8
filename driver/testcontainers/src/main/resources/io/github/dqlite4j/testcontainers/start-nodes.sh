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

# Waits until this many members match a pattern.
await() {
    tries=0
    until [ "$(timeout 2 dqlite -s "$address:9001" probe .cluster 2>/dev/null | grep -c "$2")" -ge "$1" ]; do
        tries=$((tries + 1))
        if [ "$tries" -gt 400 ]; then
            echo "There are not $1 members like '$2'" >&2
            exit 1
        fi
        sleep 0.1
    done
}

i=1
while [ "$i" -le "$nodes" ]; do
    directory="/var/lib/dqlite/$i"
    mkdir -p "$directory"
    set -- --api "127.0.0.1:800$i" --db "$address:900$i" --dir "$directory"
    [ "$i" -eq 1 ] || set -- "$@" --join "$address:9001"
    dqlite-demo "$@" &
    pids="$pids $!"
    # The next one joins, so there has to be a leader that knows this one.
    await 1 "$address:900$i|"
    i=$((i + 1))
done
# A cluster of three or more nodes makes three of them voters. Two would not be safer than one.
[ "$nodes" -lt 3 ] || await 3 "|voter$"
echo "All nodes of dqlite are ready: $nodes"
wait
