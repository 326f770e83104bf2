#!/bin/sh
# Makes the virtual environment: every dependency pinned and checked by hash, then this package.
# Usage: scripts/venv.sh FOLDER
set -eu

folder=$1
for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3 python; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "${python:-}" ]; then
    echo "Truceline needs Python 3.11 or newer; none was found. Install one, or name it: make PYTHON=/path/to/python3" >&2
    exit 1
fi

if [ ! -x "$folder/bin/python" ]; then
    echo "making $folder with $($python --version)" >&2
    if ! "$python" -m venv "$folder"; then
        echo "the venv module is missing; on Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
fi
echo "installing the pinned dependencies (a minute or two the first time)" >&2
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
