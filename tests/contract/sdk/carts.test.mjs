// Rows 21 to 32: carts of several vendors, priced to the cent as the store's own pages price them.
import assert from "node:assert/strict"
import { before, test } from "node:test"

import { ADDRESS, KEYS, browserCookie, cents, client, customer, goods, pageOf, raw, readyCart, refused, region } from "./shop.mjs"

const sdk = client()
let here, two

before(async () => {
  here = await region(sdk)
  two = await goods(sdk, here.id)
})

test("21 create: empty, with everything at once, and strict", async () => {
  const { cart: empty } = await sdk.store.cart.create({})
  assert.match(empty.id, /^cart_/)
  assert.deepEqual([empty.total, empty.items, empty.shipping_methods, empty.customer_id], [0, [], [], null])
  const { cart } = await sdk.store.cart.create({
    region_id: here.id, email: "guest@contract.example", shipping_address: ADDRESS, billing_address: ADDRESS, metadata: { po_number: "4711" }, locale: "en-US",
    items: two.map((one) => ({ variant_id: one.variant.id, quantity: 2, metadata: { shelf: "A" } })),
  })
  assert.equal(cart.items.length, 2)
  assert.deepEqual(new Set(cart.items.map((item) => item.seller.id)), new Set(two.map((one) => one.seller.id)))
  assert.deepEqual(cart.items.map((item) => item.metadata), [{ shelf: "A" }, { shelf: "A" }])
  assert.deepEqual([cart.email, cart.locale, cart.currency_code, cart.region.id, cart.shipping_address.country_code], ["guest@contract.example", "en-US", "eur", here.id, "de"])
  await refused(sdk.store.cart.create({ unheard: true }), 400, /Unrecognized fields: 'unheard'/)
  await refused(sdk.store.cart.create({ region_id: "reg_none" }), 400)
  await refused(sdk.store.cart.create({ region_id: here.id, currency_code: "usd" }), 400, /sells in eur, not in usd/)
  await refused(sdk.store.cart.create({ sales_channel_id: "sc_none" }), 400, /sales channel/)
  await refused(sdk.store.cart.create({ items: [{ variant_id: two[0].variant.id, quantity: 0 }] }), 400)
})

test("22 retrieve: fields choose; somebody else's cart does not exist", async () => {
  const { cart } = await sdk.store.cart.create({ region_id: here.id, items: [{ variant_id: two[0].variant.id, quantity: 1 }] })
  assert.deepEqual((await sdk.store.cart.retrieve(cart.id)).cart, cart)
  const { cart: short } = await sdk.store.cart.retrieve(cart.id, { fields: "total,items.title" })
  assert.deepEqual(Object.keys(short).sort(), ["id", "items", "total"])
  assert.deepEqual(Object.keys(short.items[0]).sort(), ["id", "title"])
  const mine = await customer()
  const { cart: own } = await mine.sdk.store.cart.create({ region_id: here.id, items: [{ variant_id: two[0].variant.id, quantity: 1 }] })
  const before = (await mine.sdk.store.cart.retrieve(own.id)).cart
  const theirs = await customer()
  for (const stranger of [sdk, theirs.sdk]) {
    await refused(stranger.store.cart.retrieve(own.id), 404)
    await refused(stranger.store.cart.update(own.id, { email: "sly@contract.example" }), 404)
    await refused(stranger.store.cart.createLineItem(own.id, { variant_id: two[1].variant.id, quantity: 1 }), 404)
    await refused(stranger.store.cart.updateLineItem(own.id, own.items[0].id, { quantity: 9 }), 404)
    await refused(stranger.store.cart.deleteLineItem(own.id, own.items[0].id), 404)
    await refused(stranger.store.cart.addPromotions(own.id, { promo_codes: ["X"] }), 404)
    await refused(stranger.store.cart.complete(own.id), 404)
    await refused(stranger.store.fulfillment.listCartOptions({ cart_id: own.id }), 404)
    await refused(stranger.store.payment.initiatePaymentSession({ id: own.id }, { provider_id: "pp_card_card" }), 404)
  }
  await refused(theirs.sdk.store.cart.transferCart(own.id), 404)
  assert.deepEqual((await mine.sdk.store.cart.retrieve(own.id)).cart, before)
})

test("23 update: e-mail, addresses, region with its currency and prices; null metadata goes", async () => {
  const { cart } = await sdk.store.cart.create({ region_id: here.id, items: [{ variant_id: two[0].variant.id, quantity: 1 }] })
  const { cart: filled } = await sdk.store.cart.update(cart.id, { email: "Maren@Contract.Example", shipping_address: ADDRESS, metadata: { a: "1", b: 2 } })
  assert.deepEqual([filled.email, filled.shipping_address.city, filled.billing_address, filled.metadata], ["maren@contract.example", "Kassel", null, { a: "1", b: 2 }])
  assert.ok(filled.updated_at >= cart.updated_at)
  const dollars = await region(sdk, "us")
  const { cart: moved } = await sdk.store.cart.update(cart.id, { region_id: dollars.id })
  assert.deepEqual([moved.currency_code, moved.region_id], ["usd", dollars.id])
  const { cart: back } = await sdk.store.cart.update(cart.id, { region_id: here.id })
  assert.equal(back.total, filled.total)
  await refused(sdk.store.cart.update(cart.id, { shipping_address: { ...ADDRESS, country_code: "jp" } }), 400, /Country with code jp is not within region/)
  await refused(sdk.store.cart.update(cart.id, { email: "nobody" }), 400)
  await refused(sdk.store.cart.update(cart.id, { currency_code: "usd" }), 400)
})

test("24-26 lines: added, added again, changed, set to nothing, deleted with the cart as parent", async () => {
  const { cart } = await sdk.store.cart.create({ region_id: here.id })
  const [one, other] = two
  let { cart: now } = await sdk.store.cart.createLineItem(cart.id, { variant_id: one.variant.id, quantity: 2, metadata: { engraving: "MH" } })
  assert.deepEqual([now.items[0].quantity, now.items[0].metadata, now.items[0].offer_id], [2, { engraving: "MH" }, one.offer.id])
  assert.equal(cents(now.items[0].unit_price), cents(one.variant.calculated_price.calculated_amount))
  now = (await sdk.store.cart.createLineItem(cart.id, { variant_id: one.variant.id, quantity: 1, metadata: { engraving: "MH" } })).cart
  assert.deepEqual(now.items.map((item) => item.quantity), [3])
  now = (await sdk.store.cart.createLineItem(cart.id, { variant_id: one.variant.id, quantity: 1, metadata: { engraving: "AL" } })).cart
  assert.deepEqual(now.items.map((item) => [item.quantity, item.metadata.engraving]), [[3, "MH"], [1, "AL"]])
  await sdk.store.cart.deleteLineItem(cart.id, now.items[1].id)
  now = (await sdk.store.cart.createLineItem(cart.id, { variant_id: other.variant.id, quantity: 1 })).cart
  now = (await sdk.store.cart.updateLineItem(cart.id, now.items[0].id, { quantity: 5, metadata: { engraving: "" } })).cart
  assert.equal(now.items.find((item) => item.variant_id === one.variant.id).quantity, 5)
  const line = now.items.find((item) => item.variant_id === other.variant.id)
  const gone = await sdk.store.cart.deleteLineItem(cart.id, line.id)
  assert.deepEqual([gone.id, gone.object, gone.deleted, gone.parent.id], [line.id, "line-item", true, cart.id])
  assert.deepEqual(gone.parent.items.map((item) => item.variant_id), [one.variant.id])
  now = (await sdk.store.cart.updateLineItem(cart.id, gone.parent.items[0].id, { quantity: 0 })).cart
  assert.deepEqual([now.items, now.total], [[], 0])
  await refused(sdk.store.cart.createLineItem(cart.id, { variant_id: "variant_none", quantity: 1 }), 400, "Variants variant_none do not exist or belong to a product that is not published")
  await refused(sdk.store.cart.createLineItem(cart.id, { variant_id: one.variant.id, quantity: -1 }), 400)
  await refused(sdk.store.cart.updateLineItem(cart.id, "cali_none", { quantity: 1 }), 404)
  await refused(sdk.store.cart.deleteLineItem(cart.id, "cali_none"), 404)
})

test("24 the winning offer without a name, any offer by its name, several at once", async () => {
  const { products } = await sdk.store.product.list({ region_id: here.id, limit: 100, fields: "id,*variants,+variants.offers,+variants.calculated_price" })
  const variant = products.flatMap((p) => p.variants).find((v) => v.offers.length > 1 && v.offers[1].inventory_quantity > 5 && v.offers[1].min_quantity === 1)
  const [best, second] = variant.offers
  const { cart } = await sdk.store.cart.create({ region_id: here.id })
  const quantity = Math.max(best.min_quantity, second.min_quantity, best.quantity_step, second.quantity_step)
  const { body } = await raw("POST", `/store/carts/${cart.id}/line-items/bulk`, { body: { line_items: [
    { variant_id: variant.id, quantity }, { variant_id: variant.id, quantity, metadata: { offer_id: second.id } },
  ] } })
  assert.deepEqual(new Set(body.cart.items.map((item) => item.offer_id)), new Set([best.id, second.id]))
  const strange = await raw("POST", `/store/carts/${cart.id}/line-items`, { body: { variant_id: variant.id, quantity: 1, offer_id: "offer_none" } })
  assert.equal(strange.status, 400)
})

test("27-28 promotions: a code that is none, clearing, and DELETE with a body", async () => {
  const { cart } = await sdk.store.cart.create({ region_id: here.id, items: [{ variant_id: two[0].variant.id, quantity: 1 }] })
  await refused(sdk.store.cart.addPromotions(cart.id, { promo_codes: ["NO-SUCH-CODE"] }), 400, /NO-SUCH-CODE is invalid/)
  const { cart: with_ } = await sdk.store.cart.addPromotions(cart.id, { promo_codes: [process.env.CONTRACT_CODE] })
  const [promotion] = with_.promotions
  assert.deepEqual([promotion.code, promotion.is_automatic, promotion.application_method.type, promotion.application_method.value], [process.env.CONTRACT_CODE, false, "percentage", 10])
  assert.ok(with_.discount_total > 0)
  assert.equal(with_.items[0].adjustments[0].code, process.env.CONTRACT_CODE)
  assert.equal(cents(with_.original_total) - cents(with_.discount_total), cents(with_.total))
  const { cart: without } = await sdk.store.cart.removePromotions(cart.id, { promo_codes: [process.env.CONTRACT_CODE] })
  assert.deepEqual([without.promotions, without.discount_total, without.total], [[], 0, cart.total])
  await sdk.store.cart.addPromotions(cart.id, { promo_codes: [process.env.CONTRACT_CODE] })
  const { cart: cleared } = await sdk.store.cart.addPromotions(cart.id, { promo_codes: [] })
  assert.deepEqual(cleared.promotions, [])
})

test("29-31 delivery: a flat list over all vendors, one profile each, one method each", async () => {
  const cart = await readyCart(sdk, two)
  const { shipping_options, count } = await sdk.store.fulfillment.listCartOptions({ cart_id: cart.id })
  assert.equal(count, undefined)
  assert.equal(new Set(shipping_options.map((option) => option.shipping_profile_id)).size, 2)
  assert.deepEqual(new Set(shipping_options.map((option) => option.seller.id)), new Set(two.map((one) => one.seller.id)))
  assert.equal(cart.shipping_methods.length, 2)
  const [option] = shipping_options
  const { shipping_option } = await sdk.store.fulfillment.calculate(option.id, { cart_id: cart.id })
  assert.deepEqual(shipping_option, option)
  const { cart: again } = await sdk.store.cart.addShippingMethod(cart.id, { option_id: option.id, data: {} })
  assert.equal(again.shipping_methods.length, 2)
  assert.equal(cents(again.shipping_total), again.shipping_methods.reduce((sum, method) => sum + cents(method.total), 0))
  await refused(sdk.store.cart.addShippingMethod(cart.id, { option_id: "sop_none" }), 400, /Shipping Options are invalid/)
  await refused(sdk.store.fulfillment.calculate("sop_none", { cart_id: cart.id }), 404)
  await refused(sdk.store.fulfillment.listCartOptions({}), 400)
})

test("32 transferCart: a guest's cart becomes the customer's own", async () => {
  const guest = client()
  const { cart } = await guest.store.cart.create({ region_id: here.id, items: [{ variant_id: two[0].variant.id, quantity: 1 }] })
  await refused(guest.store.cart.transferCart(cart.id), 401)
  const mine = await customer()
  const { cart: own } = await mine.sdk.store.cart.transferCart(cart.id)
  assert.deepEqual([own.customer_id, own.customer.email, own.email], [mine.made.id, mine.email, mine.email])
  await refused(guest.store.cart.retrieve(cart.id), 404)
  assert.equal((await mine.sdk.store.cart.transferCart(cart.id)).cart.id, cart.id)
})

const sums = (cart) => {
  const parts = { item: cart.items, shipping: cart.shipping_methods }
  for (const [name, rows] of Object.entries(parts)) {
    for (const kind of ["total", "subtotal", "tax_total", "discount_total"])
      assert.equal(cents(cart[`${name}_${kind}`]), rows.reduce((sum, row) => sum + cents(row[kind]), 0), `${name}_${kind}`)
  }
  assert.equal(cents(cart.subtotal), cents(cart.item_subtotal) + cents(cart.shipping_subtotal))
  assert.equal(cents(cart.total), cents(cart.item_total) + cents(cart.shipping_total))
  assert.equal(cents(cart.total), cents(cart.subtotal) - cents(cart.discount_subtotal) + cents(cart.tax_total))
}

test("totals add up, and equal what the store's own cart page shows the same customer, to the cent", async () => {
  const mine = await customer()
  let cart = await readyCart(mine.sdk, two, 3, mine.email)
  for (const code of [undefined, process.env.CONTRACT_CODE]) {
    if (code) cart = (await mine.sdk.store.cart.addPromotions(cart.id, { promo_codes: [code] })).cart
    sums(cart)
    const html = await pageOf("/s/northforge/cart", await browserCookie(mine.email))
    const summary = html.slice(html.indexOf('aria-label="Summary"'))
    const shown = {}
    for (const [, label, amount] of summary.matchAll(/<dt[^>]*>([^<]*)<\/dt>\s*<dd[^>]*>(?:<[^>]*>)*\s*([−-]?[^<]*\d[^<]*)</g)) shown[label] = cents(Number(amount.replace(/[^\d.]/g, "")))
    assert.equal(shown.Total, cents(cart.total), JSON.stringify(shown))
    const goodsShown = Object.entries(shown).find(([label]) => label.startsWith("Goods"))
    assert.equal(goodsShown[1], cents(cart.item_subtotal), JSON.stringify(shown))
    const tax = Object.entries(shown).find(([label]) => /VAT|tax/i.test(label))
    assert.equal(tax[1], cents(cart.tax_total), JSON.stringify(shown))
    const freight = Object.entries(shown).filter(([label]) => /Freight/i.test(label)).reduce((sum, [, amount]) => sum + amount, 0)
    assert.equal(freight, cents(cart.shipping_subtotal), JSON.stringify(shown))
    if (code) assert.equal(shown.Saved, cents(cart.discount_subtotal), JSON.stringify(shown))
  }
})

test("two carts with one key do not know each other", async () => {
  const [a, b] = await Promise.all([client(KEYS.northforge), client(KEYS.northforge)].map((one) => one.store.cart.create({ region_id: here.id })))
  assert.notEqual(a.cart.id, b.cart.id)
})
