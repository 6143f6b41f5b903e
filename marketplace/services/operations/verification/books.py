"""The books are the figures of what they were written for: orders, commission, refunds, payouts."""

from __future__ import annotations

from marketplace.kit.sql import compose

# What each transaction of a kind moved, by whose account: one row per subject.
_MOVED = """
    select t.tenant_id, t.subject,
      coalesce(sum(e.amount) filter (where a.owner = 'platform' and a.kind = 'commission'), 0) fee,
      coalesce(sum(e.amount) filter (where a.owner = 'platform' and a.kind = 'fee_tax_payable'), 0) fee_tax,
      coalesce(sum(e.amount) filter (where a.owner = 'platform' and a.kind = 'tax_payable'), 0) tax,
      coalesce(sum(e.amount) filter (where a.owner = 'platform' and a.kind = 'promotions'), 0) borne,
      coalesce(sum(e.amount) filter (where a.kind in ('psp_clearing', 'receivable', 'unbilled')), 0) source,
      coalesce(sum(e.amount) filter (where a.owner like 'vendor\\:%'), 0) vendor,
      min(a.owner) filter (where a.owner like 'vendor\\:%') owner, min(a.currency) currency
    from ledger_tx t join ledger_entry e on e.tx_id = t.id and e.tenant_id = t.tenant_id
    join ledger_account a on a.id = e.account_id and a.tenant_id = e.tenant_id
    where t.kind = '$kind' and t.status = 'posted' group by 1, 2
"""

_PAID, _BACK = (compose(_MOVED, kind=kind) for kind in ("order_paid", "refund"))

BOOK_RULES: dict[str, tuple[str, str]] = {
    "a settled order, its commission and its earning are what the books say": (
        "select count(*) from earning where kind = 'sale'",
        compose(
            """with moved as ($moved),
             fees as (select order_id, tenant_id, sum(amount) fee, sum(tax_amount) tax, min(currency) low,
                        max(currency) high from commission_line group by 1, 2)
           select o.id || ': earning ' || s.amount || ', in the books ' || coalesce(m.vendor, 0)
           from earning s join vendor_order o on o.id = s.order_id and o.tenant_id = s.tenant_id
           left join fees c on c.order_id = o.id and c.tenant_id = o.tenant_id
           left join moved m on m.subject = o.id and m.tenant_id = o.tenant_id
           where s.kind = 'sale' and ((s.amount, s.commission_amount, s.commission_tax_amount, s.vendor_id, s.currency)
               is distinct from (o.goods_amount - o.discount_amount + o.shipping_amount + o.store_discount_amount
                 + o.given_shipping_amount - c.fee - c.tax, c.fee, c.tax, o.vendor_id, o.currency)
             or (c.low, c.high) is distinct from (o.currency, o.currency)
             or coalesce(m.fee, 0) <> c.fee or coalesce(m.fee_tax, 0) <> c.tax
             or coalesce(m.tax, 0) <> o.tax_amount or coalesce(m.source, 0) <> -o.total_amount
             or coalesce(m.borne, 0) <> -(o.store_discount_amount + o.given_shipping_amount)
             or coalesce(m.vendor, 0) <> s.amount or m.owner <> 'vendor\\:' || o.vendor_id
             or m.currency <> o.currency)""",
            moved=_PAID,
        ),
    ),
    "commission is as it was frozen": (
        "select count(*) from commission_line",
        """select c.id || ': ' || c.rate_bps || ' bps, ' || c.amount from commission_line c
           join ledger_tx t on t.tenant_id = c.tenant_id and t.kind = 'order_paid' and t.subject = c.order_id
           where t.meta ? 'fees' and t.meta->'fees'->c.order_line_id
             is distinct from jsonb_build_array(c.rate_bps, c.base_amount, c.amount, c.tax_amount)
           union all
           select id || ': ' || rate_bps || ' bps, said: ' || reason from commission_line
           where reason like '% \\% of %'
             and position('\\: ' || trim_scale(rate_bps / 100.0) || ' % of ' in reason) = 0""",
    ),
    "a refund is divided as the books say": (
        "select count(*) from refund",
        compose(
            """with moved as ($moved),
             parts as (select f.id, f.tenant_id, sum((x->>'amount')::bigint) amount
                       from refund f cross join lateral jsonb_array_elements(f.lines) x group by 1, 2)
           select r.id || ': ' || r.amount from refund r
           join vendor_order o on o.id = r.order_id and o.tenant_id = r.tenant_id
           left join parts p on p.id = r.id and p.tenant_id = r.tenant_id
           left join moved m on m.subject = r.id and m.tenant_id = r.tenant_id
           left join earning e on e.refund_id = r.id and e.tenant_id = r.tenant_id and e.kind = 'refund'
           where r.amount <> coalesce(p.amount, 0) + r.shipping_amount + r.shipping_tax_amount
             or r.amount <> r.goods_amount + r.shipping_amount + r.tax_amount or r.currency <> o.currency
             or (r.status = 'succeeded') <> (e.id is not null)
             or (r.status = 'succeeded') <> (r.succeeded_at is not null)
             or (r.status = 'succeeded' and (
               (coalesce(m.fee, 0), coalesce(m.fee_tax, 0), coalesce(m.tax, 0), coalesce(m.borne, 0),
                coalesce(m.source, 0), coalesce(m.vendor, 0))
                 is distinct from (-r.commission_amount, -r.commission_tax_amount, -r.tax_amount,
                   r.store_discount_amount + r.given_shipping_amount, r.amount, e.amount)
               or m.owner <> 'vendor\\:' || o.vendor_id or m.currency <> o.currency
               or (e.commission_amount, e.commission_tax_amount, e.vendor_id, e.currency, e.order_id)
                 is distinct from (-r.commission_amount, -r.commission_tax_amount, o.vendor_id, o.currency, o.id)))
        """,
            moved=_BACK,
        ),
    ),
    "a line is refunded what its refunds say": (
        "select count(*) from order_line",
        """select l.id || ': ' || l.refunded_amount || ', refunds ' || coalesce(r.amount, 0)
           from order_line l left join (
             select f.tenant_id, x->>'order_line_id' line, sum((x->>'amount')::bigint) amount,
               sum((x->>'quantity')::int) pieces
             from refund f cross join lateral jsonb_array_elements(f.lines) x
             where f.status = 'succeeded' group by 1, 2) r on r.line = l.id and r.tenant_id = l.tenant_id
           where l.refunded_amount <> coalesce(r.amount, 0)
             or l.refunded_quantity <> least(l.quantity, coalesce(r.pieces, 0))""",
    ),
    "a payout's figures are those of its earnings": (
        "select count(*) from payout",
        """select p.number || ': ' || p.figures from payout p
           join (select payout_id, tenant_id, count(*) earnings,
                   coalesce(sum(amount + commission_amount + commission_tax_amount)
                            filter (where kind = 'sale'), 0) goods,
                   coalesce(-sum(commission_amount) filter (where kind = 'sale'), 0) commission,
                   coalesce(-sum(commission_tax_amount) filter (where kind = 'sale'), 0) fee_tax,
                   coalesce(sum(amount) filter (where kind = 'refund'), 0) refunds,
                   coalesce(sum(amount) filter (where kind not in ('sale', 'refund')), 0) other,
                   min(currency) low, max(currency) high
                 from earning where payout_id is not null group by 1, 2) e
             on e.payout_id = p.id and e.tenant_id = p.tenant_id
           where p.figures <> '{}' and (p.figures <> jsonb_build_object(
               'earnings', e.earnings, 'goods', e.goods, 'commission', e.commission, 'fee_tax', e.fee_tax,
               'refunds', e.refunds, 'other', e.other) or (e.low, e.high) <> (p.currency, p.currency))""",
    ),
    "a payout goes where and as it was asked for": (
        "select count(*) from payout",
        """select p.number || ': ' || p.amount || ' ' || p.currency from payout p
           join ledger_tx t on t.tenant_id = p.tenant_id and t.kind = 'payout_asked' and t.subject = p.id
           join ledger_entry e on e.tx_id = t.id and e.tenant_id = t.tenant_id and e.amount > 0
           join ledger_account a on a.id = e.account_id and a.tenant_id = e.tenant_id
           where (e.amount, a.owner, a.kind, a.currency)
               is distinct from (p.amount, 'vendor\\:' || p.vendor_id, 'in_transit', p.currency)
             or (t.meta ? 'account' and t.meta->>'account'
                 <> encode(sha256(convert_to(p.account::text, 'UTF8')), 'hex'))""",
    ),
    "every ledger transaction is of a kind, and named for what it came from": (
        "select count(*) from ledger_tx where status = 'posted'",
        """select t.id || ': ' || t.kind || ' ' || t.idempotency_key from ledger_tx t
           left join vendor_order o on t.kind = 'order_paid' and o.id = t.subject and o.tenant_id = t.tenant_id
           left join refund r on t.kind = 'refund' and r.id = t.subject and r.tenant_id = t.tenant_id
           left join payout p on t.kind like 'payout\\_%' and p.id = t.subject and p.tenant_id = t.tenant_id
           where t.status = 'posted' and not coalesce(case t.kind
             when 'order_paid' then o.id is not null and t.idempotency_key = 'order\\:' || o.id || '\\:paid'
             when 'refund' then r.id is not null and t.idempotency_key = 'refund\\:' || r.id
             when 'payout_asked' then t.idempotency_key = 'payout\\:' || p.id || '\\:asked'
             when 'payout_paid' then t.idempotency_key = 'payout\\:' || p.id || '\\:paid'
             when 'payout_cancelled' then t.idempotency_key = 'payout\\:' || p.id || '\\:asked\\:cancelled'
             when 'payout_failed' then t.idempotency_key = 'payout\\:' || p.id || '\\:asked\\:failed'
             when 'payout_returned' then t.idempotency_key in (
               'payout\\:' || p.id || '\\:asked\\:returned', 'payout\\:' || p.id || '\\:paid\\:returned')
             when 'provider_fee' then t.idempotency_key = 'payment\\:' || t.subject || '\\:fee'
             when 'invoiced' then t.idempotency_key = 'invoice\\:' || t.subject
             when 'receivable_paid' then t.idempotency_key = 'receipt\\:' || t.subject
             when 'receipt_taken_back' then t.idempotency_key = 'receipt\\:' || t.subject || '\\:taken_back'
             when 'credit_paid_out' then t.idempotency_key = 'credit_payout\\:' || t.subject
             when 'credit_payout_taken_back' then
               t.idempotency_key = 'credit_payout\\:' || t.subject || '\\:taken_back'
             when 'receivable_written_off' then t.idempotency_key = 'settlement\\:' || t.subject
             when 'hold_over' then t.idempotency_key like 'hold\\_over\\:' || t.subject || '\\:%'
             when 'reserve_over' then t.idempotency_key like 'reserve\\_over\\:' || t.subject || '\\:%'
             when 'write_off' then t.idempotency_key like 'write\\_off\\:%'
             else false end, false)""",
    ),
    "a reversal is the opposite of what it reverses": (
        "select count(*) from ledger_tx where reverses_tx_id is not null",
        """select x.id from (
             select t.id, e.account_id, e.amount from ledger_tx t
             join ledger_entry e on e.tx_id = t.id and e.tenant_id = t.tenant_id where t.reverses_tx_id is not null
             union all
             select t.id, e.account_id, e.amount from ledger_tx t
             join ledger_entry e on e.tx_id = t.reverses_tx_id and e.tenant_id = t.tenant_id) x
           group by x.id, x.account_id having sum(x.amount) <> 0
           union all
           select id from ledger_tx where status = 'posted' and (reverses_tx_id is not null)
             <> (kind in ('payout_cancelled', 'payout_failed', 'payout_returned', 'receipt_taken_back',
                          'credit_payout_taken_back'))""",
    ),
}
