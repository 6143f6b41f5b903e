"""Where a store sells, and in what: regions, currencies, locales."""

from __future__ import annotations

from typing import Any

from babel import Locale
from fastapi import APIRouter
from starlette.responses import Response

from marketplace.api.http.auth import Store
from marketplace.api.http.errors import ApiError, not_found
from marketplace.api.http.fields import pick, read_fields
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, ReadParams, Several, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store import schemas
from marketplace.api.store.country_codes import country_of
from marketplace.domain.money import EXPONENTS
from marketplace.kit.clock import iso
from marketplace.queries.shared.price_context import RegionFacts, list_region_facts

router = APIRouter(tags=["store"])
DEFAULT = ("id", "name", "currency_code", "created_at", "updated_at", "deleted_at", "metadata", "*countries")


class NoSuch(ApiError):
    """Nothing of this kind has this id here."""

    status, kind = 404, "not_found"

    def __init__(self, noun: str, key: str) -> None:
        super().__init__(not_found(noun, key))


class RegionsParams(ListParams):
    id: Several | None = None
    q: str | None = None
    name: str | None = None
    currency_code: str | None = None


@router.get("/store/regions", summary="Regions of the store", responses=gives(schemas.Regions))
def list_regions(caller: Store, params: RegionsParams = from_query(RegionsParams)) -> Response:
    tree = read_fields(params.fields, DEFAULT)
    regions = [one for one in caller.run(lambda db: list_region_facts(db, caller.store)) if _fits(one, params)]
    return reply(page("regions", [pick(region_json(one), tree) for one in regions], params))


@router.get("/store/regions/{id}", summary="One region", responses=gives(schemas.OneRegion))
def get_region(id: str, caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    tree = read_fields(params.fields, DEFAULT)
    region = next((one for one in caller.run(lambda db: list_region_facts(db, caller.store)) if one.id == id), None)
    if region is None:
        raise NoSuch("Region", id)
    return reply({"region": pick(region_json(region), tree)})


@router.get("/store/currencies", summary="Currencies of the store")
def list_currencies(caller: Store, params: ListParams = from_query(ListParams)) -> Response:
    codes = dict.fromkeys(one.currency for one in caller.run(lambda db: list_region_facts(db, caller.store)))
    return reply(page("currencies", [_currency(code) for code in codes], params))


@router.get("/store/currencies/{code}", summary="One currency")
def get_currency(code: str, caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    codes = {one.currency for one in caller.run(lambda db: list_region_facts(db, caller.store))}
    if code.upper() not in codes:
        raise NoSuch("Currency", code)
    return reply({"currency": _currency(code.upper())})


@router.get("/store/locales", summary="Languages of the store")
def list_locales(caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    code = caller.store.default_locale.replace("_", "-")
    name = Locale.parse(code.replace("-", "_")).get_display_name("en")
    return reply({"locales": [{"code": code, "name": name}]})


def region_json(region: RegionFacts) -> dict[str, Any]:
    """A region as the store API writes it."""
    stamps = {"created_at": iso(region.created_at), "updated_at": iso(region.created_at), "deleted_at": None}
    countries = [{**country_of(code), "region_id": region.id, "metadata": None, **stamps} for code in region.countries]
    return {
        "id": region.id,
        "name": region.name,
        "currency_code": region.currency.lower(),
        "automatic_taxes": True,
        **stamps,
        "metadata": None,
        "countries": countries,
    }


def _fits(region: RegionFacts, params: RegionsParams) -> bool:
    return (
        (params.id is None or region.id in params.id)
        and (params.name is None or region.name == params.name)
        and (params.currency_code is None or region.currency == params.currency_code.upper())
        and (params.q is None or params.q.lower() in region.name.lower())
    )


def _currency(code: str) -> dict[str, Any]:
    locale = Locale.parse("en")
    symbol = locale.currency_symbols.get(code, code)
    return {
        "code": code.lower(),
        "symbol": symbol,
        "symbol_native": symbol,
        "name": locale.currencies.get(code, code),
        "decimal_digits": EXPONENTS[code],
        "rounding": 0,
    }
