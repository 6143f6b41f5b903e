#!/usr/bin/env bash
# pytest-xdist 3.8.0 with pytest 9.2.0: `--dist loadgroup` spreads the tests of one `xdist_group` over all workers, without
# a word. Expected: "runs all tests in the same group in the same worker" (its documentation, "Running tests across
# multiple CPUs"). It appends the group to `item._nodeid`, which pytest 9.2 no longer reads. We meet it in
# tests/sharing.py, which shares tests out by itself.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
python3 -m venv env && env/bin/pip -q install pytest==9.2.0 pytest-xdist==3.8.0
cat > test_group.py <<'PY'
import pathlib

import pytest


@pytest.mark.xdist_group("one")
@pytest.mark.parametrize("number", range(8))
def test_one(number, worker_id):
    pathlib.Path(f"ran-{number}-in-{worker_id}").touch()
PY
env/bin/python -m pytest -q -n 2 --dist loadgroup
ls ran-*
workers=$(ls ran-* | sed 's/.*-in-//' | sort -u | wc -l)
echo "8 tests of one group ran in $workers worker(s)"
[ "$workers" -eq 2 ]
