"""Money of buyers: taken as it was promised, for what was bought, and written in the trail when it came."""

from __future__ import annotations

PAYMENT_RULES: dict[str, tuple[str, str]] = {
    "a payment is what its checkout promised": (
        "select count(*) from payment where checkout_id is not null",
        """select p.id || ': ' || p.amount || ' ' || p.currency || ' against ' || coalesce(c.plan->>'total', 'nothing')
           from payment p left join checkout c on c.id = p.checkout_id and c.tenant_id = p.tenant_id
           where p.checkout_id is not null and (
             p.amount is distinct from (c.plan->>'total')::bigint or p.currency is distinct from c.plan->>'currency'
             or p.group_id is distinct from c.group_id)
           union all
           select c.id || ': no payment' from checkout c left join payment p
             on p.checkout_id = c.id and p.tenant_id = c.tenant_id
           where c.group_id is not null and p.id is null""",
    ),
    "a purchase has one payment, of its amount, that came or is owed if its orders are paid": (
        "select count(*) from order_group",
        """select g.number || ': ' || coalesce(p.number, 0) || ' payments of ' || coalesce(p.amount, 0) || ' against '
             || g.total_amount || ', secured ' || coalesce(p.secured, false) || ', orders paid ' || o.paid
           from order_group g
           join (select group_id, tenant_id, count(*) filter (where paid_at is not null) paid,
                   count(*) filter (where status = 'awaiting_payment') waiting
                 from vendor_order group by 1, 2) o on o.group_id = g.id and o.tenant_id = g.tenant_id
           left join (
             select group_id, tenant_id, count(*) number, sum(amount) amount, min(currency) currency,
               bool_and(status in ('captured', 'owed')) secured,
               bool_and((status = 'captured') = (captured_at is not null)) is_told
             from payment where group_id is not null group by 1, 2) p on p.group_id = g.id and p.tenant_id = g.tenant_id
           where p.number is distinct from 1 or p.amount <> g.total_amount or p.currency <> g.currency
              or p.secured <> (o.paid > 0) or not p.is_told or (p.secured and o.waiting > 0)""",
    ),
    "a payment that came or is owed is written in the trail": (
        "select count(*) from payment where status in ('captured', 'owed') and checkout_id is not null",
        """select p.id from payment p where p.checkout_id is not null
             and (p.status in ('captured', 'owed')) <> exists (
               select 1 from audit_event a where a.tenant_id = p.tenant_id and a.object_type = 'order_group'
                 and a.object_id = p.group_id and a.action in
                   ('payment\\:payment\\:captured', 'payment\\:payment\\:owed')
                 and (a.after->>'amount')::bigint = p.amount and a.after->>'currency' = p.currency)""",
    ),
}
