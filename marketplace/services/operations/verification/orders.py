"""What was bought is what was promised, and its state is told by pieces, parcels and moments."""

from __future__ import annotations

# name -> (how many rows are concerned, one line of text per row that breaks the rule)
ORDER_RULES: dict[str, tuple[str, str]] = {
    "an order is what its checkout promised": (
        "select count(*) from checkout where status = 'placed'",
        """with promised as (
             select c.tenant_id, c.group_id, p.position, p.part->>'vendor_id' vendor, l->>'offer_id' offer,
               l->>'sku' sku, (l->>'quantity')::int quantity, (l->>'unit_amount')::bigint unit,
               (l->>'discount_amount')::bigint off, (l->>'tax_amount')::bigint tax,
               (l->>'tax_rate_bps')::int rate, (l->>'total_amount')::bigint total,
               (p.part->>'goods')::bigint goods, (p.part->>'freight')::bigint freight,
               (p.part->>'tax')::bigint order_tax, (p.part->>'total')::bigint order_total, c.plan->>'currency' currency
             from checkout c
             cross join lateral jsonb_array_elements(c.plan->'parts') with ordinality p(part, position)
             cross join lateral jsonb_array_elements(p.part->'lines') l
             where c.status = 'placed'),
           written as (
             select o.tenant_id, o.group_id, o.position::bigint, o.vendor_id, l.offer_id, l.sku, l.quantity,
               l.unit_amount::bigint, l.discount_amount::bigint, l.tax_amount::bigint, l.tax_rate_bps,
               l.total_amount::bigint, o.goods_amount::bigint, o.shipping_amount::bigint, o.tax_amount::bigint,
               o.total_amount::bigint, o.currency
             from vendor_order o join order_line l on l.order_id = o.id and l.tenant_id = o.tenant_id
             where (o.tenant_id, o.group_id) in (select tenant_id, group_id from checkout where status = 'placed'))
           select distinct coalesce(group_id, 'no purchase') || ': part ' || position from (
             (table promised except all table written) union all (table written except all table promised)) d""",
    ),
    "a placed checkout has its purchase, and no other one has": (
        "select count(*) from checkout",
        """select c.id || ': ' || c.status from checkout c
           where (c.status = 'placed') <> (c.group_id is not null)
           union all
           select c.group_id || ': ' || count(*) || ' checkouts' from checkout c where c.group_id is not null
           group by c.tenant_id, c.group_id having count(*) > 1""",
    ),
    "an order's lines are of its vendor's offers": (
        "select count(*) from order_line",
        """select l.id from order_line l
           join vendor_order o on o.id = l.order_id and o.tenant_id = l.tenant_id
           join offer f on f.id = l.offer_id and f.tenant_id = l.tenant_id
           where f.vendor_id <> o.vendor_id""",
    ),
    "an order's state is told by its pieces, parcels and moments": (
        "select count(*) from vendor_order",
        """select o.id || ': ' || o.status from vendor_order o
           join (select order_id, tenant_id, sum(quantity) ordered, sum(fulfilled_quantity) gone,
                   sum(cancelled_quantity) fell from order_line group by 1, 2) l
             on l.order_id = o.id and l.tenant_id = o.tenant_id
           left join (select order_id, tenant_id, count(*) filter (where delivered_at is null) moving from fulfilment
                      group by 1, 2) f on f.order_id = o.id and f.tenant_id = o.tenant_id
           where not case o.status
             when 'awaiting_payment' then o.paid_at is null and gone = 0 and o.cancelled_at is null
             when 'to_fulfil' then o.paid_at is not null and gone = 0 and o.shipped_at is null
             when 'part_shipped' then o.paid_at is not null and gone > 0 and gone + fell < ordered
             when 'shipped' then o.paid_at is not null and o.shipped_at is not null and gone + fell = ordered
               and o.delivered_at is null
             when 'delivered' then o.paid_at is not null and o.delivered_at is not null and gone + fell = ordered
               and coalesce(f.moving, 0) = 0
             when 'cancelled' then o.cancelled_at is not null and gone = 0 and fell = ordered
             else false end""",
    ),
    "pieces that left are in parcels, and none leaves or comes back twice": (
        "select count(*) from order_line",
        """select l.id || ': ' || l.quantity || ' ordered, ' || l.fulfilled_quantity || ' left, ' || coalesce(p.sent, 0)
             || ' in parcels, ' || l.cancelled_quantity || ' cancelled, ' || l.returned_quantity || ' back'
           from order_line l left join (
             select order_line_id, tenant_id, sum(quantity) sent from fulfilment_line group by 1, 2) p
             on p.order_line_id = l.id and p.tenant_id = l.tenant_id
           left join (
             select r.tenant_id, x->>'order_line_id' line, sum((x->>'quantity')::int) pieces
             from order_return r cross join lateral jsonb_array_elements(r.lines) x
             where r.status in ('received', 'refunded') group by 1, 2) b
             on b.line = l.id and b.tenant_id = l.tenant_id
           where l.fulfilled_quantity <> coalesce(p.sent, 0) or l.fulfilled_quantity + l.cancelled_quantity > l.quantity
              or l.cancelled_quantity < 0 or l.returned_quantity > l.fulfilled_quantity
              or l.returned_quantity <> coalesce(b.pieces, 0)""",
    ),
    "numbers of purchases and invoices are given once, and none is missing": (
        "select (select count(*) from order_group) + (select count(*) from invoice)",
        # Invoices count per vendor and year, from 1; those before, like purchases, from 1001.
        """with given as (
             select tenant_id, 'order' as name, number::bigint from order_group
             union all
             select tenant_id, concat_ws(chr(58), 'invoice', vendor_id, m[1]), m[2]::bigint from invoice
             cross join lateral regexp_match(number, '(?\\:-([0-9]{4}))?-([0-9]+)$') m),
           seen as (select tenant_id, name, count(*) given, count(distinct number) different, max(number) highest
                    from given group by 1, 2)
           select c.name || ': ' || coalesce(s.given, 0) || ' given, ' || coalesce(s.different, 0) || ' different,'
             || ' up to ' || coalesce(s.highest, 0) || ', counted to ' || c.last
           from counter c left join seen s on s.tenant_id = c.tenant_id and s.name = c.name
           where (c.name = 'order' or c.name like 'invoice' || chr(58) || '%')
             and (coalesce(s.given, 0)
                 <> c.last - case when c.name like 'invoice%' || chr(58) || '____' then 0 else 1000 end
               or s.different <> s.given or s.highest <> c.last)
           union all
           select s.name || ': never counted' from seen s
           where s.name <> 'order' and not exists (
             select 1 from counter c where c.tenant_id = s.tenant_id and c.name = s.name)""",
    ),
}
