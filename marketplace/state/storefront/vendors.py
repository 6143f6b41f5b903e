"""One vendor and all vendors of a store, taken over."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import reflex as rx

from marketplace.kit.clock import now
from marketplace.queries.storefront.store_map import get_store_map
from marketplace.queries.storefront.vendor_page import VendorList, VendorPage, get_vendor_page, list_vendors
from marketplace.state.storefront.layout import StoreScreen, View, path_part


class VendorScreen(StoreScreen):
    vendor: VendorPage = VendorPage()

    @rx.event
    async def load(self) -> None:
        """Read the vendor of this address with the goods it asks for."""
        handle, params = path_part(self, 3), parse_qsl(self.router.url.query)

        def read(v: View) -> VendorPage:
            page = get_vendor_page(
                v.db, v.tenant, v.market, handle=handle, params=params, moment=now(), show_prices=v.show_prices
            )
            vendor_id = get_store_map(v.db, v.tenant).vendor_id(handle) or ""
            return replace(page, listing=v.listed(page.listing, vendor_id=vendor_id))

        self.vendor = await self.enter(read) or VendorPage()


class VendorsScreen(StoreScreen):
    vendors: VendorList = VendorList()

    @rx.event
    async def load(self) -> None:
        """Read all vendors."""
        self.vendors = await self.enter(lambda v: list_vendors(v.db, v.tenant, v.market, now())) or VendorList()
