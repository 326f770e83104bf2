#!/bin/sh
# Makes the peers' environment: the project's own libraries, and the peers beside them.
# Usage: benchmarks/positions/venv.sh PROJECT_VENV FOLDER
set -eu

project=$1
folder=$2
if [ ! -x "$folder/bin/python" ]; then
    "$project/bin/python" -m venv "$folder"
fi
libraries=$("$project/bin/python" -c "import sysconfig; print(sysconfig.get_path('purelib'))")
ours=$("$folder/bin/python" -c "import sysconfig; print(sysconfig.get_path('purelib'))")
# A pth line runs the project's own pth files too, among them the editable install.
echo "import site; site.addsitedir('$libraries')" > "$ours/project.pth"
# DuckDB and its spatial package work only as a pair of one version.
for peer in "geopandas==1.1.*" "duckdb==1.5.5 duckdb-extension-spatial==1.5.5" "sedonadb geoarrow-pyarrow" "polars polars-st"; do
    # shellcheck disable=SC2086
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check $peer \
        || echo "peer not installed: $peer" >&2
done
