// What every suite here needs: the published client, people to be, and goods to buy.
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"

import Medusa, { FetchError } from "@medusajs/js-sdk"

export const URL_ = process.env.CONTRACT_URL
export const KEYS = JSON.parse(process.env.CONTRACT_KEYS)
export const PASSWORD = "a good long password"
export const STORE = "northforge"
export const ADDRESS = {
  first_name: "Maren", last_name: "Holt", company: "Holt Works", address_1: "Lange Gasse 3", address_2: "",
  city: "Kassel", postal_code: "34117", country_code: "de", province: "", phone: "+49 561 1234",
}

/** The client as a storefront makes it, each with a memory of its own. */
export function client(key = KEYS[STORE], auth = {}) {
  return new Medusa({
    baseUrl: URL_, publishableKey: key, auth: { type: "jwt", jwtTokenStorageMethod: "memory", ...auth },
  })
}

/** A request below the client's own methods: status, headers and body as they came. */
export async function raw(method, path, { body, headers = {}, key = KEYS[STORE] } = {}) {
  const sent = { accept: "application/json", "content-type": "application/json", ...headers }
  if (key) sent["x-publishable-api-key"] = key
  const answer = await fetch(URL_ + path, { method, headers: sent, body: body === undefined ? undefined : JSON.stringify(body) })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text, body: text && json(text) }
}

function json(text) {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The call is refused by the client's own error, with this status and these words. */
export async function refused(call, status, words) {
  const error = await call.then((answer) => assert.fail(`was answered: ${JSON.stringify(answer).slice(0, 300)}`), (e) => e)
  assert.ok(error instanceof FetchError, String(error))
  assert.equal(error.status, status, error.message)
  if (words instanceof RegExp) assert.match(error.message, words)
  else if (words) assert.equal(error.message, words)
  return error
}

export const address = () => `c-${randomBytes(6).toString("hex")}@contract.example`

/** Somebody new who registered and became a customer: rows 1, 3 and 2 of the contract. */
export async function customer(key = KEYS[STORE]) {
  const sdk = client(key)
  const email = address()
  await sdk.auth.register("customer", "emailpass", { email, password: PASSWORD })
  const { customer: made } = await sdk.store.customer.create({ email, first_name: "Maren", last_name: "Holt" })
  const token = await sdk.auth.login("customer", "emailpass", { email, password: PASSWORD })
  return { sdk, email, made, token }
}

export async function region(sdk, code = "de") {
  const { regions } = await sdk.store.region.list()
  return regions.find((one) => one.countries.some((country) => country.iso_2 === code))
}

/** Variants in stock, one of each of so many vendors: `{variant, seller, offer, product}`. */
export async function goods(sdk, region_id, vendors = 2) {
  const { products } = await sdk.store.product.list({
    region_id, limit: 100,
    fields: "id,title,handle,*variants,+variants.calculated_price,+variants.inventory_quantity,+variants.offers",
  })
  const found = new Map()
  for (const product of products)
    for (const variant of product.variants) {
      const offer = variant.offers?.[0]
      const plain = offer && offer.min_quantity === 1 && offer.quantity_step === 1 && offer.inventory_quantity > 40
      if (plain && !offer.allow_backorder && !found.has(offer.seller.id))
        found.set(offer.seller.id, { product, variant, offer, seller: offer.seller })
    }
  assert.ok(found.size >= vendors, `only ${found.size} vendors have something in stock`)
  return [...found.values()].slice(0, vendors)
}

/** A cart of these goods with an address and a way of delivery for each vendor: ready to be paid. */
export async function readyCart(sdk, chosen, quantity = 2, email = address()) {
  const here = await region(sdk)
  let { cart } = await sdk.store.cart.create({ region_id: here.id, email, shipping_address: ADDRESS, billing_address: ADDRESS })
  for (const one of chosen)
    ({ cart } = await sdk.store.cart.createLineItem(cart.id, { variant_id: one.variant.id, quantity }))
  const { shipping_options } = await sdk.store.fulfillment.listCartOptions({ cart_id: cart.id })
  const profiles = new Map(shipping_options.map((option) => [option.shipping_profile_id, option]))
  for (const option of profiles.values())
    ({ cart } = await sdk.store.cart.addShippingMethod(cart.id, { option_id: option.id }))
  return cart
}

/** Rows 34 and 35: the collection and its session. */
export async function payBy(sdk, cart, provider_id = "pp_card_card", data = { card: "4242" }) {
  return (await sdk.store.payment.initiatePaymentSession(cart, { provider_id, data })).payment_collection
}

/** How many of a variant's winning offer are free. */
export async function stockOf(sdk, one, region_id) {
  const { product } = await sdk.store.product.retrieve(one.product.id, { region_id, fields: "id,*variants,+variants.offers" })
  return product.variants.find((v) => v.id === one.variant.id).offers.find((o) => o.id === one.offer.id).inventory_quantity
}

/** Asks again until the answer is the awaited one: what workers do is seen a moment later. */
export async function until(what, ask, holds, seconds = 20) {
  let last
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(150)) {
    last = await ask()
    if (holds(last)) return last
  }
  assert.fail(`${what}: still ${JSON.stringify(last)} after ${seconds} s`)
}

/** The token in the newest letter to an address whose subject fits, and the link that it is in. */
export async function linkFromLetter(to, subject, parameter) {
  const read = () => JSON.parse(execFileSync(process.env.CONTRACT_PYTHON, [process.env.CONTRACT_POSTBOX, to], { encoding: "utf8" }))
  const letters = await until(`a letter to ${to}`, async () => read(), (all) => all.some((one) => subject.test(one.subject)))
  const [link] = letters.find((one) => subject.test(one.subject)).text.match(/https?:\/\/\S+/) ?? []
  const token = link && new URL(link).searchParams.get(parameter)
  assert.ok(token, `the letter has no link with ${parameter}: ${link}`)
  return { link, token }
}

export const tokenFromLetter = async (...which) => (await linkFromLetter(...which)).token

/** Signs somebody in as a browser does, and returns the cookie. */
export async function browserCookie(email, password = PASSWORD) {
  const answer = await fetch(`${URL_}/auth/sign-in`, {
    method: "POST", redirect: "manual", body: new URLSearchParams({ email, password }), headers: { origin: URL_ },
  })
  assert.equal(answer.status, 303)
  return answer.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ")
}

/** A store's page as a signed-in browser is given it. */
export async function pageOf(path, cookie) {
  const answer = await fetch(URL_ + path, { headers: { cookie, accept: "text/html" } })
  assert.equal(answer.status, 200)
  return answer.text()
}

export const cents = (amount) => Math.round(amount * 100)
