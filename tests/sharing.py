"""Which tests go to one worker of a run on several processors, and in which order."""

from __future__ import annotations

from pathlib import PurePath

from xdist.scheduler import LoadScopeScheduling

# What needs the running product or the planted demo. The API's clients come after the journeys: what they buy would
# change the figures that journeys look at.
_PRODUCT = ("tests/e2e", "tests/contract", "tests/integration/operations/test_demo_trade.py")
_RACES = "tests/races"
_IN_PARTS = "tests/authorization"  # a few long tests, each of which any worker may take


def group_of(nodeid: str) -> str:
    """The group of a test; its module's where it has none. A group is one worker's, from its first test to its last."""
    module = nodeid.partition("::")[0]
    if module.startswith(_PRODUCT):
        return "product"
    if module.startswith(_RACES):
        return "races"
    return nodeid if module.startswith(_IN_PARTS) else module


def place_of(module: PurePath) -> int:
    """Where in the order a module stands (its path from the project's folder): what lasts longest begins first."""
    folders = (*_PRODUCT, _RACES, _IN_PARTS)
    return next((n for n, one in enumerate(folders) if module.as_posix().startswith(one)), len(folders))


class ByGroup(LoadScopeScheduling):  # type: ignore[misc]
    """Hands groups to workers in the order of the tests. (`--dist loadgroup` of pytest-xdist 3.8 sees no group with
    pytest 9.2, whose tests are no longer named by `_nodeid`: findings/xdist_loadgroup.sh.)"""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
