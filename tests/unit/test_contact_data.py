"""E-mail addresses and postal codes: what is taken, how it is written, and what is said of the rest."""

import pytest

from marketplace.kit.emails import email_problem, read_email, spellings
from marketplace.kit.postal_codes import postal_rule, read_postal_code


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (" Maren.Holt+Shop@Holt.Example ", "maren.holt+shop@holt.example"),
        ("einkauf@müller.de", "einkauf@xn--mller-kva.de"),
    ],
)
def test_an_address_is_written_as_mail_servers_take_it(typed: str, read: str) -> None:
    assert read_email(typed) == read
    assert email_problem(typed) == ""


@pytest.mark.parametrize(
    "typed",
    [
        "nobody@nowhere",
        "nobody",
        "@holt.example",
        "a b@holt.example",
        "a@b@holt.example",
        "a@holt.example.",
        "a@-x.de",
        "a@localhost",
        "ä@holt.example",
        f"{'a' * 65}@holt.example",
        "",
    ],
)
def test_what_no_letter_can_be_sent_to_is_refused(typed: str) -> None:
    assert email_problem(typed) == "Enter an e-mail address such as name@company.com."


@pytest.mark.parametrize(
    ("typed", "on_file"),
    [
        (" Einkauf@Müller.de", ("einkauf@xn--mller-kva.de", "einkauf@müller.de")),
        ("einkauf@xn--mller-kva.de", ("einkauf@xn--mller-kva.de", "einkauf@müller.de")),
        ("Ops@office.local", ("ops@office.local",)),
        ("", ("",)),
    ],
)
def test_an_address_is_found_however_it_is_on_file(typed: str, on_file: tuple[str, ...]) -> None:
    assert spellings(typed) == on_file


@pytest.mark.parametrize(
    ("country", "typed", "read"),
    [
        ("DE", " 34117 ", "34117"),
        ("DE", "D-34117", "34117"),
        ("DE", "de-34117", "34117"),
        ("GB", "sw1a 1aa", "SW1A 1AA"),
        ("GB", "GIR 0AA", "GIR 0AA"),
        ("NL", "1234 ab", "1234 AB"),
        ("NL", "1234AB", "1234AB"),
        ("PL", "00-950", "00-950"),
        ("LV", "LV-1073", "LV-1073"),
        ("CH", "8001", "8001"),
        ("IE", "", ""),
        ("IE", "A65 F4E2", "A65 F4E2"),
        ("HK", "", ""),
        ("HK", "999077", "999077"),
        ("ZZ", "", ""),
        ("US", "94105-1234", "94105-1234"),
    ],
)
def test_a_postal_code_is_read_by_its_country(country: str, typed: str, read: str) -> None:
    assert read_postal_code(country, typed) == read


@pytest.mark.parametrize(
    ("country", "typed", "says"),
    [
        ("DE", "ABC", "A postal code in Germany has five digits, such as 26133."),
        ("DE", "341170", "A postal code in Germany has five digits, such as 26133."),
        ("DE", "", "A postal code in Germany has five digits, such as 26133."),
        ("CH", "80001", "A postal code in Switzerland has four digits, such as 2544."),
        ("GB", "34117", "A postal code in the United Kingdom looks like EC1Y 8SY or GIR 0AA."),
        ("GB", "GIR 0AA 5", "A postal code in the United Kingdom looks like EC1Y 8SY or GIR 0AA."),
        ("IE", "34117", "A postal code in Ireland looks like A65 F4E2."),
        ("PL", "00950", "A postal code in Poland looks like 00-950 or 05-470."),
    ],
)
def test_what_its_country_has_not_is_explained(country: str, typed: str, says: str) -> None:
    with pytest.raises(ValueError, match="postal code") as refused:
        read_postal_code(country, typed)
    assert str(refused.value) == says


def test_a_country_without_postal_codes_asks_for_none() -> None:
    assert not postal_rule("AE").is_needed
    assert postal_rule("DE").is_needed
