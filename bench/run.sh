#!/usr/bin/env bash
# Measures Drover beside pm2 and supervisord and writes the table of docs/benchmarks.md.
#
#   bench/run.sh                 everything
#   bench/run.sh capture idle    only these; the other rows stay as they were measured last
#   bench/run.sh --list          the names
#
# Everything it needs is put under artifacts/bench, except supervisord: that is Debian's package, installed when this runs as
# root. Without npm, or without supervisord, the cells of the one that is missing stay empty. Everything is on loopback and ends.
set -u -o pipefail

root=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd)
cache=$root/artifacts/bench
pm2_version=7.0.4
mkdir -p "$cache"

say() { printf 'bench: %s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

command -v cc >/dev/null || fail "a C compiler is needed for the load generator (Debian: apt install gcc libc6-dev)"

if [[ ! -x $cache/generate || $root/bench/generator/generate.c -nt $cache/generate ]]; then
  cc -O2 -Wall -o "$cache/generate" "$root/bench/generator/generate.c" || fail "the load generator could not be compiled"
fi

if [[ ! -x $cache/pm2/node_modules/.bin/pm2 ]]; then
  if command -v npm >/dev/null; then
    say "installing pm2 $pm2_version into artifacts/bench"
    mkdir -p "$cache/pm2"
    (cd "$cache/pm2" && echo '{"private":true}' >package.json &&
      npm install --silent --no-audit --no-fund --ignore-scripts "pm2@$pm2_version" >npm.log 2>&1) || say "pm2 could not be installed: artifacts/bench/pm2/npm.log"
  else
    say "npm is missing: no figures for pm2"
  fi
fi

if ! command -v supervisord >/dev/null; then
  if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    say "installing supervisor"
    # RUNLEVEL=1: not started as a service, the benchmark starts its own.
    (apt-get update -q && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends supervisor) >"$cache/apt.log" 2>&1 ||
      say "supervisor could not be installed: artifacts/bench/apt.log"
  else
    say "supervisord is missing (Debian: apt install supervisor): no figures for it"
  fi
fi

"$root/drover" --version >/dev/null || exit 1
read -r build <"$root/artifacts/drover/current.stamp"
dotnet build "$root/bench/Drover.Bench" -c Release -v quiet --nologo -p:RestoreLockedMode=true >"$cache/build.log" 2>&1 ||
  { cat "$cache/build.log" >&2; fail "the benchmark did not build"; }

export DROVER_BENCH_PROGRAM=$root/artifacts/drover/$build/drover
export DROVER_BENCH_LAUNCHER=$root/drover
export DROVER_BENCH_GENERATOR=$cache/generate
export DROVER_BENCH_PM2=$cache/pm2/node_modules/.bin/pm2
export DROVER_BENCH_PAGE=$root/docs/benchmarks.md
exec dotnet "$root/artifacts/bin/Drover.Bench/release/Drover.Bench.dll" "$@"
