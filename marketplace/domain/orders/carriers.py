"""Who brings a parcel, and where it can be followed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

MAX_TRACKING = 60


@dataclass(frozen=True)
class Carrier:
    """`link` holds `{number}`; `pattern` is what its numbers look like, to catch a slip of the hand early."""

    name: str
    link: str = ""
    pattern: str = ""


CARRIERS: tuple[Carrier, ...] = (
    Carrier("DHL", "https://www.dhl.com/en/express/tracking.html?AWB={number}", r"[A-Z]{0,4}\d{8,20}"),
    Carrier("DPD", "https://tracking.dpd.de/status/en_US/parcel/{number}", r"\d{11,14}[A-Z]?"),
    Carrier("GLS", "https://gls-group.eu/track/{number}", r"[A-Z0-9]{8,14}"),
    Carrier("UPS", "https://www.ups.com/track?tracknum={number}", r"1Z[A-Z0-9]{16}|\d{9,12}"),
    Carrier("FedEx", "https://www.fedex.com/fedextrack/?trknbr={number}", r"\d{12,15}"),
    Carrier("Hermes", "https://www.myhermes.de/empfangen/sendungsverfolgung/#{number}", r"[A-Z]?\d{14,20}"),
    Carrier("PostNord", "https://tracking.postnord.com/en/tracking?id={number}", r"[A-Z0-9]{8,22}"),
    Carrier("Bring", "https://tracking.bring.com/tracking/{number}", r"[A-Z0-9]{8,20}"),
    Carrier(
        "Royal Mail", "https://www.royalmail.com/track-your-item#/tracking-results/{number}", r"[A-Z]{2}\d{9}[A-Z]{2}"
    ),
    Carrier("USPS", "https://tools.usps.com/go/TrackConfirmAction?tLabels={number}", r"[A-Z0-9]{13,22}"),
    Carrier("Own van"),
    Carrier("Freight forwarder"),
)
_BY_NAME = {carrier.name: carrier for carrier in CARRIERS}


def find_carrier(name: str) -> Carrier | None:
    """The carrier of this name, as the list says it."""
    return _BY_NAME.get(name.strip())


def clean_tracking(number: str) -> str:
    """A tracking number as carriers read it: capitals, without the blanks that labels print."""
    return re.sub(r"\s+", "", number).upper()[:MAX_TRACKING]


def tracking_link(name: str, number: str) -> str:
    """Where this parcel can be followed; empty without a number or for a carrier that shows nothing."""
    carrier = find_carrier(name)
    cleaned = clean_tracking(number)
    return carrier.link.format(number=quote(cleaned, safe="")) if carrier and carrier.link and cleaned else ""


def tracking_problem(name: str, number: str) -> str:
    """What is wrong with the number of this carrier, in a sentence; empty when it is fine or left out."""
    carrier, cleaned = find_carrier(name), clean_tracking(number)
    if not cleaned or carrier is None or not carrier.pattern:
        return ""
    if re.fullmatch(carrier.pattern, cleaned):
        return ""
    return f"This does not look like a number of {carrier.name}. Check it, or choose another carrier."
