// Rows 33 to 38: paying, completing, and the purchase that comes of it.
import assert from "node:assert/strict"
import { before, test } from "node:test"

import { ADDRESS, cents, client, customer, goods, payBy, raw, readyCart, refused, region, stockOf, until, URL_ } from "./shop.mjs"

const sdk = client()
let here, two

before(async () => {
  here = await region(sdk)
  two = await goods(sdk, here.id)
})

const CARD = "pp_card_card"
const completed = async (who, cart) => {
  const answer = await who.store.cart.complete(cart.id)
  assert.equal(answer.type, "order", JSON.stringify(answer.error))
  return answer.order
}
// A sale is seen in the stock a moment later: who buys waits for it, or the next test would count it as its own.
const free = () => stockOf(sdk, two[0], here.id)
const gone = async (pieces, buy, seconds) => {
  const before = await free()
  const bought = await buy()
  await until(`${pieces} gone of ${before}`, free, (now) => now === before - pieces, seconds)
  return bought
}

test("33 listPaymentProviders: the region is required", async () => {
  const { payment_providers, count, offset, limit } = await sdk.store.payment.listPaymentProviders({ region_id: here.id })
  assert.ok(payment_providers.some((one) => one.id === "pp_system_default"))
  for (const one of payment_providers) assert.deepEqual(Object.keys(one).sort(), ["id", "is_enabled"])
  assert.deepEqual([count, offset, limit], [payment_providers.length, 0, 20])
  await refused(sdk.store.payment.listPaymentProviders({}), 400)
  await refused(sdk.store.payment.listPaymentProviders({ region_id: "reg_none" }), 400)
})

test("34-35 initiatePaymentSession: one collection per cart, a new session in the place of the old", async () => {
  const cart = await readyCart(sdk, two)
  const first = await payBy(sdk, cart, "pp_system_default", {})
  assert.match(first.id, /^pay_col_/)
  assert.equal(cents(first.amount), cents(cart.total))
  assert.deepEqual(first.payment_sessions.map((s) => [s.provider_id, s.status]), [["pp_system_default", "pending"]])
  const { cart: seen } = await sdk.store.cart.retrieve(cart.id)
  assert.equal(seen.payment_collection.id, first.id)
  const second = await payBy(sdk, seen, CARD)
  assert.equal(second.id, first.id)
  assert.deepEqual(second.payment_sessions.map((s) => s.provider_id), [CARD])
  assert.notEqual(second.payment_sessions[0].id, first.payment_sessions[0].id)
  const { body } = await raw("POST", "/store/payment-collections", { body: { cart_id: cart.id } })
  assert.equal(body.payment_collection.id, first.id)
  await refused(sdk.store.payment.initiatePaymentSession(seen, { provider_id: "pp_none_none" }), 400)
  await refused(sdk.store.payment.initiatePaymentSession({ id: "cart_none" }, { provider_id: CARD }), 404)
})

test("36 complete: what must be settled before, in the contract's order", async () => {
  const { cart: empty } = await sdk.store.cart.create({ region_id: here.id })
  await refused(sdk.store.cart.complete(empty.id), 400, "Cannot complete a cart with no items")
  const { cart } = await sdk.store.cart.create({ region_id: here.id, email: "g@contract.example", shipping_address: ADDRESS, items: [{ variant_id: two[0].variant.id, quantity: 1 }] })
  await refused(sdk.store.cart.complete(cart.id), 400, "Payment collection has not been initiated for cart")
  await raw("POST", "/store/payment-collections", { body: { cart_id: cart.id } })
  await refused(sdk.store.cart.complete(cart.id), 400, "Payment sessions are required to complete cart")
  await payBy(sdk, (await sdk.store.cart.retrieve(cart.id)).cart)
  await refused(sdk.store.cart.complete(cart.id), 400, /No shipping method selected/)
  await refused(sdk.store.cart.complete("cart_none"), 404)
})

test("36 complete: two vendors, one order of the contract's type, and the same one ever after", async () => {
  const cart = await readyCart(sdk, two, 2)
  await payBy(sdk, cart)
  const order = await gone(2, () => completed(sdk, cart))
  assert.match(order.id, /^(order|grp)_/)
  assert.equal(order.vendor_orders.length, 2)
  assert.deepEqual(new Set(order.vendor_orders.map((part) => part.seller.id)), new Set(two.map((one) => one.seller.id)))
  for (const name of ["total", "subtotal", "tax_total", "item_total", "item_subtotal", "shipping_total", "shipping_subtotal"]) {
    assert.equal(cents(order[name]), cents(cart[name]), name)
    assert.equal(order.vendor_orders.reduce((sum, part) => sum + cents(part[name]), 0), cents(cart[name]), name)
  }
  assert.deepEqual([order.status, order.payment_status, order.fulfillment_status], ["pending", "captured", "not_fulfilled"])
  assert.equal(cents(order.summary.paid_total), cents(order.total))
  assert.deepEqual(order.items.map((item) => [item.quantity, item.detail.quantity, item.detail.fulfilled_quantity]), [[2, 2, 0], [2, 2, 0]])
  const again = await sdk.store.cart.complete(cart.id)
  assert.deepEqual([again.type, again.order.id], ["order", order.id])
  await refused(sdk.store.cart.createLineItem(cart.id, { variant_id: two[0].variant.id, quantity: 1 }), 400, /already completed/)
  const { order: read } = await sdk.store.order.retrieve(order.id)
  // A product's own document may be written anew at any time: what was sold changes its stock.
  const frozen = (one) => ({ ...one, items: one.items.map((item) => ({ ...item, product: item.product.id, variant: item.variant.id })) })
  // Only who bought just now is told of the cart with the rest: a guest's cart is opened by its id alone.
  const { remaining_cart_id: rest, ...bought } = order
  assert.equal(rest, null)
  assert.deepEqual(frozen(read), frozen(bought))
  // A part's id is known to its vendor: it opens no guest's purchase.
  await refused(sdk.store.order.retrieve(order.vendor_orders[0].id), 404)
  assert.equal((await raw("GET", `/store/order-groups/${order.id}`)).body.order.id, order.id)
})

test("36 complete: two calls at once buy once", async () => {
  const cart = await readyCart(sdk, two, 1)
  await payBy(sdk, cart)
  const tries = await gone(1, () => Promise.allSettled([1, 2, 3].map(() => client().store.cart.complete(cart.id))))
  const won = tries.filter((one) => one.status === "fulfilled").map((one) => one.value)
  assert.ok(won.length)
  const order = await completed(sdk, cart)
  for (const one of won) assert.deepEqual([one.type, one.order.id], ["order", order.id])
  for (const one of tries.filter((t) => t.status === "rejected")) assert.equal(one.reason.status, 409)
})

test("36 complete: a declined card answers 200 with the cart and why; the stock is free again; another card buys", async () => {
  const before = await free()
  const cart = await readyCart(sdk, two, 2)
  await payBy(sdk, cart, CARD, { card: "0002" })
  const answer = await sdk.store.cart.complete(cart.id)
  assert.equal(answer.type, "cart")
  assert.equal(answer.cart.id, cart.id)
  assert.equal(answer.error.type, "payment_authorization_error")
  assert.match(answer.error.message, /declined/)
  assert.equal(typeof answer.error.name, "string")
  assert.equal(answer.cart.payment_collection.payment_sessions[0].status, "error")
  assert.equal(answer.cart.completed_at, null)
  await until("the stock is free again", free, (now) => now === before)
  await payBy(sdk, answer.cart, CARD, { card: "4242" })
  await gone(2, () => completed(sdk, cart))
})

test("36 complete: a card that asks who the buyer is, and completing again once they said", async () => {
  const before = await free()
  const cart = await readyCart(sdk, two)
  await payBy(sdk, cart, CARD, { card: "3155" })
  const answer = await sdk.store.cart.complete(cart.id)
  assert.equal(answer.type, "cart")
  assert.equal(answer.error.type, "payment_requires_more_error")
  const [session] = answer.cart.payment_collection.payment_sessions
  assert.equal(session.status, "requires_more")
  const action = new URL(session.data.action_url, URL_)
  const waiting = await sdk.store.cart.complete(cart.id)
  assert.equal(waiting.type, "cart")
  const proof = await fetch(action, { method: "POST", redirect: "manual", headers: { origin: URL_ }, body: new URLSearchParams({ answer: "yes" }) })
  assert.equal(proof.status, 303)
  const done = await until("the order", () => sdk.store.cart.complete(cart.id), (one) => one.type === "order")
  assert.equal(cents(done.order.total), cents(cart.total))
  await until("it is gone", free, (now) => now === before - done.order.items[0].quantity)
})

test("36 complete: a cart that came to cost something else is not charged until its buyer has seen it", async () => {
  const cart = await readyCart(sdk, two, 1)
  await payBy(sdk, cart)
  const { cart: more } = await sdk.store.cart.updateLineItem(cart.id, cart.items[0].id, { quantity: 3 })
  assert.equal(cents(more.payment_collection.amount), cents(more.total))
  assert.deepEqual(more.payment_collection.payment_sessions, [])
  await refused(sdk.store.cart.complete(cart.id), 409, /costs something else/)
  assert.equal((await sdk.store.cart.retrieve(cart.id)).cart.completed_at, null)
  await payBy(sdk, more)
  const order = await gone(3, () => completed(sdk, cart))
  assert.equal(cents(order.total), cents(more.total))
})

test("a sale is seen in the stock within a second of its commit", async () => {
  const cart = await readyCart(sdk, two, 1)
  await payBy(sdk, cart)
  let committed
  await gone(1, async () => {
    await completed(sdk, cart)
    committed = performance.now()
  }, 1)
  assert.ok(performance.now() - committed < 1200)
})

test("37-38 orders: one's own, short in the list, whole by id, nobody else's", async () => {
  const mine = await customer(), theirs = await customer()
  const made = []
  for (const _ of [1, 2]) {
    const cart = await readyCart(mine.sdk, two, 1, mine.email)
    await payBy(mine.sdk, cart, "pp_system_default", {})
    made.push(await completed(mine.sdk, cart))
  }
  assert.deepEqual(made.map((one) => one.payment_status), ["awaiting", "awaiting"])
  const { orders, count, offset, limit } = await mine.sdk.store.order.list()
  assert.deepEqual([orders.map((one) => one.id), count, offset, limit], [[made[1].id, made[0].id], 2, 0, 50])
  assert.deepEqual(Object.keys(orders[0]).sort(), ["created_at", "currency_code", "custom_display_id", "display_id", "fulfillment_status", "id", "items", "metadata", "payment_status", "status", "summary", "total", "updated_at", "version"])
  const oldest = await mine.sdk.store.order.list({ order: "created_at", limit: 1, fields: "*items,+items.metadata,*items.variant,*items.product" })
  assert.deepEqual(oldest.orders.map((one) => one.id), [made[0].id])
  assert.ok(oldest.orders[0].items[0].variant.sku)
  assert.ok(oldest.orders[0].items[0].product.title)
  assert.deepEqual((await mine.sdk.store.order.list({ id: [made[0].id] })).orders.map((one) => one.id), [made[0].id])
  assert.equal((await mine.sdk.store.order.list({ status: ["completed"] })).orders.length, 0)
  assert.equal((await mine.sdk.store.order.list({ status: ["completed"] })).count, 0)
  assert.equal((await mine.sdk.store.order.retrieve(made[0].id)).order.id, made[0].id)
  assert.equal((await mine.sdk.store.order.retrieve(made[0].vendor_orders[1].id)).order.id, made[0].id)
  await refused(sdk.store.order.list(), 401)
  assert.deepEqual((await theirs.sdk.store.order.list()).orders, [])
  assert.deepEqual((await theirs.sdk.store.order.list({ id: [made[0].id] })).orders, [])
  for (const stranger of [sdk, theirs.sdk]) {
    await refused(stranger.store.order.retrieve(made[0].id), 404)
    await refused(stranger.store.order.retrieve(made[0].vendor_orders[0].id), 404)
  }
})
