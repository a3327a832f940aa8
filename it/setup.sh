# Sourced by the scripts beside it: installs what is missing with apt, and prints it. Makes DQLITE_LIBRARY_PATH absolute. Packages in $optional
# are installed if that is possible, and skipped otherwise.
missing=""
command -v javac >/dev/null || missing="$missing default-jdk-headless"
command -v mvn >/dev/null || missing="$missing maven"
command -v dqlite-demo >/dev/null || missing="$missing go-dqlite"
# What the command line dumps is read by SQLite's own shell.
command -v sqlite3 >/dev/null || missing="$missing sqlite3"
# Networks for nodes can be made by root only; the tests that need them are skipped otherwise.
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    command -v tc >/dev/null || missing="$missing iproute2"
fi
if [ -n "$missing" ]; then
    as_root=""
    if ! command -v apt-get >/dev/null; then
        echo "Missing, and there is no apt-get to install it: a JDK of 17 or newer, Maven and dqlite-demo are needed." >&2
        exit 1
    elif [ "$(id -u)" != 0 ]; then
        as_root="sudo -n"
        if ! sudo -n true 2>/dev/null; then
            echo "Missing:$missing. Install it as root, then run this again:" >&2
            echo "    apt-get update && apt-get install -y$missing" >&2
            exit 1
        fi
    fi
    echo "Installing what is missing:$missing"
    $as_root apt-get update -qq </dev/null
    # shellcheck disable=SC2086 # one word for each package
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing </dev/null
fi
if [ -n "${optional:-}" ] && command -v apt-get >/dev/null; then
    as_root="sudo -n"
    [ "$(id -u)" != 0 ] || as_root=""
    [ -n "$missing" ] || $as_root apt-get update -qq </dev/null >/dev/null 2>&1 || true
    for package in $optional; do
        if ! apt-cache show "$package" >/dev/null 2>&1; then
            echo "There is no package $package here; the tests that need it are skipped"
        else
            echo "Installing $package"
            # shellcheck disable=SC2086 # nothing, or sudo and its option
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" </dev/null ||
                echo "$package was not installed; the tests that need it are skipped"
        fi
    done
fi
if ! command -v dqlite-demo >/dev/null; then
    echo "dqlite-demo is still missing: the package go-dqlite is in Debian 12 and newer and in Ubuntu 24.04 and newer." >&2
    exit 1
fi
java_version="$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')"
if [ "${java_version:-0}" -lt 17 ]; then
    echo "A JDK of 17 or newer is needed; javac is ${java_version:-unknown}. Install openjdk-17-jdk-headless or newer." >&2
    exit 1
fi

if [ -n "${DQLITE_LIBRARY_PATH:-}" ]; then
    if ! ls "$DQLITE_LIBRARY_PATH"/libdqlite.so* >/dev/null 2>&1; then
        echo "DQLITE_LIBRARY_PATH is $DQLITE_LIBRARY_PATH, but there is no libdqlite.so." >&2
        exit 1
    fi
    DQLITE_LIBRARY_PATH="$(cd "$DQLITE_LIBRARY_PATH" && pwd)"
    export DQLITE_LIBRARY_PATH
fi

# Prints the home of the newest JDK of 21 or newer, the default one and those under /usr/lib/jvm; nothing if there is none.
newer_jdk() {
    local home version found="" newest=20
    for home in "${JAVA_HOME:-}" "$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")" /usr/lib/jvm/*; do
        [ -x "$home/bin/java" ] && [ -r "$home/release" ] || continue
        version="$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$home/release")"
        if [ "${version:-0}" -gt "$newest" ]; then
            found="$home"
            newest="$version"
        fi
    done
    echo "$found"
}
