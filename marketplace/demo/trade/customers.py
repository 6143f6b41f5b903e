"""Who bought: people and companies with an address in one of the store's countries."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.domain.addresses import AddressInput


@dataclass(frozen=True)
class Customer:
    """A buyer; `account` is the e-mail of a demo account, empty for a guest."""

    email: str
    address: AddressInput
    account: str = ""


_LINES = """
northforge | Birgit   | Anders   | Anders Maschinenbau   | Industriestraße 12   | 34123 | Kassel       | DE
northforge | Torben   | Wille    | Wille Stahlbau        | Hafenweg 4           | 28217 | Bremen       | DE
northforge | Leonie   | Krüger   |                       | Am Markt 8           | 04109 | Leipzig      | DE
northforge | Matthias | Egger    | Egger Seilbahntechnik | Innrain 52           | 6020  | Innsbruck    | AT
northforge | Sabine   | Ofner    |                       | Grazer Straße 17     | 8605  | Kapfenberg   | AT
northforge | Dale     | Norwood  | Norwood Fabrication   | 410 Mill Street      | 44113 | Cleveland    | US
northforge | Jana     | Petersen | Werft Petersen        | Kaistraße 3          | 24103 | Kiel         | DE
northforge | Emil     | Hartung  | Hartung Landtechnik   | Dorfstraße 41        | 17192 | Waren        | DE
mezzaluna  | Giulia   | Ferri    | Trattoria Ferri       | Via Saragozza 22     | 40123 | Bologna      | IT
mezzaluna  | Paolo    | Renzi    |                       | Corso Garibaldi 9    | 20121 | Milano       | IT
mezzaluna  | Chiara   | Monti    | Forno Monti           | Via del Pratello 60  | 40122 | Bologna      | IT
mezzaluna  | Helen    | Marsh    | Marsh & Daughters     | 14 Orchard Row       | BA1 2 | Bath         | GB
mezzaluna  | Anton    | Lehr     | Lehr Gastronomie      | Lindenallee 30       | 45127 | Essen        | DE
mezzaluna  | Sofia    | Bianchi  |                       | Piazza Dante 3       | 38122 | Trento       | IT
assay      | Ruth     | Salomon  | Labor Salomon         | Forschungsring 7     | 72076 | Tübingen     | DE
assay      | Dirk     | Anhalt   | Klinikum Anhalt       | Auenweg 38           | 06847 | Dessau       | DE
assay      | Corinne  | Favre    | Favre Analytik        | Rue du Rhône 41      | 1204  | Genève       | CH
assay      | Urs      | Bachmann | Bachmann Chemie       | Hardstrasse 201      | 8005  | Zürich       | CH
assay      | Amelia   | Stone    | Stone Diagnostics     | 88 Harbor Drive      | 02210 | Boston       | US
assay      | Katrin   | Voss     |                       | Schillerstraße 5     | 07745 | Jena         | DE
"""


def customers_of(store: str) -> list[Customer]:
    """The buyers of a store; the demo's own shopper is among those of northforge."""
    found = []
    for line in _LINES.strip().splitlines():
        at, first, last, company, street, code, city, country = (part.strip() for part in line.split("|"))
        if at == store:
            mail = f"{first}.{last}@{(company or 'post').split()[0]}.example".lower()
            plain = mail.replace("ü", "ue").replace("ö", "oe").replace("ä", "ae")
            found.append(Customer(plain, AddressInput(first, last, company, street, "", code, city, "", country)))
    if store == "northforge":
        home = AddressInput("Maren", "Holt", "", "Lange Gasse 3", "", "34117", "Kassel", "", "DE")
        found += [Customer("maren@holt.example", home, "maren@holt.example")] * 2
    return found
