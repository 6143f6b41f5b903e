"""The people of the demo: who they are and what everybody knows about them, their password among it."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.domain.permissions import Role

PASSWORD = "concourse-demo"  # noqa: S105  public on purpose, and only in demo mode


@dataclass(frozen=True)
class DemoAccount:
    """One click on the sign-in page: who it is, what they are (`role`), and where."""

    name: str
    role: str
    email: str
    store: str = ""
    company: str = ""
    vendor: str = ""
    grant: Role | None = None
    title: str = ""
    limit_amount: int | None = None  # minor units a month
    password: str = PASSWORD


ACCOUNTS = (
    DemoAccount("Rasmus Vik", "operator", "rasmus@concourse.example", grant=Role.OPERATOR),
    DemoAccount("Nora Lindqvist", "tenant admin", "nora@northforge.example", "northforge", grant=Role.TENANT_ADMIN),
    DemoAccount("Ana Ruiz", "editor", "ana@mezzaluna.example", "mezzaluna", grant=Role.EDITOR),
    DemoAccount(
        "Ilse Brandt",
        "vendor owner",
        "ilse@hallberg.example",
        "northforge",
        vendor="hallberg",
        grant=Role.VENDOR_MEMBER,
        title="owner",
    ),
    DemoAccount(
        "Jakob Thiel",
        "vendor catalogue",
        "jakob@hallberg.example",
        "northforge",
        vendor="hallberg",
        grant=Role.VENDOR_MEMBER,
        title="catalogue",
    ),
    DemoAccount(
        "Sanne de Wit",
        "vendor applying",
        "sanne@kestrel.example",
        "northforge",
        vendor="kestrel",
        grant=Role.VENDOR_MEMBER,
        title="owner",
    ),
    DemoAccount(
        "Priya Nair",
        "company buyer",
        "priya@aldermoor.example",
        "northforge",
        "Aldermoor Rail",
        grant=Role.COMPANY_CONTACT,
        title="buyer",
        limit_amount=500_000,
    ),
    DemoAccount(
        "Tom Whitfield",
        "company approver",
        "tom@aldermoor.example",
        "northforge",
        "Aldermoor Rail",
        grant=Role.COMPANY_CONTACT,
        title="approver",
        limit_amount=2_500_000,
    ),
    DemoAccount(
        "Marta Oliveira",
        "company administrator",
        "marta@aldermoor.example",
        "northforge",
        "Aldermoor Rail",
        grant=Role.COMPANY_CONTACT,
        title="admin",
    ),
    DemoAccount(
        "Chiara Galli",
        "company buyer",
        "chiara@osteria.example",
        "mezzaluna",
        "Osteria Group",
        grant=Role.COMPANY_CONTACT,
        title="buyer",
        limit_amount=800_000,
    ),
    DemoAccount(
        "Dario Conti",
        "company approver",
        "dario@osteria.example",
        "mezzaluna",
        "Osteria Group",
        grant=Role.COMPANY_CONTACT,
        title="approver",
        limit_amount=2_500_000,
    ),
    DemoAccount(
        "Elena Rossi",
        "company administrator",
        "elena@osteria.example",
        "mezzaluna",
        "Osteria Group",
        grant=Role.COMPANY_CONTACT,
        title="admin",
    ),
    DemoAccount(
        "Jonas Reuter",
        "company buyer",
        "jonas@morgau.example",
        "assay",
        "Universitätsklinik Morgau",
        grant=Role.COMPANY_CONTACT,
        title="buyer",
        limit_amount=800_000,
    ),
    DemoAccount(
        "Birte Hansen",
        "company approver",
        "birte@morgau.example",
        "assay",
        "Universitätsklinik Morgau",
        grant=Role.COMPANY_CONTACT,
        title="approver",
        limit_amount=2_500_000,
    ),
    DemoAccount(
        "Friederike Lang",
        "company administrator",
        "friederike@morgau.example",
        "assay",
        "Universitätsklinik Morgau",
        grant=Role.COMPANY_CONTACT,
        title="admin",
    ),
    DemoAccount(
        "Jana Petersen", "company applying", "jana@petersen.example", "northforge", "Werft Petersen", grant=Role.SHOPPER
    ),
    DemoAccount("Maren Holt", "shopper", "maren@holt.example", "assay", grant=Role.SHOPPER),
)
