#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes one small, clash-free object of a Rust static library: only `openpit_*` stays visible, so
# that a program may link another Rust library too.
# Usage: prelink.sh IN.a OUT.a
set -eu
if [ $# -ne 2 ]; then
    echo "usage: prelink.sh IN.a OUT.a" >&2
    exit 2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
nm -g --defined-only "$1" 2>/dev/null |
    awk '$2 == "T" && $3 ~ /^openpit_/ { print $3 }' | sort -u >"$work/exports"
if ! [ -s "$work/exports" ]; then
    echo "prelink.sh: no \`openpit_*\` function in \`$1\`" >&2
    exit 1
fi
# shellcheck disable=SC2046 # one argument for each symbol
ld -r --gc-sections $(sed 's/^/-u /' "$work/exports") -o "$work/all.o" "$1"
# Without the LLVM sections the archiver loads no plugin.
objcopy -R .llvmbc -R .llvmcmd "--keep-global-symbols=$work/exports" --strip-unneeded \
    "$work/all.o" "$work/openpit.o"
mkdir -p "$(dirname "$2")"
rm -f "$2"
ar crsD "$2" "$work/openpit.o"
