#!/bin/sh
# Renders notes.txt as Markdown on standard output.
set -eu

echo "# @@Title@@"
while IFS= read -r line; do
  case "$line" in
    *:) printf '\n## %s\n\n' "$(printf '%s' "$line" | sed 's/:$//')" ;;
    -*) printf '%s\n' "$line" ;;
  esac
done < notes.txt
