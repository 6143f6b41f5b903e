"""What is kept only for a while: finished jobs forget what they carried, letters and proofs go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import forget_payloads
from marketplace.kit.tables import Job, MailMessage
from marketplace.models.user import OneTimeToken
from marketplace.queries.operator_desk.jobs import get_job
from marketplace.services.identity.retention import forget_letters, forget_tokens
from tests.factories.people import make_operator, make_user

OLD, NEW, BEFORE = timedelta(days=31), timedelta(days=29), timedelta(days=30)


@pytest.mark.parametrize(
    ("status", "age", "kept"),
    [("done", OLD, False), ("cancelled", OLD, False), ("done", NEW, True), ("dead", OLD, True), ("pending", OLD, True)],
)
def test_finished_jobs_forget_what_they_carried(db: Session, status: str, age: timedelta, kept: bool) -> None:
    ended = now() - age if status in ("done", "dead") else None
    job = Job(
        id=new_id("job"), kind="mail.x", status=status, payload={"to": "a@b.co"}, finished_at=ended, run_at=now() - age
    )
    db.add(job)
    db.flush()
    assert forget_payloads(db, now() - BEFORE) == (0 if kept else 1)
    db.expire_all()
    assert job.payload == ({"to": "a@b.co"} if kept else {})


def test_old_letters_and_proofs_go_and_new_ones_stay(db: Session) -> None:
    user = make_user(db)
    for age in (OLD, NEW):
        moment = now() - age
        db.add(
            MailMessage(
                id=new_id("mail"),
                to="a@b.co",
                subject=str(age.days),
                text="link",
                message_key=str(age),
                created_at=moment,
            )
        )
        db.add(OneTimeToken(id=new_id("ott"), user_id=user.id, purpose=str(age.days), expires_at=moment))
    db.flush()
    assert (forget_letters(db, now() - BEFORE), forget_tokens(db, now() - BEFORE)) == (1, 1)
    assert db.exec(select(MailMessage.subject)).all() == db.exec(select(OneTimeToken.purpose)).all() == ["29"]


def test_the_desk_shows_no_key_of_a_job_that_it_does_not_know(db: Session) -> None:
    operator = make_operator(db)
    job = Job(id=new_id("job"), kind="mail.x", payload={"to": "a@b.co", "token": "s3cret", "path": "/s/x?key=k3y"})
    db.add(job)
    db.flush()
    shown = get_job(db, operator, job.id)
    assert "a@b.co" in shown.payload
    assert "s3cret" not in repr(shown)
    assert "k3y" not in repr(shown)
