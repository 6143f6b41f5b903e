"""What buyers on account owe: billed, matched and given up as the books say, numbered without gaps."""

from __future__ import annotations

RECEIVABLE_RULES: dict[str, tuple[str, str]] = {
    "what is open of an invoice, a credit note and a payment is what was not matched": (
        "select (select count(*) from invoice) + (select count(*) from receipt) + (select count(*) from credit_payout)",
        """with s as (select * from settlement where undone_at is null)
           select i.number || ': open ' || i.open_amount || ', not matched ' || x.left_over
           from invoice i cross join lateral (
             select case when i.company_location_id is null then 0
                 else i.amount - coalesce(sum(s.amount), 0) end left_over
             from s where s.tenant_id = i.tenant_id
               and ((i.kind = 'invoice' and s.invoice_id = i.id) or s.credit_note_id = i.id)) x
           where i.open_amount <> x.left_over
           union all
           select r.id || ': open ' || r.open_amount || ', not matched ' || x.left_over
           from receipt r cross join lateral (
             select case when r.taken_back_at is null then r.amount - coalesce(sum(s.amount), 0) else 0 end left_over
             from s where s.tenant_id = r.tenant_id and s.receipt_id = r.id) x
           where r.open_amount <> x.left_over or (r.taken_back_at is not null and exists (
             select 1 from s where s.receipt_id = r.id and s.tenant_id = r.tenant_id))
           union all
           select b.id || ': open ' || b.open_amount || ', not matched ' || x.left_over
           from credit_payout b cross join lateral (
             select case when b.taken_back_at is null then b.amount - coalesce(sum(s.amount), 0) else 0 end left_over
             from s where s.tenant_id = b.tenant_id and s.payout_id = b.id) x
           where b.open_amount <> x.left_over or (b.taken_back_at is not null and exists (
             select 1 from s where s.payout_id = b.id and s.tenant_id = b.tenant_id))""",
    ),
    "what a place was billed and has not paid is what the books say": (
        "select count(*) from ledger_account where kind = 'receivable'",
        """with said as (
             select tenant_id, company_location_id place, currency,
               sum(case when kind = 'invoice' then -open_amount else open_amount end) amount
             from invoice where company_location_id is not null group by 1, 2, 3
             union all
             select tenant_id, company_location_id, currency, sum(open_amount) from receipt group by 1, 2, 3
             union all
             select tenant_id, company_location_id, currency, -sum(open_amount) from credit_payout group by 1, 2, 3),
           sums as (select tenant_id, 'buyer\\:' || place as owner, currency, sum(amount) amount
                    from said group by 1, 2, 3)
           select coalesce(a.owner, s.owner) || ': ' || coalesce(a.posted_balance, 0) || ' in the books, '
             || coalesce(s.amount, 0) || ' open'
           from (select * from ledger_account where kind = 'receivable') a
           full join sums s on s.owner = a.owner and s.tenant_id = a.tenant_id and s.currency = a.currency
           where coalesce(a.posted_balance, 0) <> coalesce(s.amount, 0)""",
    ),
    "what a place ordered and was not billed is what the books say": (
        "select count(*) from ledger_account where kind = 'unbilled'",
        """with sums as (
             select o.tenant_id, 'buyer\\:' || g.company_location_id as owner, o.currency,
               -sum(o.total_amount - o.refunded_amount) amount
             from vendor_order o join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id
             join payment p on p.group_id = g.id and p.tenant_id = g.tenant_id and p.provider = 'on_account'
               and p.status in ('owed', 'captured')
             where g.company_location_id is not null and o.invoice_number = '' and exists (
               select 1 from earning e where e.order_id = o.id and e.tenant_id = o.tenant_id and e.kind = 'sale')
             group by 1, 2, 3)
           select coalesce(a.owner, s.owner) || ': ' || coalesce(a.posted_balance, 0) || ' in the books, '
             || coalesce(s.amount, 0) || ' ordered'
           from (select * from ledger_account where kind = 'unbilled') a
           full join sums s on s.owner = a.owner and s.tenant_id = a.tenant_id and s.currency = a.currency
           where coalesce(a.posted_balance, 0) <> coalesce(s.amount, 0)""",
    ),
    "an order is billed once, for what is left of it, and credited for what goes back afterwards": (
        "select count(*) from invoice",
        """select o.id || ': ' || i.amount || ' billed' from invoice i
           join vendor_order o on o.id = i.order_id and o.tenant_id = i.tenant_id
           left join (select order_id, tenant_id, sum(amount) amount from invoice
                      where kind = 'credit_note' group by 1, 2) c on c.order_id = o.id and c.tenant_id = o.tenant_id
           where (i.vendor_id, i.currency) <> (o.vendor_id, o.currency)
             or i.kind = 'invoice' and (i.number <> o.invoice_number or (i.company_location_id is not null
             and i.amount - coalesce(c.amount, 0) <> o.total_amount - o.refunded_amount))
           union all
           select o.id || ': ' || o.invoice_number || ' was not kept' from vendor_order o
           where o.invoice_number <> '' and not exists (
             select 1 from invoice i where i.order_id = o.id and i.tenant_id = o.tenant_id and i.kind = 'invoice')""",
    ),
    "money that came or was given up stands in the books once": (
        "select (select count(*) from receipt) + (select count(*) from settlement where kind = 'write_off')",
        """select r.id from receipt r
           left join ledger_tx t on t.tenant_id = r.tenant_id and t.idempotency_key = 'receipt\\:' || r.id
           left join ledger_tx b on b.tenant_id = r.tenant_id
             and b.idempotency_key = 'receipt\\:' || r.id || '\\:taken_back'
           where t.id is null or (r.taken_back_at is not null) <> (b.id is not null)
           union all
           select s.id from settlement s
           left join ledger_tx t on t.tenant_id = s.tenant_id and t.idempotency_key = 'settlement\\:' || s.id
           where (s.kind = 'write_off') <> (t.id is not null)
           union all
           select i.number from invoice i
           left join ledger_tx t on t.tenant_id = i.tenant_id and t.idempotency_key = 'invoice\\:' || i.id
           where (i.kind = 'invoice' and i.company_location_id is not null) <> (t.id is not null)
           union all
           select t.id from ledger_tx t
           where t.kind in ('invoiced', 'receivable_paid', 'receivable_written_off') and not exists (
             select 1 from (select id, tenant_id from invoice union all select id, tenant_id from receipt
                            union all select id, tenant_id from settlement) x
             where x.id = t.subject and x.tenant_id = t.tenant_id)""",
    ),
    "credit that was paid out stands in the books once, for its amount, at its place": (
        "select count(*) from credit_payout",
        """select b.id || ': ' || b.amount || ' paid out, ' || coalesce(e.amount, 0) || ' in the books'
           from credit_payout b
           left join ledger_tx t on t.tenant_id = b.tenant_id and t.idempotency_key = 'credit_payout\\:' || b.id
           left join ledger_tx k on k.tenant_id = b.tenant_id
             and k.idempotency_key = 'credit_payout\\:' || b.id || '\\:taken_back'
           left join (select e.tx_id, e.tenant_id, a.owner, a.currency, -e.amount amount from ledger_entry e
             join ledger_account a on a.id = e.account_id and a.tenant_id = e.tenant_id and a.kind = 'receivable') e
             on e.tx_id = t.id and e.tenant_id = t.tenant_id
           where (e.owner, e.amount, e.currency)
               is distinct from ('buyer\\:' || b.company_location_id, b.amount, b.currency)
             or (b.taken_back_at is not null) <> (k.id is not null)
           union all
           select t.id from ledger_tx t where t.kind = 'credit_paid_out' and not exists (
             select 1 from credit_payout b where b.id = t.subject and b.tenant_id = t.tenant_id)""",
    ),
    "what has left on account is billed": (
        "select count(*) from payment where provider = 'on_account'",
        """select o.id from vendor_order o
           join payment p on p.group_id = o.group_id and p.tenant_id = o.tenant_id
           join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id
           where p.provider = 'on_account' and p.amount > 0 and o.shipped_at < now() - interval '1 hour'
             and g.company_location_id is not null
             and o.invoice_number = '' and o.refunded_amount < o.total_amount
             and not exists (select 1 from job j where j.tenant_id = o.tenant_id and j.entity_id = o.id
               and j.kind = 'order.invoice' and j.status in ('pending', 'running', 'dead'))""",
    ),
}
