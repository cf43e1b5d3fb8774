#!/usr/bin/env bash
# A source file of more than 300 lines is a question, one of more than 500 an error: it has become the place where
# everything happens. Exceptions, each with its reason, are in file-sizes-allowed.txt.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

too_long=0
while read -r lines file; do
  [[ $file == total ]] && continue
  if grep -qxF -- "$file" <(sed 's/[[:space:]]*#.*//' eng/file-sizes-allowed.txt); then continue; fi
  if [[ $lines -gt 500 ]]; then
    echo "error: $file has $lines lines; more than 500 are not allowed. Split it by what its parts do." >&2
    too_long=1
  elif [[ $lines -gt 300 ]]; then
    echo "warning: $file has $lines lines; more than 300 are a question: is it one thing?" >&2
  fi
done < <(find src tests bench eng samples drover test -type f \
  \( -name '*.cs' -o -name '*.c' -o -name '*.sh' -o -name '*.js' -o -name '*.sql' -o -name drover -o -name test \) \
  -print0 2>/dev/null | xargs -0 wc -l)
exit "$too_long"
