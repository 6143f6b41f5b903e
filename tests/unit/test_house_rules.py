"""Each rule of the house finds what it is for, and lets pass what is right."""

from pathlib import Path

import pytest

from scripts.linters import rules
from scripts.linters.sources import parse

CASES = [
    (
        rules.only_db_commits,
        "marketplace/services/x.py",
        "def f(db):\n    db.commit()\n",
        "def f(db):\n    db.flush()\n",
    ),
    (
        rules.states_hold_values,
        "marketplace/state/x.py",
        "from marketplace.models.vendor import Vendor\n",
        "from marketplace.queries.vendors import VendorRow\n",
    ),
    (
        rules.statuses_follow_the_tables,
        "marketplace/services/x.py",
        "def f(v):\n    v.status = 'approved'\n",
        "def f(v):\n    v.status = after(VENDOR, 'approve', v.status)\n",
    ),
    (
        rules.routes_ask_no_database,
        "marketplace/site/x.py",
        "def f(db):\n    return db.exec(select(Tenant)).first()\n",
        "def f(db):\n    return find_store(db, 'northforge')\n",
    ),
    (rules.modules_stay_small, "marketplace/services/x.py", "x = 1\n" * 401, "x = 1\n" * 400),
    (
        rules.modules_stay_small,
        "marketplace/services/x.py",
        "def f():\n" + "    x = 1\n" * 60,
        "def f():\n" + "    x = 1\n" * 59,
    ),
    (rules.public_functions_promise, "marketplace/kit/x.py", "def f():\n    pass\n", 'def f():\n    """Does it."""\n'),
    (
        rules.calls_name_their_arguments,
        "marketplace/domain/x.py",
        "def area(a, b, c, d, e, f):\n    return a\n\n\narea(1, 2, 3, 4, 5, 6)\n",
        "def area(a, b, c, d, e, f):\n    return a\n\n\narea(1, 2, 3, 4, 5, f=6)\n",
    ),
    (
        rules.calls_name_their_arguments,
        "marketplace/domain/x.py",
        "@dataclass\nclass Row:\n" + "".join(f"    {n}: int\n" for n in "abcdef") + "\n\nRow(1, 2, 3, 4, 5, 6)\n",
        "def row(*content):\n    return content\n\n\nrow(1, 2, 3, 4, 5, 6)\n",
    ),
    (
        rules.redirects_stay_in_the_tab,
        "marketplace/state/x.py",
        "rx.redirect('/account', is_external=True)\n",
        "rx.redirect('/account')\n",
    ),
    (
        rules.clocks_are_read_when_asked,
        "tests/unit/test_x.py",
        "TODAY = now().date()\n",
        "def day():\n    return now().date()\n",
    ),
    (
        rules.clocks_are_read_when_asked,
        "tests/unit/test_x.py",
        "@pytest.mark.parametrize('day', [today(1)])\ndef test_x(day):\n    pass\n",
        "@pytest.mark.parametrize('later', [1])\ndef test_x(later):\n    day = today(later)\n",
    ),
    (
        rules.clocks_are_read_when_asked,
        "marketplace/domain/x.py",
        "def f(at=now()):\n    pass\n",
        "created_at: datetime = Field(default_factory=lambda: now())\n",
    ),
    (rules.no_radix_themes, "marketplace/pages/x.py", "rx.button('x')\n", "rx.el.button('x')\n"),
]


@pytest.mark.parametrize(("rule", "path", "bad", "good"), CASES)
def test_a_rule_finds_the_bad_and_passes_the_good(rule, path: str, bad: str, good: str) -> None:
    assert [finding[0] for finding in rule((parse(path, bad),))] == [path]
    assert list(rule((parse(path, good),))) == []


@pytest.mark.parametrize(
    "path", ["marketplace/kit/utils.py", "marketplace/helpers/x.py", "marketplace/order_manager.py"]
)
def test_names_that_say_nothing_are_found(path: str) -> None:
    assert list(rules.names_say_something((parse(path, ""),)))


@pytest.mark.parametrize(
    "bad",
    [
        "found = db.exec(offers).first()\n",
        "errors, said = {}, ''\n",
        "if (found := match(text)) is not None:\n    pass\n",
        "names = [told for told in rows]\n",
        "def list_offers(db, asked):\n    pass\n",
        "def f(*, own=''):\n    pass\n",
        "class Row:\n    asked: str = ''\n",
        "class Row:\n    def said(self):\n        pass\n",
        "self.found = []\n",
        "with open_cart() as own:\n    pass\n",
        "try:\n    f()\nexcept ValueError as told:\n    pass\n",
        "match row:\n    case [found]:\n        pass\n",
        "from offers import find as found\n",
    ],
)
def test_variables_that_say_nothing_are_found(bad: str) -> None:
    assert [finding[0] for finding in rules.variables_say_what_they_hold((parse("tests/x.py", bad),))] == ["tests/x.py"]


def test_what_is_only_read_or_said_to_people_may_be_called_as_it_is() -> None:
    good = "offer = row.found\ntext = 'found'\nf(asked=1)\nis_found = has_own = offers_found = True\n"
    assert list(rules.variables_say_what_they_hold((parse("marketplace/queries/x.py", good),))) == []


def test_the_tree_keeps_every_rule() -> None:
    assert list(rules.findings()) == []


def test_radix_themes_is_found_in_what_was_built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    built = tmp_path / ".web/build/client/assets"
    built.mkdir(parents=True)
    (built / "root.css").write_text(".store{}")
    monkeypatch.setattr(rules, "ROOT", tmp_path)
    assert list(rules.no_radix_themes(())) == []
    (built / "root.js").write_text('const t="radix-themes"')
    assert [finding[0] for finding in rules.no_radix_themes(())] == [".web/build/client/assets/root.js"]
