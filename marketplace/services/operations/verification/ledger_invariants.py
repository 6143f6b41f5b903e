"""The invariants of money, each as a count and a question whose every answer is a broken row."""

from __future__ import annotations

# name -> (how many rows are concerned, one line of text per row that breaks the rule)
MONEY_RULES: dict[str, tuple[str, str]] = {
    "posted ledger transactions sum to zero per currency": (
        "select count(*) from ledger_tx where status = 'posted'",
        """select t.id || ': ' || a.currency || ' ' || sum(e.amount) from ledger_tx t
           join ledger_entry e on e.tx_id = t.id and e.tenant_id = t.tenant_id
           join ledger_account a on a.id = e.account_id and a.tenant_id = e.tenant_id
           where t.status = 'posted' group by t.id, a.currency having sum(e.amount) <> 0""",
    ),
    "cached balances equal the sum of their entries": (
        "select count(*) from ledger_account",
        """select a.id || ': cached ' || a.posted_balance || ', computed ' || coalesce(s.total, 0)
           from ledger_account a left join (
             select e.account_id, e.tenant_id, sum(e.amount) total from ledger_entry e
             join ledger_tx t on t.id = e.tx_id and t.tenant_id = e.tenant_id and t.status = 'posted'
             group by 1, 2) s on s.account_id = a.id and s.tenant_id = a.tenant_id
           where a.posted_balance <> coalesce(s.total, 0)""",
    ),
    "no ledger transaction stays a draft": (
        "select count(*) from ledger_tx",
        "select id from ledger_tx where status = 'draft' and created_at < now() - interval '5 minutes'",
    ),
    "no balance is below zero where that is not allowed": (
        "select count(*) from ledger_account",
        "select id || ': ' || posted_balance from ledger_account where posted_balance < 0 and not allow_negative",
    ),
    "no ledger entry mixes stores": (
        "select count(*) from ledger_entry",
        """select e.id from ledger_entry e
           left join ledger_tx t on t.id = e.tx_id and t.tenant_id = e.tenant_id
           left join ledger_account a on a.id = e.account_id and a.tenant_id = e.tenant_id
           where t.id is null or a.id is null""",
    ),
    "an order group is the sum of its orders": (
        "select count(*) from order_group",
        """select g.number || ': ' || g.total_amount || ' against ' || sum(o.total_amount) from order_group g
           join vendor_order o on o.group_id = g.id and o.tenant_id = g.tenant_id
           group by g.id, g.number, g.total_amount, g.goods_amount, g.discount_amount, g.shipping_amount, g.tax_amount
           having (g.total_amount, g.goods_amount, g.discount_amount, g.shipping_amount, g.tax_amount)
             <> (sum(o.total_amount), sum(o.goods_amount), sum(o.discount_amount), sum(o.shipping_amount),
                 sum(o.tax_amount))""",
    ),
    "an order is goods - discount + shipping + tax": (
        "select count(*) from vendor_order",
        """select id from vendor_order
           where total_amount <> goods_amount - discount_amount + shipping_amount + tax_amount""",
    ),
    "an order is the sum of its lines and its delivery": (
        "select count(*) from order_line",
        """select o.id from vendor_order o join (
             select order_id, tenant_id, sum(total_amount) total, sum(tax_amount) tax from order_line group by 1, 2) l
             on l.order_id = o.id and l.tenant_id = o.tenant_id
           where o.total_amount <> l.total + o.shipping_amount + o.shipping_tax_amount
              or o.tax_amount <> l.tax + o.shipping_tax_amount""",
    ),
    "tax is counted per category and rate of an order": (
        "select count(*) from vendor_order where calculation > 1",
        # `rounded` is half to even, as `domain.money` rounds; where prices include tax, the net amount is what rounds.
        """select id || ': ' || category || ' ' || rate || ', ' || tax || ' against ' || owed from (
             select q.*, case when inclusive then gross - rounded else rounded end owed from (
               select s.*, div(n, d) + (2 * mod(n, d) > d or (2 * mod(n, d) = d and div(n, d) % 2 = 1))::int rounded
               from (
                 select o.id, g.is_tax_inclusive inclusive, t.category, t.rate, sum(t.tax) tax, sum(t.gross) gross,
                   case when g.is_tax_inclusive then sum(t.gross) * 10000
                     else sum(t.gross - t.tax) * t.rate end::numeric n,
                   case when g.is_tax_inclusive then 10000 + t.rate else 10000 end::numeric d
                 from vendor_order o join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id
                 join (select tenant_id, order_id, tax_category category, tax_rate_bps rate, tax_amount tax,
                         total_amount gross from order_line
                       union all
                       select tenant_id, id, shipping_tax_category, shipping_tax_rate_bps, shipping_tax_amount,
                         shipping_amount + shipping_tax_amount from vendor_order) t
                   on t.order_id = o.id and t.tenant_id = o.tenant_id
                 where o.calculation > 1
                 group by o.id, o.tenant_id, g.is_tax_inclusive, t.category, t.rate) s) q) r
           where tax <> owed""",
    ),
    "what is sold says its tax, and a category of 0 % the ground": (
        "select count(*) from order_line",
        """select t.id || ': ' || t.category || ' ' || t.rate from (
             select tenant_id, id, order_id, tax_category category, tax_rate_bps rate, tax_reason || tax_reason_code why
             from order_line
             union all
             select tenant_id, id, id, shipping_tax_category, shipping_tax_rate_bps,
               shipping_tax_reason || shipping_tax_reason_code from vendor_order where shipping_amount > 0) t
           join vendor_order o on o.id = t.order_id and o.tenant_id = t.tenant_id and o.calculation > 1
           where (t.category = 'S') <> (t.rate > 0) or t.category not in ('S', 'Z', 'E', 'AE', 'K', 'G', 'O', '')
             or (t.rate = 0 and (t.category = '') <> (t.why = ''))""",
    ),
    "refunds never exceed what was paid": (
        "select count(*) from vendor_order",
        """select o.id from vendor_order o left join (
             select order_id, tenant_id, sum(amount) filter (where status = 'succeeded') done,
               sum(amount) filter (where status <> 'failed') asked from refund group by 1, 2) r
             on r.order_id = o.id and r.tenant_id = o.tenant_id
           where o.refunded_amount <> coalesce(r.done, 0) or coalesce(r.asked, 0) > o.total_amount
           union all select id from order_line where refunded_amount > total_amount""",
    ),
    "what the store bears of an order is that of its lines": (
        "select count(*) from vendor_order",
        """select o.id || ': ' || o.store_discount_amount || ' against ' || l.borne from vendor_order o join (
             select order_id, tenant_id, sum(store_discount_amount) borne from order_line group by 1, 2) l
             on l.order_id = o.id and l.tenant_id = o.tenant_id
           where o.store_discount_amount <> l.borne""",
    ),
    "what is back of an order's lines is what its refunds say": (
        "select count(*) from refund",
        """select o.id from vendor_order o join (
             select order_id, tenant_id, sum(refunded_tax_amount) tax, sum(refunded_store_amount) borne
             from order_line group by 1, 2) l on l.order_id = o.id and l.tenant_id = o.tenant_id
           left join (
             select order_id, tenant_id, sum(tax_amount - shipping_tax_amount) tax, sum(store_discount_amount) borne,
               sum(given_shipping_amount) given from refund where status = 'succeeded' group by 1, 2) r
             on r.order_id = o.id and r.tenant_id = o.tenant_id
           where (l.tax, l.borne) <> (coalesce(r.tax, 0), coalesce(r.borne, 0))
             or coalesce(r.given, 0) > o.given_shipping_amount""",
    ),
    "pieces that are back leave nothing of the store's money with their vendor": (
        "select count(*) from order_line where refunded_quantity > 0",
        """select l.id || ': ' || l.refunded_store_amount || ' of ' || l.store_discount_amount from order_line l
           join vendor_order o on o.id = l.order_id and o.tenant_id = l.tenant_id and o.calculation > 1
           where l.refunded_store_amount <> l.store_discount_amount * l.refunded_quantity / l.quantity""",
    ),
    "a payment's refunds are those of its orders": (
        "select count(*) from payment",
        """select p.id from payment p left join (
             select payment_id, tenant_id, sum(amount) done from refund where status = 'succeeded' group by 1, 2) r
             on r.payment_id = p.id and r.tenant_id = p.tenant_id
           where p.refunded_amount <> coalesce(r.done, 0)""",
    ),
    "commission given back never exceeds commission": (
        "select count(*) from commission_line",
        """select c.id from commission_line c
           where c.reversed_amount not between 0 and c.amount or c.reversed_tax_amount not between 0 and c.tax_amount
           union all
           select o.id from vendor_order o join (
             select order_id, tenant_id, sum(commission_amount) fee, sum(commission_tax_amount) tax from refund
             where status = 'succeeded' group by 1, 2) r on r.order_id = o.id and r.tenant_id = o.tenant_id
           join (select order_id, tenant_id, sum(reversed_amount) fee, sum(reversed_tax_amount) tax
                 from commission_line group by 1, 2) c on c.order_id = o.id and c.tenant_id = o.tenant_id
           where (r.fee, r.tax) <> (c.fee, c.tax)""",
    ),
    "a vendor's balances are its earnings": (
        "select count(*) from earning",
        """select coalesce(e.owner, a.owner) || ' ' || coalesce(e.currency, a.currency) || ' ' ||
             coalesce(e.kind, a.kind) || ': ' || coalesce(a.balance, 0) || ' against ' || coalesce(e.total, 0)
           from (select tenant_id, 'vendor:' || vendor_id owner, currency,
                   case when status = 'pending' and kind = 'reserve_back' then 'reserve' else status end kind,
                   sum(amount) total
                 from earning where status <> 'paid' group by 1, 2, 3, 4) e
           full join (select tenant_id, owner, currency, kind, posted_balance balance from ledger_account
                      where owner like 'vendor:%') a using (tenant_id, owner, currency, kind)
           where coalesce(a.balance, 0) <> coalesce(e.total, 0)""",
    ),
    "what vendors were credited is paid, in transit or in their balances": (
        "select count(*) from ledger_account where owner like 'vendor:%'",
        """select coalesce(c.owner, b.owner) || ': credited ' || coalesce(c.total, 0) || ', accounted '
             || coalesce(b.total, 0) + coalesce(p.total, 0) from (
             select e.tenant_id, 'vendor:' || e.vendor_id owner, e.currency, sum(e.amount) total from earning e
             where e.kind in ('sale', 'refund', 'adjustment') group by 1, 2, 3) c
           full join (select tenant_id, owner, currency, sum(posted_balance) total from ledger_account
                      where owner like 'vendor:%' group by 1, 2, 3) b using (tenant_id, owner, currency)
           left join (select tenant_id, 'vendor:' || vendor_id owner, currency, sum(amount) total from payout
                      where status = 'paid' group by 1, 2, 3) p using (tenant_id, owner, currency)
           where coalesce(c.total, 0) <> coalesce(b.total, 0) + coalesce(p.total, 0)""",
    ),
    "a payout is the sum of the earnings in it": (
        "select count(*) from payout",
        """select p.number || ': ' || p.amount || ' against ' || coalesce(e.total, 0) from payout p left join (
             select payout_id, tenant_id, sum(amount) total, count(*) filter (where status = 'paid') paid,
               count(*) filter (where status = 'in_transit') moving
             from earning where payout_id is not null group by 1, 2) e
             on e.payout_id = p.id and e.tenant_id = p.tenant_id
           where case when p.status in ('cancelled', 'failed', 'returned') then e.payout_id is not null
                      else p.amount <> coalesce(e.total, 0)
                        or (p.status = 'paid' and e.moving > 0) or (p.status <> 'paid' and e.paid > 0) end""",
    ),
    "every payout has its posting, and every end its own": (
        "select count(*) from payout",
        """select p.number || ': ' || p.status from payout p
           where not exists (select 1 from ledger_tx t where t.tenant_id = p.tenant_id
                             and t.idempotency_key = 'payout:' || p.id || '\\:asked' and t.status = 'posted')
             or (p.status in ('paid', 'returned')) <> exists (select 1 from ledger_tx t where t.tenant_id = p.tenant_id
                             and t.idempotency_key = 'payout:' || p.id || '\\:paid')
             or (p.status in ('cancelled', 'failed', 'returned')) <> exists (
                   select 1 from ledger_tx t where t.tenant_id = p.tenant_id
                   and t.idempotency_key = 'payout:' || p.id || ':asked:' || p.status)""",
    ),
    "every paid order is settled or has its job": (
        "select count(*) from vendor_order where paid_at is not null",
        """select o.id from vendor_order o where o.paid_at is not null
             and not exists (select 1 from earning e where e.order_id = o.id and e.tenant_id = o.tenant_id
                             and e.kind = 'sale')
             and not exists (select 1 from job j where j.kind = 'order.settle' and j.entity_id = o.id
                             and j.status in ('pending', 'running'))""",
    ),
    "every refund that waits has its job": (
        "select count(*) from refund where status = 'pending'",
        """select r.id from refund r where r.status = 'pending'
             and not exists (select 1 from job j where j.kind = 'refund.send' and j.entity_id = r.id
                             and j.status in ('pending', 'running', 'dead'))""",
    ),
    "money that came too late is back or has its job": (
        "select count(*) from payment where return_status is not null",
        """select p.id || ': ' || p.return_status from payment p
           where p.return_status in ('pending', 'failed') and not exists (
               select 1 from job j where j.kind = 'payment.return' and j.entity_id = p.id
               and j.status in ('pending', 'running', 'dead', case p.return_status when 'failed' then 'cancelled' end))
             or p.return_status = 'succeeded' and not exists (
               select 1 from audit_event a where a.tenant_id = p.tenant_id and a.object_id = p.id
               and a.action = 'payment\\:payment\\:returned')""",
    ),
    "every payout that is being sent has its job": (
        "select count(*) from payout where status = 'sending'",
        """select p.number from payout p where p.status = 'sending'
             and not exists (select 1 from job j where j.kind = 'payout.send' and j.entity_id = p.id
                             and j.status in ('pending', 'running', 'dead'))""",
    ),
    "a promotion is used as often and as much as its uses say": (
        "select count(*) from promotion",
        """select p.id || ': used ' || p.used || ', uses ' || count(u.id) from promotion p
           left join promotion_use u on u.promotion_id = p.id and u.tenant_id = p.tenant_id
             and u.status in ('held', 'spent')
           group by p.id, p.tenant_id, p.used, p.spent_amount
           having p.used <> count(u.id) or p.spent_amount <> coalesce(sum(u.amount), 0)""",
    ),
}
