"""`/vendor/products/[product_id]`: the form, saved as one, and everything that happens at once.

What is typed is kept beside what was loaded. Options and variants are changed at once; whatever was typed
before is saved with them, so that nothing is lost and no two tabs mix.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.catalogue.product_form import problems_of
from marketplace.domain.errors import Invalid, MarketplaceError, StaleVersion
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.queries.vendor_desk.editing import EditProduct, get_product_for_editing
from marketplace.services.catalogue import media, products, variants
from marketplace.services.catalogue.product_editing import save_product
from marketplace.services.identity.access import Desk
from marketplace.state import toast
from marketplace.state.upload_reply import read_reply
from marketplace.state.vendor_desk.product_form import VendorProductForm
from marketplace.state.vendor_desk.product_loading import edit_of

Act = Callable[[Session, Actor, int], int]  # takes the version it was shown, returns the new one


class VendorProductState(VendorProductForm):
    """Every press of a button on the page."""

    @rx.event
    async def discard(self) -> Any:
        """Forget what was typed."""
        product_id = self.product.id
        try:
            fresh = await self.at_desk(Desk.VENDOR, lambda db, actor: get_product_for_editing(db, actor, product_id))
        except MarketplaceError as error:
            return self._refused(error)
        self._take(fresh)
        return None

    @rx.event
    async def save(self) -> Any:
        """Write everything that was changed, or nothing."""
        return await self._do(None, "Saved.")

    async def _do(self, act: Act | None, message: str) -> Any:
        """Save what was typed and then act, in one transaction; load what came of it."""
        if self.problem_text and problems_of(self._form):
            return toast.error("Solve what is marked first.")
        product_id, version, edit = self.product.id, self.product.version, edit_of(self._form, self._saved)

        def work(db: Session, actor: Actor) -> EditProduct:
            now = save_product(db, actor, product_id, edit, version=version)
            if act is not None:
                act(db, actor, now)
            db.flush()
            return get_product_for_editing(db, actor, product_id)

        try:
            product = await self.at_desk(Desk.VENDOR, work)
        except MarketplaceError as error:
            return self._keep_typing(error)
        self._take(product)
        await self._read_place()
        return toast.success(message) if message else None

    def _keep_typing(self, error: MarketplaceError) -> Any:
        """Nothing was written: say why, and leave what was typed where it is."""
        if isinstance(error, Invalid):
            self._refusals = dict(error.fields)
            self._show()
            return toast.error(next(iter(error.fields.values())))
        if isinstance(error, StaleVersion):
            self.is_stale, self.problem = True, error.sentence
            return None
        return self._refused(error)

    @rx.event
    async def publish(self) -> Any:
        """Save, and put the product into the store."""
        product_id = self.product.id
        self.undo_text = ""
        return await self._do(
            lambda db, actor, v: products.publish_product(db, actor, product_id, version=v),
            "Published. Shoppers find it within seconds.",
        )

    @rx.event
    async def unpublish(self) -> Any:
        """Save, and take the product out of the store."""
        product_id = self.product.id
        answer = await self._do(lambda db, actor, v: products.unpublish_product(db, actor, product_id, version=v), "")
        if answer is None and self.product.status == "draft":
            self.undo_text = "Taken out of the store"
        return answer

    @rx.event
    async def archive(self) -> Any:
        """Save, and put the product away."""
        product_id, was_live = self.product.id, self.product.status == "published"
        answer = await self._do(lambda db, actor, v: products.archive_product(db, actor, product_id, version=v), "")
        if answer is None and self.product.status == "archived" and was_live:
            self.undo_text = "Archived"
        return answer

    @rx.event
    async def undo(self) -> Any:
        """Put the product back into the store."""
        self.undo_text = ""
        product_id = self.product.id
        return await self._do(
            lambda db, actor, v: products.publish_product(db, actor, product_id, version=v), "Back in the store."
        )

    @rx.event
    async def add_option(self, form: dict[str, Any]) -> Any:
        """Another way in which the variants differ."""
        typed = FormReader(form)
        product_id, title = self.product.id, typed.raw("option_title")
        value = typed.raw("option_value")
        return await self._do(
            lambda db, actor, v: variants.add_option(db, actor, product_id, title=title, first_value=value, version=v),
            "Option added. Now add the variants.",
        )

    @rx.event
    async def remove_option(self, option_id: str) -> Any:
        """Take an option away."""
        product_id = self.product.id
        return await self._do(
            lambda db, actor, v: variants.remove_option(db, actor, product_id, option_id, version=v), "Option removed."
        )

    @rx.event
    async def add_variant(self, form: dict[str, Any]) -> Any:
        """Another combination of the options."""
        typed = FormReader(form)
        product_id, sku = self.product.id, typed.raw("sku")
        values = {option.id: typed.raw(f"value.{option.id}") for option in self.product.options}
        return await self._do(
            lambda db, actor, v: variants.add_variant(db, actor, product_id, values=values, sku=sku, version=v)[1],
            "Variant added.",
        )

    @rx.event
    async def remove_variant(self, variant_id: str) -> Any:
        """Take a variant away, with its prices and stock."""
        product_id = self.product.id
        return await self._do(
            lambda db, actor, v: variants.remove_variant(db, actor, product_id, variant_id, version=v),
            "Variant removed.",
        )

    @rx.event
    async def picture_taken(self, reply: str) -> Any:
        """The upload's answer: load the pictures, keep what is typed."""
        answer = read_reply(reply)
        if problem := str(answer.get("message", "")):
            self._refusals = {**self._refusals, "pictures": problem}
            self._show()
            return None
        version = answer.get("version")
        return await self._pictures_changed(from_version=version - 1 if isinstance(version, int) else -1)

    async def _pictures_changed(self, *, from_version: int) -> Any:
        product_id = self.product.id
        try:
            fresh = await self.at_desk(Desk.VENDOR, lambda db, actor: get_product_for_editing(db, actor, product_id))
        except MarketplaceError as error:
            return self._refused(error)
        # A version that somebody else raised meanwhile stays the old one here, so that Save notices it.
        version = fresh.version if self.product.version == from_version else self.product.version
        self.product = replace(self.product, pictures=fresh.pictures, version=version)
        self._refusals.pop("pictures", None)
        self._show()
        return None

    async def _with_picture(self, act: Act) -> Any:
        version = self.product.version
        try:
            await self.at_desk(Desk.VENDOR, lambda db, actor: act(db, actor, version))
        except MarketplaceError as error:
            return self._keep_typing(error)
        return await self._pictures_changed(from_version=version)

    @rx.event
    async def move_picture(self, picture_id: str, by: int) -> Any:
        """One place to the left or to the right; the first one leads."""
        ids = [picture.id for picture in self.product.pictures]
        if picture_id not in ids or not 0 <= ids.index(picture_id) + by < len(ids):
            return None
        at = ids.index(picture_id)
        ids.insert(at + by, ids.pop(at))
        product_id = self.product.id
        return await self._with_picture(
            lambda db, actor, v: media.reorder_pictures(db, actor, product_id, ids, version=v)
        )

    @rx.event
    async def describe_picture(self, picture_id: str, alt: str) -> Any:
        """What a picture shows, in words."""
        known = next((p.alt for p in self.product.pictures if p.id == picture_id), None)
        if known is None or known == alt.strip():
            return None
        product_id = self.product.id
        return await self._with_picture(
            lambda db, actor, v: media.describe_picture(db, actor, product_id, picture_id, alt=alt, version=v)
        )

    @rx.event
    async def remove_picture(self, picture_id: str) -> Any:
        """Take a picture away."""
        product_id = self.product.id
        return await self._with_picture(
            lambda db, actor, v: media.remove_picture(db, actor, product_id, picture_id, version=v)
        )
