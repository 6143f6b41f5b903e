"""Pictures of products: taken in, put in order, described, removed."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.catalogue.media import small_path, thumbnail_of
from marketplace.domain.catalogue.products import MAX_PICTURES
from marketplace.domain.errors import Invalid, NotFound, TooManyRequests
from marketplace.domain.lifecycle import ProductStatus, VendorStatus
from marketplace.domain.permissions import Actor
from marketplace.domain.topics import Topic
from marketplace.integrations.storage.drawing import draw_picture
from marketplace.integrations.storage.folder import media_storage
from marketplace.integrations.storage.pictures import Picture, UnreadablePicture
from marketplace.kit.columns import total
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.ratelimit import limit
from marketplace.models.catalogue import MediaFile, Product, ProductImage
from marketplace.models.offer import Offer
from marketplace.models.order import OrderLine
from marketplace.models.vendor import Vendor
from marketplace.services.catalogue.product_access import own_product, record_change
from marketplace.settings import settings

MAX_BYTES = 10 * 1024 * 1024
TOO_LARGE = "This file is larger than 10 MB. Save it smaller and try again."
MAX_KEPT = 5 * 1000**3  # of one vendor, in bytes
A_DAY, A_DAY_APPLICANT = 400, 60  # pictures that one vendor sends, good or bad
_KEEP_SECONDS = 3600  # pages that were cached before a picture went may still ask for it


@dataclass(frozen=True)
class PictureRef:
    """A picture of a product and the product's new version."""

    id: str
    url: str
    thumbnail: str
    alt: str
    version: int


def check_room(db: Session, actor: Actor, product_id: str, size: int) -> None:
    """Whether a picture of so many bytes may be sent for this product, before anything is done with it.

    A file has at most 10 MB; a vendor sends 400 a day (an applicant 60) and keeps 5 GB.
    Raises `Invalid` for `pictures`, `NotFound` for a product of somebody else, `Forbidden`.
    """
    product = own_product(db, actor, product_id)
    if size > MAX_BYTES:
        raise Invalid({"pictures": TOO_LARGE})
    _check_count(_images(db, product))
    vendor = db.exec(select(Vendor).where(Vendor.id == product.vendor_id)).one()
    kept = db.exec(select(total(MediaFile.size_bytes)).where(MediaFile.vendor_id == vendor.id)).one()
    if kept + size > MAX_KEPT:
        raise Invalid({"pictures": "Your pictures take 5 GB in all, which is the most. Remove some first."})
    a_day = A_DAY if vendor.status == VendorStatus.APPROVED else A_DAY_APPLICANT
    try:
        limit(f"{a_day}/day", "pictures", vendor.id)
    except TooManyRequests:
        raise Invalid(
            {"pictures": f"You have sent {a_day} pictures today, which is the most. Go on tomorrow."}
        ) from None


def draw(data: bytes) -> Picture:
    """The picture drawn anew as WebP in two sizes; raises `Invalid`, also above 40 megapixels. Slow: no transaction."""
    try:
        return draw_picture(data, settings().data_dir)
    except UnreadablePicture as error:
        raise Invalid({"pictures": str(error)}) from None


def add_product_picture(db: Session, actor: Actor, product_id: str, picture: Picture, *, alt: str = "") -> PictureRef:
    """Keep a picture that was drawn, under a random name. Raises as `check_room`, which was asked before."""
    product = own_product(db, actor, product_id)
    images = _images(db, product)
    _check_count(images)
    path = f"{product.tenant_id}/{secrets.token_hex(16)}.webp"
    media_storage().put(path, picture.large)
    media_storage().put(small_path(path), picture.small)
    db.add(
        MediaFile(
            id=new_id("med"),
            tenant_id=product.tenant_id,
            vendor_id=product.vendor_id,
            path=path,
            content_type="image/webp",
            width=picture.width,
            height=picture.height,
            size_bytes=len(picture.large),
            sha256=hashlib.sha256(picture.large).hexdigest(),
        )
    )
    image = ProductImage(
        id=new_id("pim"),
        tenant_id=product.tenant_id,
        product_id=product.id,
        url=f"/media/{path}",
        alt=_alt(alt),
        position=len(images),
    )
    db.add(image)
    _lead(product, [*images, image])
    version = record_change(
        db,
        actor,
        product,
        Topic.PRODUCT_UPDATED,
        AuditAction.PRODUCT_PICTURE_ADDED,
        changed=["pictures"],
        after={"url": image.url},
    )
    return PictureRef(image.id, image.url, thumbnail_of(image.url), image.alt, version)


def remove_picture(db: Session, actor: Actor, product_id: str, image_id: str, *, version: int | None = None) -> int:
    """Take a picture away; its file goes an hour later. A published product keeps one (`Invalid` for `pictures`)."""
    product = own_product(db, actor, product_id, version=version)
    images = _images(db, product)
    image = next((image for image in images if image.id == image_id), None)
    if image is None:
        raise NotFound("picture", image_id)
    if len(images) == 1 and product.status == ProductStatus.PUBLISHED:
        raise Invalid({"pictures": "A product in the store keeps one picture. Add another before you remove this one."})
    images.remove(image)
    db.delete(image)
    path = image.url.removeprefix("/media/")
    if db.exec(select(MediaFile.id).where(MediaFile.path == path)).first():
        db.exec(delete(MediaFile).where(col(MediaFile.path) == path))
        enqueue(
            db,
            "media.remove",
            tenant_id=product.tenant_id,
            entity="product",
            entity_id=product.id,
            payload={"paths": [path, small_path(path)]},
            delay_seconds=_KEEP_SECONDS,
        )
    _number(images)
    _lead(product, images)
    return record_change(
        db,
        actor,
        product,
        Topic.PRODUCT_UPDATED,
        AuditAction.PRODUCT_PICTURE_REMOVED,
        changed=["pictures"],
        before={"url": image.url},
    )


def reorder_pictures(
    db: Session, actor: Actor, product_id: str, image_ids: Sequence[str], *, version: int | None = None
) -> int:
    """Put the pictures into this order; the first one leads. Raises `Invalid` unless every picture is named once."""
    product = own_product(db, actor, product_id, version=version)
    images = {image.id: image for image in _images(db, product)}
    if sorted(image_ids) != sorted(images):
        raise Invalid({"pictures": "The pictures have changed meanwhile. Reload and try again."})
    ordered = [images[image_id] for image_id in image_ids]
    if list(images) == list(image_ids):
        return product.version
    _number(ordered)
    _lead(product, ordered)
    return record_change(
        db, actor, product, Topic.PRODUCT_UPDATED, AuditAction.PRODUCT_PICTURE_MOVED, changed=["pictures"]
    )


def describe_picture(
    db: Session, actor: Actor, product_id: str, image_id: str, *, alt: str, version: int | None = None
) -> int:
    """Say in words what a picture shows, for those who cannot see it."""
    product = own_product(db, actor, product_id, version=version)
    image = next((image for image in _images(db, product) if image.id == image_id), None)
    if image is None:
        raise NotFound("picture", image_id)
    if image.alt == _alt(alt):
        return product.version
    before, image.alt = image.alt, _alt(alt)
    return record_change(
        db,
        actor,
        product,
        Topic.PRODUCT_UPDATED,
        AuditAction.PRODUCT_PICTURE_DESCRIBED,
        changed=["pictures"],
        before={"alt": before},
        after={"alt": image.alt},
    )


def remove_files(db: Session, product_id: str, paths: Sequence[str]) -> None:
    """Delete the files of a removed picture, unless an order shows it; those that are gone already are fine.

    The job `media.remove`: an hour later, when no cart is being bought with it any more.
    """
    offers = select(Offer.id).where(Offer.product_id == product_id)
    shown = select(OrderLine.id).where(
        col(OrderLine.offer_id).in_(offers), col(OrderLine.picture).in_([f"/media/{path}" for path in paths])
    )
    if db.exec(shown.limit(1)).first() is not None:
        return
    for path in paths:
        media_storage().remove(path)


def find_file(path: str) -> Path | None:
    """The file that an address below `/media/` means, or None; never one outside the media folder."""
    return media_storage().find(path)


def _check_count(images: Sequence[ProductImage]) -> None:
    if len(images) >= MAX_PICTURES:
        raise Invalid({"pictures": f"A product has at most {MAX_PICTURES} pictures. Remove one first."})


def _images(db: Session, product: Product) -> list[ProductImage]:
    rows = select(ProductImage).where(ProductImage.product_id == product.id)
    return list(db.exec(rows.order_by(col(ProductImage.position), col(ProductImage.id))))


def _number(images: Sequence[ProductImage]) -> None:
    for position, image in enumerate(images):
        image.position = position


def _lead(product: Product, images: Sequence[ProductImage]) -> None:
    product.thumbnail = thumbnail_of(images[0].url) if images else ""


def _alt(text: str) -> str:
    return " ".join(text.split())[:200]
