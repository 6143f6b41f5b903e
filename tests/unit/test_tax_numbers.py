"""Tax numbers: one form for whoever types one, in whichever way."""

from __future__ import annotations

import pytest

from marketplace.demo.catalogue.vendors import vendors
from marketplace.domain.stores.tax_numbers import foreign_prefix, print_tax_number, read_tax_number
from marketplace.kit.check_digits import check


@pytest.mark.parametrize(
    ("typed", "country", "kept", "printed"),
    [
        ("XI 980 7806 84", "GB", "XI980780684", "XI 980 7806 84"),
        ("gb 980 7806 84", "GB", "GB980780684", "GB 980 7806 84"),
        ("980780684", "GB", "GB980780684", "GB 980 7806 84"),
        ("995 525 828 MVA", "NO", "NO995525828MVA", "NO 995 525 828 MVA"),
        ("NO995525828mva", "NO", "NO995525828MVA", "NO 995 525 828 MVA"),
        ("NO 995\u00a0525\u00a0828 MVA", "NO", "NO995525828MVA", "NO 995 525 828 MVA"),
        ("BE 428.759.497", "BE", "BE0428759497", "BE 0428.759.497"),
        ("(0)428.759.497", "BE", "BE0428759497", "BE 0428.759.497"),
        ("GR 094259216", "GR", "EL094259216", "EL094259216"),
        ("EL 094259216", "GR", "EL094259216", "EL094259216"),
        ("094259216", "GR", "EL094259216", "EL094259216"),
        ("CHE-107.787.577 TVA", "CH", "CHE107787577MWST", "CHE-107.787.577 MWST"),
        ("CHE-107.787.577 MWST", "CH", "CHE107787577MWST", "CHE-107.787.577 MWST"),
        ("CHE-107.787.577 IVA", "CH", "CHE107787577MWST", "CHE-107.787.577 MWST"),
        ("CHE-107.787.577 TPV", "CH", "CHE107787577MWST", "CHE-107.787.577 MWST"),
        ("40 303 265 045", "MC", "FR40303265045", "FR 40 303 265 045"),  # Monaco's are France's
        ("980 7806 84", "IM", "GB980780684", "GB 980 7806 84"),  # the Isle of Man's are the United Kingdom's
        ("USt-IdNr.: DE 811 907 980", "DE", "DE811907980", "DE 811 907 980"),
        ("Umsatzsteuer-Identifikationsnummer DE811907980", "AT", "DE811907980", "DE 811 907 980"),
        ("VAT DE811907980", "DE", "DE811907980", "DE 811 907 980"),
        ("VAT ID: 811 907 980", "DE", "DE811907980", "DE 811 907 980"),
        ("VAT Registration Number GB980780684", "IE", "GB980780684", "GB 980 7806 84"),
        ("VAT No. 980 7806 84", "GB", "GB980780684", "GB 980 7806 84"),
        ("VAT NO 995 525 828 MVA", "DE", "NO995525828MVA", "NO 995 525 828 MVA"),
        ("N° TVA : FR 40 303 265 045", "FR", "FR40303265045", "FR 40 303 265 045"),
        ("TVA 40 303 265 045", "FR", "FR40303265045", "FR 40 303 265 045"),
        ("P.IVA 00743110157", "IT", "IT00743110157", "IT00743110157"),
        ("P. IVA: IT00743110157", "IT", "IT00743110157", "IT00743110157"),
        ("BTW-nr. NL 8612.34.509 B01", "NL", "NL861234509B01", "NL861234509B01"),
        ("UID: CHE-107.787.577 MWST", "CH", "CHE107787577MWST", "CHE-107.787.577 MWST"),
        ("MWST-Nr. CHE-107.787.577 TVA", "CH", "CHE107787577MWST", "CHE-107.787.577 MWST"),
        ("U13585627", "AT", "ATU13585627", "ATU13585627"),
        ("de 811 907 980", "DE", "DE811907980", "DE 811 907 980"),
        ("DE811907980", "GB", "DE811907980", "DE 811 907 980"),  # a business in one country, registered in another
        ("NL 8612.34.509 B01", "", "NL861234509B01", "NL861234509B01"),
        ("12-3456789", "US", "123456789", "123456789"),
        ("IVA921231AB1", "MX", "IVA921231AB1", "IVA921231AB1"),  # begins as a label does, and is none
        ("VAT ID: 12-3456789", "US", "123456789", "123456789"),
        ("ESA921231AB1", "MX", "ESA921231AB1", "ESA921231AB1"),  # begins as a Spanish one does, and is none
    ],
)
def test_a_number_has_one_form_and_is_printed_as_its_office_does(
    typed: str, country: str, kept: str, printed: str
) -> None:
    assert read_tax_number(typed, country, check) == kept
    assert read_tax_number(kept, country, check) == kept
    assert read_tax_number(printed, country, check) == kept
    assert print_tax_number(kept) == printed


@pytest.mark.parametrize(
    ("typed", "country", "expected"),
    [
        ("hello", "GR", "Enter a valid VAT number for GR, such as EL094259216."),
        ("hello", "US", "Enter a valid VAT number for US, with all its digits."),
        ("NL12", "NL", "Enter a valid VAT number for NL, such as NL004495445B01."),
        ("NO 995 525 828 VAT", "NO", "Enter a valid VAT number for NO, such as NO 995 525 828 MVA."),
        ("XI98078068", "GB", "Enter a valid VAT number for XI, such as XI980780684."),
        (
            "NO 995 525 828",
            "NO",
            "Without its ending this is a number of the register. Add MVA if you are registered for VAT, such as "
            "NO 995 525 828 MVA.",
        ),
        (
            "CHE-107.787.577",
            "CH",
            "Without its ending this is a number of the register. Add MWST if you are registered for VAT, such as "
            "CHE-107.787.577 MWST.",
        ),
        ("VAT", "DE", "Enter a valid VAT number for DE, such as DE136695976."),
        ("P.IVA", "IT", "Enter a valid VAT number for IT, such as IT00743110157."),
        ("", "", "Enter a valid VAT number, with all its digits."),
        (
            "DE 811 402 617",
            "DE",
            "A digit of this VAT number is wrong: its check digits do not fit for DE. Compare it with your papers.",
        ),
        (
            "CHE-107.787.578",
            "CH",
            "A digit of this VAT number is wrong: its check digits do not fit for CH. Compare it with your papers.",
        ),
    ],
)
def test_what_is_no_number_is_refused_with_what_is_expected(typed: str, country: str, expected: str) -> None:
    with pytest.raises(ValueError) as caught:
        read_tax_number(typed, country, check)
    assert str(caught.value) == expected


def test_the_demo_s_numbers_are_kept_as_everybody_s_are() -> None:
    assert [read_tax_number(v.tax_id, v.country, check) for v in vendors()] == [v.tax_id for v in vendors()]


def test_what_stood_there_before_is_printed_as_it_is() -> None:
    assert print_tax_number("unknown") == "unknown"


@pytest.mark.parametrize(
    ("scheme", "number", "answer"),
    [
        ("iban", "nl91 abna 0417 1643 00", ("NL91ABNA0417164300", "")),
        ("iban", "NL91ABNA0417164301", ("NL91ABNA0417164301", "digits")),
        ("iban", "DE8937040044053201300", ("DE8937040044053201300", "digits")),
        ("iban", "", ("", "form")),
        ("bic", "deut de ff", ("DEUTDEFF", "")),
        ("bic", "DEUT1EFF", ("DEUT1EFF", "form")),
    ],
)
def test_banks_numbers_are_checked_by_the_same_hand(scheme: str, number: str, answer: tuple[str, str]) -> None:
    assert check(scheme, number) == answer


@pytest.mark.parametrize(
    ("typed", "country", "prefix"),
    [
        ("NL 8612.34.509 B01", "DE", "NL"),
        ("DE811907980", "GB", "DE"),
        ("DE811907980", "DE", ""),
        ("811907980", "DE", ""),
        ("NL 8612.34.509 B01", "", ""),  # no country is chosen yet
        ("EL 094259216", "GR", ""),
        ("FR 40 303 265 045", "MC", ""),
        ("XI 980 7806 84", "GB", ""),  # Northern Ireland
        ("ESA921231AB1", "MX", ""),  # begins as a Spanish one does, and is none
        ("NL12", "DE", ""),  # wrong: that is said instead
    ],
)
def test_a_number_of_another_country_is_noticed(typed: str, country: str, prefix: str) -> None:
    assert foreign_prefix(typed, country, check) == prefix
