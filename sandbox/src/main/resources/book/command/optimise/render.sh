#!/bin/sh
# Renders notes.txt as Markdown on standard output.
set -eu

echo "# @@Title@@"
awk '/:$/ { sub(/:$/, ""); printf "\n## %s\n\n", $0; next } /^-/' notes.txt
