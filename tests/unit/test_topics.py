"""Topics and audit actions: none is a half promise, each is said by a service, and all have the form of the house."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from marketplace.domain.audit_actions import AuditAction, find_action, in_three_parts
from marketplace.domain.topics import Topic, topic_of
from tasks.events import LISTENERS
from tasks.orders import LETTERS

WRITERS = "\n".join(
    path.read_text() for folder in ("services", "demo") for path in Path(f"marketplace/{folder}").rglob("*.py")
)
PAST = re.compile(r"[a-z]+ed|paid|sent|held|withdrawn|written_off")


def said_in_services(enum: str) -> set[str]:
    return set(re.findall(rf"\b{enum}\.([A-Z_]+)", WRITERS))


def published() -> set[Topic]:
    """What services name, and what follows from the actions that they name."""
    topics = {Topic[name] for name in said_in_services("Topic")}
    for name in said_in_services("AuditAction"):
        try:
            topics.add(topic_of(AuditAction[name]))
        except ValueError:  # such a change is only written to the trail, or published by another name
            continue
    return topics


def test_every_topic_is_published() -> None:
    assert set(Topic) - published() == set()


def test_every_topic_is_a_noun_and_a_past_tense() -> None:
    for topic in Topic:
        noun, _, verbed = topic.partition(".")
        assert re.fullmatch(r"[a-z_]+", noun), topic
        assert PAST.fullmatch(verbed) or PAST.fullmatch(verbed.rpartition("_")[2]) or "written_off" in verbed, topic


@pytest.mark.parametrize("start", sorted({start for start, _ in LISTENERS}))
def test_who_listens_hears_something(start: str) -> None:
    assert [topic for topic in Topic if topic.startswith(start)] != []


def test_every_letter_follows_a_topic_that_its_listener_hears() -> None:
    starts = tuple(start for start, listen in LISTENERS if listen.__name__ == "tell_by_letter")
    assert [topic for topic in LETTERS if topic not in set(Topic) or not topic.startswith(starts)] == []


def test_every_action_is_used_by_a_service() -> None:
    assert {action.name for action in AuditAction} - said_in_services("AuditAction") == set()


@pytest.mark.parametrize("action", AuditAction)
def test_an_action_has_three_parts_and_a_sentence(action: AuditAction) -> None:
    assert re.fullmatch(r"[a-z_]+:[a-z_]+:[a-z_]+", action)
    assert re.match(r"[a-z]", action.sentence)  # it follows a name
    assert not action.sentence.endswith(".")


@pytest.mark.parametrize(
    ("written", "now"),
    [
        ("product:created", AuditAction.PRODUCT_CREATED),
        ("account:signed_in", AuditAction.ACCOUNT_SIGNED_IN),
        ("payout:held", AuditAction.PAYOUT_HELD),
        ("payout:payer:set", AuditAction.PAYOUT_PAYER_SET),
        ("vendor:payout:held", AuditAction.PAYOUT_HELD),
        ("payment:payment:captured", AuditAction.PAYMENT_CAPTURED),
    ],
)
def test_old_lines_name_the_same_actions(written: str, now: AuditAction) -> None:
    assert find_action(written) is now
    assert in_three_parts(written) == now.value


@pytest.mark.parametrize("unknown", ["", "vendor", "thing:changed", "a:b:c", "a:b:c:d"])
def test_an_action_that_nobody_knows_any_more_is_none(unknown: str) -> None:
    assert find_action(unknown) is None
