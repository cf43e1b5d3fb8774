#!/usr/bin/env bash
# Publishes the program, without tests and sources, into a folder that can be copied to where .NET 10 is installed.
#
#   eng/publish.sh [FOLDER]      default: artifacts/publish
set -eu
target=$(realpath -m "${1:-$(dirname "${BASH_SOURCE[0]}")/../artifacts/publish}")
cd "$(dirname "${BASH_SOURCE[0]}")/.."
dotnet publish src/Drover.Cli/Drover.Cli.csproj -c Release -p:RestoreLockedMode=true --disable-build-servers -v quiet --nologo -o "$target"
eng/precompile/precompile.sh "$target" "$PWD/artifacts/launcher" >&2 || echo "published without machine code made ahead of time" >&2
echo "$target/drover"
