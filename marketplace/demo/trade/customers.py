"""Who bought: people and companies with an address in one of the store's countries."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.domain.buying.addresses import AddressInput


@dataclass(frozen=True)
class Customer:
    """A buyer; `account` is the e-mail of a demo account, empty for a guest; `tax_id` what a company gives."""

    email: str
    address: AddressInput
    account: str = ""
    tax_id: str = ""


_LINES = """
northforge | Birgit   | Anders   | Anders Maschinenbau   | Industriestraße 12   | 34123 | Kassel       | DE | DE219044171
northforge | Torben   | Wille    | Wille Stahlbau        | Hafenweg 4           | 28217 | Bremen       | DE | DE302176480
northforge | Leonie   | Krüger   |                       | Am Markt 8           | 04109 | Leipzig      | DE |
northforge | Matthias | Egger    | Egger Seilbahntechnik | Innrain 52           | 6020  | Innsbruck    | AT | ATU58319073
northforge | Sabine   | Ofner    |                       | Grazer Straße 17     | 8605  | Kapfenberg   | AT |
northforge | Dale     | Norwood  | Norwood Fabrication   | 410 Mill Street      | 44113 | Cleveland    | US |
northforge | Jana     | Petersen | Werft Petersen        | Kaistraße 3          | 24103 | Kiel         | DE | DE275110368
northforge | Emil     | Hartung  | Hartung Landtechnik   | Dorfstraße 41        | 17192 | Waren        | DE | DE258801931
mezzaluna  | Giulia   | Ferri    | Trattoria Ferri       | Via Saragozza 22     | 40123 | Bologna      | IT | IT03184420374
mezzaluna  | Paolo    | Renzi    |                       | Corso Garibaldi 9    | 20121 | Milano       | IT |
mezzaluna  | Chiara   | Monti    | Forno Monti           | Via del Pratello 60  | 40122 | Bologna      | IT | IT02907160374
mezzaluna  | Helen    | Marsh    | Marsh & Daughters     | 14 Orchard Row     | BA1 2QR | Bath         | GB | GB307291808
mezzaluna  | Anton    | Lehr     | Lehr Gastronomie      | Lindenallee 30       | 45127 | Essen        | DE | DE314607258
mezzaluna  | Sofia    | Bianchi  |                       | Piazza Dante 3       | 38122 | Trento       | IT |
assay      | Ruth     | Salomon  | Labor Salomon         | Forschungsring 7     | 72076 | Tübingen     | DE | DE290338145
assay      | Dirk     | Anhalt   | Klinikum Anhalt       | Auenweg 38           | 06847 | Dessau       | DE | DE287445908
assay      | Corinne  | Favre    | Favre Analytik        | Rue du Rhône 41      | 1204  | Genève       | CH | CHE108744398MWST
assay      | Urs      | Bachmann | Bachmann Chemie       | Hardstrasse 201      | 8005  | Zürich       | CH | CHE112608746MWST
assay      | Amelia   | Stone    | Stone Diagnostics     | 88 Harbor Drive      | 02210 | Boston       | US |
assay      | Katrin   | Voss     |                       | Schillerstraße 5     | 07745 | Jena         | DE |
"""


def customers_of(store: str) -> list[Customer]:
    """The buyers of a store; the demo's own shopper is among those of northforge."""
    customers = []
    for line in _LINES.strip().splitlines():
        at, first, last, company, street, code, city, country, tax_id = (part.strip() for part in line.split("|"))
        if at == store:
            mail = f"{first}.{last}@{(company or 'post').split()[0]}.example".lower()
            plain = mail.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae")
            address = AddressInput(
                first_name=first,
                last_name=last,
                company=company,
                line1=street,
                line2="",
                postal_code=code,
                city=city,
                province="",
                country=country,
            )
            customers.append(Customer(plain, address, tax_id=tax_id))
    if store == "northforge":
        home = AddressInput(
            first_name="Maren",
            last_name="Holt",
            company="",
            line1="Lange Gasse 3",
            line2="",
            postal_code="34117",
            city="Kassel",
            province="",
            country="DE",
        )
        customers += [Customer("maren@holt.example", home, "maren@holt.example")] * 2
    return customers
