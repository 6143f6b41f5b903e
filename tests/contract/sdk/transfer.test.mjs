// Row 39: a guest's purchase goes into an account, if the guest says so.
import assert from "node:assert/strict"
import { before, test } from "node:test"

import {
  URL_, address, client, customer, goods, linkFromLetter, payBy, raw, readyCart, refused, region, tokenFromLetter,
} from "./shop.mjs"

const sdk = client()
let one

before(async () => {
  ;[one] = await goods(sdk, (await region(sdk)).id, 1)
})

async function guestOrder() {
  const email = address()
  const cart = await readyCart(sdk, [one], 1, email)
  await payBy(sdk, cart)
  const { order } = await sdk.store.cart.complete(cart.id)
  return { email, order }
}

test("39 requested, and accepted with the token of the letter: the order is the asker's", async () => {
  const { email, order } = await guestOrder()
  const mine = await customer()
  await refused(sdk.store.order.requestTransfer(order.id, {}), 401)
  const { order: asked } = await mine.sdk.store.order.requestTransfer(order.id, { description: "I ordered this before I had an account" })
  assert.equal(asked.id, order.id)
  await refused(mine.sdk.store.order.requestTransfer(order.id, {}), 409)
  assert.deepEqual((await mine.sdk.store.order.list()).orders, [])
  const { link, token } = await linkFromLetter(email, /have your order/, "transfer")
  const page = await fetch(link.replace(new URL(link).origin, URL_), { headers: { accept: "text/html" } })
  assert.equal(page.status, 200)
  assert.ok((await page.text()).includes(`${mine.email} asks to have this order in their account`))
  await refused(client().store.order.acceptTransfer(order.id, { token: "guessed" }), 404)
  await refused(client().store.order.acceptTransfer((await guestOrder()).order.id, { token }), 404)
  const { order: given } = await client().store.order.acceptTransfer(order.id, { token })
  assert.equal(given.customer_id, mine.made.id)
  assert.deepEqual((await mine.sdk.store.order.list()).orders.map((o) => o.id), [order.id])
  await refused(client().store.order.acceptTransfer(order.id, { token }), 404)
  await refused(client().store.order.retrieve(order.id), 404)
})

test("39 declined, and cancelled by the asker alone: the order stays the guest's", async () => {
  const { email, order } = await guestOrder()
  const mine = await customer(), other = await customer()
  await mine.sdk.store.order.requestTransfer(order.id, {})
  await refused(other.sdk.store.order.cancelTransfer(order.id), 404)
  const stale = await tokenFromLetter(email, /have your order/, "transfer") // none is written for a wish taken back
  await mine.sdk.store.order.cancelTransfer(order.id)
  await refused(client().store.order.acceptTransfer(order.id, { token: stale }), 404)
  await other.sdk.store.order.requestTransfer(order.id, {})
  const letters = async () => tokenFromLetter(email, /have your order/, "transfer")
  let token = await letters()
  for (let n = 0; token === stale && n < 50; n++) token = await letters()
  const { order: kept } = await client().store.order.declineTransfer(order.id, { token })
  assert.equal(kept.customer_id, null)
  assert.equal((await sdk.store.order.retrieve(order.id)).order.customer_id, null)
  for (const who of [mine, other]) assert.deepEqual((await who.sdk.store.order.list()).orders, [])
})

test("39 somebody else's order does not exist for a stranger, and an asker sees nothing of it but its number", async () => {
  const mine = await customer(), theirs = await customer()
  const cart = await readyCart(theirs.sdk, [one], 1, theirs.email)
  await payBy(theirs.sdk, cart)
  const { order } = await theirs.sdk.store.cart.complete(cart.id)
  await refused(mine.sdk.store.order.requestTransfer(order.id, {}), 404)
  await refused(theirs.sdk.store.order.requestTransfer(order.id, {}), 409)
  await refused(mine.sdk.store.order.requestTransfer("order_none", {}), 404)
  assert.equal((await theirs.sdk.store.order.retrieve(order.id)).order.customer_id, theirs.made.id)
  const browser = await raw("GET", `/store/orders/${order.id}`)
  assert.equal(browser.status, 404)
})
