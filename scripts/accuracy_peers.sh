#!/bin/sh
# Makes a virtual environment with the peers that accuracy is measured against; none of them is a
# dependency. What cannot be installed is told, and left out of the table.
# Usage: scripts/accuracy_peers.sh FOLDER
set -eu

folder=$1
[ -x "$folder/bin/python" ] || "${PYTHON:-python3}" -m venv "$folder"
for peer in "dateparser>=1.2" "recognizers-text-suite==1.0.2a2 emoji<2 setuptools<81" \
    "quantulum3==0.9.2 setuptools<81" "geotext==0.4.0" "trafilatura==2.0.0"; do
    set -f
    # Each word is one requirement.
    # shellcheck disable=SC2086
    if ! "$folder/bin/python" -m pip install --quiet --disable-pip-version-check $peer >/dev/null 2>&1; then
        echo "left out, since it could not be installed: ${peer%% *}" >&2
    fi
    set +f
done
