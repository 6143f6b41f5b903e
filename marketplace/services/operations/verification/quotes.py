"""What was quoted, what was awarded, and what was ordered of it."""

from __future__ import annotations

QUOTE_RULES: dict[str, tuple[str, str]] = {
    "a request that was awarded has one cart, and none of its quotes is open": (
        "select count(*) from quote_request",
        """select 'Q-' || r.number from quote_request r where (r.cart_id is null) = exists (
             select 1 from quote q where q.request_id = r.id and q.tenant_id = r.tenant_id and q.status = 'accepted')
             or (r.cart_id is null) <> (r.awarded_at is null)
             or (r.cart_id is not null and exists (select 1 from quote q where q.request_id = r.id
               and q.tenant_id = r.tenant_id and q.status in ('pending', 'quoted', 'countered')))
             or (select count(*) from cart c where c.quote_request_id = r.id and c.tenant_id = r.tenant_id)
               <> (case when r.cart_id is null then 0 else 1 end)""",
    ),
    "the cart of a quote asks what the accepted revision says": (
        "select count(*) from cart_line where quoted is not null",
        """select l.id || ': ' || (l.quoted ->> 'unit_amount') from cart_line l
           join cart c on c.id = l.cart_id and c.tenant_id = l.tenant_id
           left join lateral (
             select said.value as said from quote q
             join quote_revision v on v.quote_id = q.id and v.tenant_id = q.tenant_id and v.number = q.revision
             join lateral jsonb_array_elements(v.terms -> 'lines') said
               on said.value ->> 'line_id' = l.meta ->> 'quote_line_id'
             where q.tenant_id = l.tenant_id and q.status = 'accepted'
               and q.id = c.quoted -> 'choice' ->> (l.meta ->> 'quote_line_id')) s on true
           where l.quoted is not null and (s.said is null or l.quantity <> greatest(
               coalesce((s.said ->> 'quantity')::int, 1), coalesce((s.said ->> 'min_quantity')::int, 1))
             or (l.quoted ->> 'unit_amount')::bigint <> coalesce((
               select (b ->> 'amount')::bigint from jsonb_array_elements(coalesce(s.said -> 'breaks', '[]')) b
               where (b ->> 'min_quantity')::int <= l.quantity order by (b ->> 'min_quantity')::int desc limit 1),
               (s.said ->> 'unit_amount')::bigint))""",
    ),
    "what a quote promised is what its orders ask": (
        "select count(*) from order_line where price_trace -> 0 ->> 'kind' = 'quote'",
        """select i.id || ': ' || i.unit_amount || ' x ' || i.quantity from order_group g
           join cart c on c.id = g.cart_id and c.tenant_id = g.tenant_id and c.quote_request_id is not null
           join vendor_order o on o.group_id = g.id and o.tenant_id = g.tenant_id
           join order_line i on i.order_id = o.id and i.tenant_id = o.tenant_id
           where i.discount_amount <> 0 or not exists (
             select 1 from cart_line l where l.cart_id = c.id and l.tenant_id = c.tenant_id
               and l.offer_id = i.offer_id and l.meta = i.meta and l.quantity = i.quantity
               and (not g.is_tax_inclusive and (c.quoted ->> 'is_tax_inclusive')::boolean
                 or (l.quoted ->> 'unit_amount')::bigint = i.unit_amount))""",
    ),
}
