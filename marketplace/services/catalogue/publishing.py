"""What a product needs before shoppers may see it."""

from __future__ import annotations

from sqlmodel import Session, col, select

from marketplace.models.catalogue import Category, Product, ProductImage, Variant
from marketplace.models.offer import Offer, Price
from marketplace.models.tenant import Tenant


def publishing_problems(db: Session, product: Product) -> dict[str, str]:
    """Field -> what is missing, in the order of the form: `title`, `category_id`, `pictures`, `price.<variant id>`.

    A variant without a price in the store's main currency could be seen but not bought; one that is paused
    needs none, but one at least must be for sale.
    """
    problems: dict[str, str] = {}
    if len(product.title.strip()) < 2:
        problems["title"] = "Enter a name."
    if product.category_id is None or not _is_active(db, product.category_id):
        problems["category_id"] = "Choose where shoppers find it."
    if db.exec(select(ProductImage.id).where(ProductImage.product_id == product.id)).first() is None:
        problems["pictures"] = "Add at least one picture."
    currency = db.exec(select(Tenant.default_currency).where(Tenant.id == product.tenant_id)).one()
    offers = db.exec(
        select(Variant.id, Variant.title, Offer.id)
        .join(Offer, col(Offer.variant_id) == Variant.id)
        .where(Variant.product_id == product.id, Offer.vendor_id == product.vendor_id, Offer.status == "live")
        .order_by(col(Variant.position))
    ).all()
    if not offers:
        problems["variants"] = "Every variant is paused. Put at least one on sale."
    priced = set(
        db.exec(
            select(Price.offer_id).where(
                col(Price.offer_id).in_([offer_id for *_, offer_id in offers]),
                Price.currency == currency,
                col(Price.price_list_id).is_(None),
            )
        )
    )
    for variant_id, title, offer_id in offers:
        if offer_id not in priced:
            problems[f"price.{variant_id}"] = f"{title} needs a price in {currency}."
    return problems


def _is_active(db: Session, category_id: str) -> bool:
    return db.exec(select(Category.id).where(Category.id == category_id, Category.is_active)).first() is not None
