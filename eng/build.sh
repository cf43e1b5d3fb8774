#!/usr/bin/env bash
# Builds the program into artifacts/drover/HASH, HASH being that of its sources, and points artifacts/drover/current.stamp
# at it. One build at a time; everything it says goes to stderr. Called by ../drover.
#
#   eng/build.sh [ROOT]
set -u -o pipefail

root=$(cd "${1:-${BASH_SOURCE[0]%/*}/..}" && pwd)
builds=$root/artifacts/drover
stamp=$builds/current.stamp
objects=$root/artifacts/launcher
log=$root/artifacts/build.log

say() { printf 'drover: %s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

check_tools() {
  if ! command -v dotnet >/dev/null; then
    say "the .NET SDK is missing; Drover is built with it on first use."
    say "  Install .NET SDK 10: https://dotnet.microsoft.com/download/dotnet/10.0, or"
    fail "  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0 && export PATH=\"\$HOME/.dotnet:\$PATH\""
  fi
  if ! (cd "$root" && dotnet --version) >/dev/null 2>&1; then
    say "the .NET SDK here is not the one Drover is built with (global.json asks for 10.0.4xx). Installed:"
    dotnet --list-sdks 2>/dev/null | sed 's/^/drover:   /' >&2
    fail "  Install .NET SDK 10: https://dotnet.microsoft.com/download/dotnet/10.0"
  fi
  command -v git >/dev/null || say "git is missing; without it a watched folder's .gitignore is not obeyed as git would. Install the package git."
  local libraries
  if libraries=$(ldconfig -p 2>/dev/null || /sbin/ldconfig -p 2>/dev/null) && [[ $libraries != *libsqlite3.so.0* ]]; then
    fail "the system's SQLite library (libsqlite3.so.0) is missing. Debian, Ubuntu: apt install libsqlite3-0 · Fedora: dnf install sqlite-libs"
  fi
}

hash_sources() {
  (cd "$root" && find src eng Directory.Build.props Directory.Packages.props global.json nuget.config .editorconfig \
      -type f ! -name '.*' ! -name '*~' ! -name '*.sw?' -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
}

# Becomes the build, so that its pid is the caller's to end. Build servers are told to end with it: nothing is left running.
# Analyzers are for those who change the code: ./test runs them, in another folder of objects, so neither hides the other's work.
compile() {
  cd "$root" || exit 1
  exec env DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en MSBUILDTERMINALLOGGER=off \
    dotnet build src/Drover.Cli/Drover.Cli.csproj -c Release -v minimal --disable-build-servers \
    -p:ArtifactsPath="$objects" -p:RestoreLockedMode=true -p:UseSharedCompilation=false -p:RunAnalyzers=false \
    -p:EnforceCodeStyleInBuild=false -p:TreatWarningsAsErrors=false >"$log" 2>&1 </dev/null 9>&-
}

precompile() {
  exec "$root/eng/precompile/precompile.sh" "$1" "$objects" >>"$log" 2>&1 </dev/null 9>&-
}

show_progress() {
  local text=$1 pid=$2 start=$SECONDS
  if [[ ! -t 2 ]]; then
    say "$text"
    wait "$pid"
    return
  fi
  local frames='|/-\' frame=0
  while kill -0 "$pid" 2>/dev/null; do
    printf '\rdrover: %s %s %ds ' "$text" "${frames:frame++%4:1}" "$((SECONDS - start))" >&2
    sleep 0.2
  done
  printf '\r\033[K' >&2
  wait "$pid"
}

# Builds that are neither among the three newest nor in use by a running program.
remove_old_builds() {
  local used folder
  used=$(readlink /proc/[0-9]*/exe 2>/dev/null)
  ls -1td "$builds"/*/ | tail -n +4 | while read -r folder; do
    folder=${folder%/}
    [[ $used == *"$folder/"* ]] || rm -rf "$folder"
  done
}

mkdir -p "$builds" || exit 1
exec 9>"$builds/lock"
if ! flock -n 9; then
  say "another build is running; waiting for it"
  flock 9
fi

# The stamp is as old as the moment before the sources were read: what is saved during the build is newer than it.
fresh=$(mktemp "$builds/stamp.XXXXXX")
trap 'rm -f "$fresh"' EXIT
hash=$(hash_sources)

if [[ ! -x $builds/$hash/drover ]]; then
  check_tools
  if [[ -f $stamp ]]; then text="the sources changed, building"; else text="building, for the first time (a minute or two)"; fi
  started=$SECONDS
  compile &
  build_pid=$!
  trap 'kill "$build_pid" 2>/dev/null; rm -f "$fresh"; exit 130' INT TERM
  if ! show_progress "$text" "$build_pid"; then
    say "the build failed. Its errors:"
    grep -E '(error|fatal)' "$log" | sed "s|$root/||g; s/ \[[^]]*\]\$//" | sort -u | head -n 40 | sed 's/^/  /' >&2
    say "the whole log: $log"
    [[ -f $stamp ]] && say "the build of the earlier sources is not started in its place: mend the sources, or go back to them."
    exit 1
  fi
  partial=$builds/$hash.partial
  rm -rf "$partial"
  cp -R "$objects/bin/Drover.Cli/release" "$partial" || fail "the build could not be put into $builds"
  precompile "$partial" &
  build_pid=$!
  show_progress "compiling to machine code" "$build_pid" ||
    say "the package registry has no ahead-of-time compiler for this machine: the daemon takes a little longer to start ($log)"
  trap - INT TERM
  rm -rf "${builds:?}/$hash" && mv "$partial" "$builds/$hash" || fail "the build could not be put into $builds"
  say "built in $((SECONDS - started)) s"
  [[ -e $builds/$hash/drover-holder ]] || command -v cc >/dev/null ||
    say "no C compiler here: processes are held by a shell script, with a little more memory and exit codes above 128 approximate. Debian, Ubuntu: apt install gcc libc6-dev"
fi

printf '%s\n' "$hash" >"$fresh.text" && touch -r "$fresh" "$fresh.text" && mv "$fresh.text" "$stamp"
touch "$builds/$hash"
remove_old_builds
