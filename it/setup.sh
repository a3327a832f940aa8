# Sourced by the scripts beside it: installs by apt what is missing, and says so.
missing=""
command -v javac >/dev/null || missing="$missing default-jdk-headless"
command -v mvn >/dev/null || missing="$missing maven"
command -v dqlite-demo >/dev/null || missing="$missing go-dqlite"
if [ -n "$missing" ]; then
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo"
    echo "Installing what is missing:$missing"
    $as_root apt-get update -qq </dev/null
    # shellcheck disable=SC2086 # one word for each package
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq $missing </dev/null
fi
if ! command -v dqlite-demo >/dev/null; then
    echo "dqlite-demo is still missing: the package go-dqlite is in Debian 12 and newer and in Ubuntu 24.04 and newer." >&2
    exit 1
fi
