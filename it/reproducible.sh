#!/usr/bin/env bash
# Builds the published artifacts twice, in two directories, with another time zone and another locale, and compares the jars byte for byte.
# Also checks that the Javadoc of the driver has pages for the packages that its module exports, and for no others. Both builds
# run the unit tests. Arguments go to Maven.
set -euo pipefail
cd "$(dirname "$0")/.."
. it/setup.sh
modules="driver,driver/bom,hibernate-dialect,spring-boot-starter"
[ ! -e driver/testcontainers/pom.xml ] || modules="$modules,driver/testcontainers"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

build() {
    local directory="$1"
    shift
    mkdir -p "$directory"
    # What a commit of the working tree would have.
    git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
        [ ! -e "$file" ] || printf '%s\0' "$file"
    done | tar --create --null --files-from=- | tar --extract --directory="$directory"
    (cd "$directory" && mvn -B -ntp -q -Dstyle.color=never -Prelease package -pl "$modules" "$@" </dev/null)
}
list() { (cd "$1" && find . -path '*/target/*' \( -name 'dqlite4j-*.jar' -o -name bom.xml \) -exec sha256sum {} + | sort -k 2); }

# Jars have the modes of files in them.
umask 022
echo "First build"
TZ=UTC LC_ALL=C build "$work/a" "$@"
echo "Second build"
TZ=Asia/Tokyo LC_ALL=C.UTF-8 build "$work/a-longer-name/b" "$@"
list "$work/a" >"$work/first"
list "$work/a-longer-name/b" >"$work/second"
if ! diff "$work/first" "$work/second" || [ ! -s "$work/first" ]; then
    echo "The builds differ" >&2
    exit 1
fi
cat "$work/first"
echo "The builds are the same: $(wc -l <"$work/first") files"

sed -n 's/^ *exports \([^ ]*\);/\1/p' driver/src/main/module/module-info.java | sort >"$work/exported"
javadoc=("$work"/a/driver/target/dqlite4j-driver-*-javadoc.jar)
(cd "$work" && jar --extract --file "${javadoc[0]}" element-list)
sort "$work/element-list" >"$work/documented"
if ! diff "$work/exported" "$work/documented"; then
    echo "The Javadoc of the driver has other packages (>) than its module exports (<): see sourceFileIncludes in driver/pom.xml" >&2
    exit 1
fi
echo "The Javadoc of the driver has the packages that its module exports: $(wc -l <"$work/exported")"
