"""The locks hold for every Python that the README promises; `make pythons` tries it with real ones."""

from __future__ import annotations

from importlib.metadata import distribution

import pytest
from packaging.specifiers import SpecifierSet

from scripts.pythons import VERSIONS, locked


def test_nothing_that_an_environment_brings_is_pinned() -> None:
    assert locked().keys() & {"pip", "setuptools", "wheel"} == set()


@pytest.mark.parametrize("version", VERSIONS)
def test_every_locked_library_takes_this_python(version: str) -> None:
    refusing = {
        name: requirement
        for name in locked()
        if (requirement := distribution(name).metadata.get("Requires-Python"))
        and f"{version}.99" not in SpecifierSet(requirement)
    }
    assert refusing == {}
