#!/bin/sh
# Fails when a section of notes.txt has no entry, or the rendered page lacks a heading.
section=""
entries=0
line_number=0
failed=0

finish() {
  if [ -n "$section" ] && [ "$entries" -eq 0 ]; then
    echo "notes.txt:$section_line: check failed: notes.txt has no entry under '$section'"
    failed=1
  fi
}

while IFS= read -r line; do
  line_number=$((line_number + 1))
  case "$line" in
    *:)
      finish
      section=$line
      section_line=$line_number
      entries=0
      ;;
    -*) entries=$((entries + 1)) ;;
  esac
done < notes.txt
finish

for heading in Added Fixed; do
  if ! sh render.sh | grep -q "^## $heading$"; then
    echo "render.sh: check failed: the page has no heading '$heading'"
    failed=1
  fi
done

[ "$failed" -eq 0 ] && echo "every section has an entry, and the page its headings"
exit "$failed"
