"""How a product line is written down: what its members share, and a table of what differs.

    sku         | eur   | g    | size     | grade
    CF-93380-Z  | 24.60 | 4200 | M12 × 80 | 8.8 zinc
    > A line that begins like this is one more sentence about the product above.

Texts are templates over the columns. Reserved columns: `sku`, `eur` (price of one unit), `g` (weight);
optional ones overrule the family: `kind`, `vendor`, `brand`, `tone` (colourway of the picture).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from marketplace.demo.catalogue.types import DemoAttribute, DemoCategory, DemoStore

Row: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of an option: what the SKU gains, and by how much the price is multiplied."""

    value: str
    suffix: str
    factor: float


@dataclass(frozen=True, slots=True)
class Family:
    """`specs` reads `*key Name: value; Name: value`, where the star makes a facet of it.

    `options` reads `M=, L, XL=XL@1.05`: value, suffix of the SKU if it is not the value itself,
    factor on the price. `step` is the quantity in which the goods are sold.
    """

    category: str
    vendor: str
    brand: str
    kind: str
    title: str
    subtitle: str
    text: str
    points: tuple[str, str, str]
    specs: str
    unit: str
    origin: str
    customs: str
    rows: str
    label: str = ""
    options: tuple[tuple[str, str], ...] = ()
    step: int = 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """A price list that the design pages show, taken over to the cent: `1:219.00 10:172.00`."""

    vendor: str
    sku: str
    tiers: tuple[tuple[int, int], ...]
    stock: int
    restock_in_days: int | None
    lead_time_days: int | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything written by hand about one store."""

    store: DemoStore
    categories: tuple[DemoCategory, ...]
    families: tuple[Family, ...]
    first: tuple[str, ...]
    drawn: Mapping[str, Drawn]
    rivals: tuple[tuple[str, Drawn], ...]


def cents(text: str) -> int:
    whole, _, fraction = text.strip().replace(",", "").partition(".")
    return int(whole) * 100 + int((fraction + "00")[:2])


def read_table(text: str) -> tuple[Row, ...]:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    head = [cell.strip() for cell in lines[0].split("|")]
    rows: list[dict[str, str]] = []
    for line in lines[1:]:
        if line.startswith(">"):
            rows[-1]["note"] = f"{rows[-1].get('note', '')} {line[1:].strip()}".strip()
            continue
        cells = [cell.strip() for cell in line.split("|")]
        if len(cells) != len(head):
            raise ValueError(f"{len(cells)} cells under {len(head)} columns: {line}")
        rows.append(dict(zip(head, cells, strict=True)))
    return tuple(rows)


def read_specs(specs: str, row: Row) -> Iterator[DemoAttribute]:
    for part in specs.split(";"):
        name, _, value = part.strip().partition(":")
        key = ""
        if facet := name.startswith("*"):
            key, _, name = name[1:].partition(" ")
        filled = value.strip().format_map(row)
        if filled and filled != "-":
            yield DemoAttribute(key or slug_key(name), name, filled, facet)


def slug_key(name: str) -> str:
    return "_".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def read_choices(text: str) -> tuple[Choice, ...]:
    choices = []
    for part in text.split(","):
        body, _, factor = part.strip().partition("@")
        value, sign, suffix = body.partition("=")
        short = suffix.strip() if sign else "".join(c for c in value.upper() if c.isalnum())
        choices.append(Choice(value.strip(), short, float(factor or 1)))
    return tuple(choices)


def read_tiers(text: str) -> tuple[tuple[int, int], ...]:
    pairs = (part.split(":") for part in text.split())
    return tuple((int(quantity), cents(amount)) for quantity, amount in pairs)


def read_drawn(text: str) -> dict[str, Drawn]:
    """A table `sku | tiers | stock | back`: the maker's own offers."""
    return {row["sku"]: _drawn(row, "") for row in read_table(text)}


def read_rivals(text: str) -> tuple[tuple[str, Drawn], ...]:
    """A table `of | vendor | sku | tiers | stock | back | lead`: other vendors' offers."""
    return tuple((row["of"], _drawn(row, row["vendor"])) for row in read_table(text))


def _drawn(row: Row, vendor: str) -> Drawn:
    return Drawn(
        vendor=vendor,
        sku=row["sku"],
        tiers=read_tiers(row["tiers"]),
        stock=int(row["stock"]),
        restock_in_days=int(row["back"]) if row["back"] else None,
        lead_time_days=int(row["lead"]) if row.get("lead") else None,
    )


def read_categories(store: str, text: str) -> tuple[DemoCategory, ...]:
    """A table `handle | name | kind`; an indented name (`- Drill drivers`) belongs to the last top one."""
    categories: list[DemoCategory] = []
    top = ""
    for position, row in enumerate(read_table(text), start=1):
        name = row["name"].removeprefix("- ")
        child = name != row["name"]
        categories.append(
            DemoCategory(
                store=store,
                handle=row["handle"],
                name=name,
                parent=top if child else None,
                picture_kind=row["kind"],
                position=position,
            )
        )
        top = top if child else row["handle"]
    return tuple(categories)
