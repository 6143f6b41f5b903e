"""What is shown to buyers: prices that fall, and a search that is in step."""

from __future__ import annotations

CATALOGUE_RULES: dict[str, tuple[str, str]] = {
    "volume prices fall with the quantity": (
        "select count(*) from price where amount is not null",
        """select offer_id || ' ' || currency || ' from ' || min_quantity from (
             select offer_id, currency, min_quantity, amount, lag(amount) over (
               partition by tenant_id, offer_id, currency, price_list_id order by min_quantity) before
             from price where amount is not null) p where amount > before""",
    ),
    "every product in search is published and sold by an approved vendor": (
        "select count(*) from search_document",
        """select d.id from search_document d join product p on p.id = d.id and p.tenant_id = d.tenant_id
           join vendor v on v.id = d.vendor_id and v.tenant_id = d.tenant_id
           where (p.status <> 'published' or v.status <> 'approved')
             and not exists (select 1 from job j where j.status in ('pending', 'running')
                             and j.kind in ('search.index', 'search.rebuild', 'event.dispatch'))""",
    ),
    "every published product of an approved vendor is in search": (
        "select count(*) from product where status = 'published'",
        """select p.id from product p join tenant t on t.id = p.tenant_id
           where p.status = 'published' and exists (
               select 1 from offer o join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id
               join price c on c.offer_id = o.id and c.tenant_id = o.tenant_id
               where o.product_id = p.id and o.tenant_id = p.tenant_id and o.status = 'live' and v.status = 'approved')
             and not exists (select 1 from search_document d where d.id = p.id and d.tenant_id = p.tenant_id)
             and not exists (select 1 from job j where j.status in ('pending', 'running')
                             and j.kind in ('search.index', 'search.rebuild', 'event.dispatch'))""",
    ),
}
