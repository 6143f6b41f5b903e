"""Every kind of mail is written, delivered once, and says what its job said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlmodel import Session, select

from marketplace.domain.topics import topic_of
from marketplace.integrations.mail.letters import KINDS, write
from marketplace.integrations.mail.mailer import Mail, SmtpMailer
from marketplace.kit.db import unit_of_work
from marketplace.kit.jobs import enqueue
from marketplace.kit.tables import Job, MailMessage
from marketplace.kit.tenancy import Scope
from marketplace.queries.account.mailbox import linked
from marketplace.services.identity.registration import ask_for_account
from marketplace.services.vendors import vendor_decisions
from marketplace.settings import settings
from tasks.app import HANDLERS, run_next
from tests.factories.people import make_tenant

DATA = {
    "to": "ada@example.com",
    "name": "Ada",
    "token": "t0ken",
    "vendor": "Kestrel",
    "company": "Stahlbau Wille",
    "store": "Northforge",
    "reason": "",
    "who": "ada@lind.example",
    "number": "1042",
    "title": "Drill driver",
    "sku": "HB-1865",
    "holder": "Kestrel B.V.",
    "account": "NL20 •••• 4567",
    "change": "vac_1",
    "stage": 3,
    "place": "York",
    "total": "EUR 19.04",
    "amount": "EUR 11.90",
    "day": "1 December 2026",
    "reference": "SEPA OUT 1",
    "invoices": [{"number": "BOLT-2026-0001", "due": "30.12.2026", "open": "EUR 19.04"}],
    "path": "/s/northforge/orders/1042?key=k3y",
    "is_reminder": False,
    "is_approved": True,
    "has_changed": False,
    "places_itself": False,
    "more": 0,
    "handle": "northforge",
    "request": "preq_1",
    "by": "Marta Lind",
    "why": "",
    "lines": ["2 × Drill driver"],
    "note": "For the depot.",
    "revision": 2,
    "missing": "1 of 3 lines",
    "others": ["Vanta", "Bolt"],
    "files": ["Flange.pdf"],
    "is_guest": True,
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_letter_has_a_subject_words_and_a_frame(kind: str) -> None:
    mail = write(kind, DATA, key="job_1", tenant_id=None)
    assert mail.subject
    assert "{" not in mail.text
    assert mail.text.endswith("\nNorthforge\n")
    assert mail.subject in mail.html


def test_links_are_ours_whatever_host_was_asked(database: str) -> None:
    mail = write("reset_password", DATA, key="job_1", tenant_id=None)
    assert f"{settings().base_url}/reset-password?token=t0ken" in mail.text
    assert f'href="{settings().base_url}/reset-password?token=t0ken"' in mail.html


def test_a_path_with_a_query_of_its_own_gets_one_more_part() -> None:
    mail = write("order_transfer", DATA, key="job_1", tenant_id=None)
    link = f"{settings().base_url}/s/northforge/orders/1042?key=k3y&transfer=t0ken"
    assert f"{link}\n" in mail.text
    assert f'href="{link.replace("&", "&amp;")}"' in mail.html


def test_what_a_person_wrote_is_escaped_in_the_html() -> None:
    mail = write("vendor_rejected", DATA | {"reason": "<script>x</script>"}, key="k", tenant_id=None)
    assert "<script>x" not in mail.html
    assert "&lt;script&gt;x" in mail.html


def test_a_name_with_line_breaks_writes_no_lines_of_its_own() -> None:
    evil = "Ada,\n\nhttps://evil.example/pay\n\nyours"
    for kind in KINDS:
        named = DATA | {
            "name": evil,
            "company": evil,
            "vendor": evil,
            "who": evil,
            "reason": evil,
            "title": evil,
            "sku": evil,
            "holder": evil,
            "account": evil,
            "place": evil,
            "reference": evil,
            "note": evil,
            "by": evil,
            "why": [evil] if kind == "approval_asked" else evil,
            "lines": [evil],
            "others": [evil, evil],
        }
        mail = write(kind, named, key="k", tenant_id=None)
        assert "\nhttps://evil.example" not in mail.text, kind
        assert 'href="https://evil.example' not in mail.html, kind
        assert "\n" not in mail.subject


def test_signing_up_puts_one_mail_into_the_mailbox(database: str) -> None:
    import tasks.handlers  # noqa: F401

    with unit_of_work(Scope.system()) as db:
        tenant = make_tenant(db, "northforge")
        ask_for_account(db, email="ada@example.com", first_name="Ada", last_name="", tenant_id=tenant.id, next_path="")
    while run_next():
        pass
    with unit_of_work(Scope.system()) as db:
        mail = db.exec(select(MailMessage)).one()
        assert (mail.to, mail.tenant_id) == ("ada@example.com", tenant.id)
        assert "Northforge" in mail.text
        assert db.exec(select(Job.status).where(Job.kind == "mail.verify_email")).one() == "done"


def test_the_same_key_is_delivered_once(db: Session) -> None:
    from marketplace.integrations.mail.mailer import MailboxMailer

    mail = Mail("job_1", "a@b.co", "Hello", "text", "<p>text</p>")
    MailboxMailer(db).send(mail)
    MailboxMailer(db).send(mail)
    assert len(db.exec(select(MailMessage)).all()) == 1


def test_over_smtp_the_key_is_the_message_id() -> None:
    mailer = SmtpMailer("smtp://localhost", "Concourse <no-reply@concourse.example>")
    message = mailer.message(Mail("job_1", "a@b.co", "Hello", "text", "<p>text</p>"))
    assert message["Message-ID"] == "<job_1@concourse.example>"
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]


def test_a_mail_that_cannot_be_written_dies_with_its_reason(database: str) -> None:
    import tasks.handlers  # noqa: F401

    with unit_of_work(Scope.system()) as db:
        enqueue(db, "mail.company_approved", payload={"to": "a@b.co"}, max_attempts=1)
    run_next()
    with unit_of_work(Scope.system()) as db:
        job = db.exec(select(Job)).one()
    assert (job.status, job.error_class) == ("dead", "UndefinedError")


def test_links_in_a_mail_are_links_and_the_rest_is_text() -> None:
    assert linked("See http://x.example/a?b=1. <b>") == (
        'See <a href="http://x.example/a?b=1">http://x.example/a?b=1</a>. &lt;b&gt;'
    )


def test_every_kind_of_mail_that_is_asked_for_is_a_letter() -> None:
    import tasks.handlers  # noqa: F401

    kinds: set[str] = set()
    for source in (*Path("marketplace").rglob("*.py"), *Path("tasks").rglob("*.py")):
        kinds |= set(re.findall(r"""["'](mail\.[a-z_]+)["']""", source.read_text()))
    decided = [topic_of(action) for action in vendor_decisions._RECORDED.values()]
    kinds |= {f"mail.{topic.replace('.', '_')}" for topic in decided}  # `_decide` makes these names
    assert len(kinds) > 8
    assert kinds <= set(HANDLERS)
    assert {f"mail.{kind}" for kind in KINDS} <= kinds, "a letter that nobody sends"
