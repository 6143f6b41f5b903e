// B1: headers, preflight, empty bodies, envelopes and statuses, and whose key it is.
import assert from "node:assert/strict"
import { test } from "node:test"

import { ADDRESS, KEYS, client, customer, goods, raw, refused, region, URL_ } from "./shop.mjs"

const ELSEWHERE = "https://shop.example"

test("preflight: every header and method of the client is allowed from another origin", async () => {
  for (const method of ["GET", "POST", "DELETE"]) {
    const wanted = "authorization,content-type,x-medusa-locale,x-publishable-api-key,x-seller-id"
    const answer = await fetch(`${URL_}/store/carts/cart_any/promotions`, {
      method: "OPTIONS",
      headers: { origin: ELSEWHERE, "access-control-request-method": method, "access-control-request-headers": wanted },
    })
    assert.equal(answer.status, 200)
    assert.ok(["*", ELSEWHERE].includes(answer.headers.get("access-control-allow-origin")))
    assert.ok(answer.headers.get("access-control-allow-methods").includes(method))
    const allowed = answer.headers.get("access-control-allow-headers").toLowerCase()
    for (const name of wanted.split(",")) assert.ok(allowed.includes(name), name)
  }
  const { headers } = await raw("GET", "/store/regions", { headers: { origin: ELSEWHERE } })
  assert.ok(["*", ELSEWHERE].includes(headers.get("access-control-allow-origin")))
})

test("a refusal is readable from another origin too", async () => {
  const { status, headers } = await raw("GET", "/store/carts/cart_none", { headers: { origin: ELSEWHERE } })
  assert.equal(status, 404)
  assert.ok(headers.get("access-control-allow-origin"))
})

test("publishable key: missing, unknown, revoked", async () => {
  const missing = await raw("GET", "/store/products", { key: "" })
  assert.equal(missing.status, 400)
  assert.deepEqual(missing.body, {
    type: "not_allowed",
    message: "Publishable API key required in the request header: x-publishable-api-key. You can manage your keys in settings in the dashboard.",
  })
  for (const key of ["pk_unknown", KEYS.revoked, "sk_not_this_kind"]) {
    const { status, body } = await raw("GET", "/store/products", { key })
    assert.equal(status, 400)
    assert.deepEqual(body, { type: "not_allowed", message: "A valid publishable key is required to proceed with the request" })
    await refused(client(key).store.cart.create({}), 400, /valid publishable key/)
  }
})

test("publishable key of another store: nothing of the first one is found with it", async () => {
  const mine = client(), theirs = client(KEYS.assay)
  const here = await region(mine)
  const [one] = await goods(mine, here.id, 1)
  const { cart } = await mine.store.cart.create({ region_id: here.id })
  await refused(theirs.store.cart.retrieve(cart.id), 404)
  await refused(theirs.store.cart.createLineItem(cart.id, { variant_id: one.variant.id, quantity: 1 }), 404)
  await refused(theirs.store.cart.create({ region_id: here.id }), 400, /was not found/)
  await refused(theirs.store.region.retrieve(here.id), 404)
  await refused(theirs.store.product.retrieve(one.product.id), 404)
  const { cart: own } = await theirs.store.cart.create({})
  await refused(theirs.store.cart.createLineItem(own.id, { variant_id: one.variant.id, quantity: 1 }), 400, /do not exist or belong to a product that is not published/)
  const { cart: same } = await mine.store.cart.retrieve(cart.id)
  assert.deepEqual(same, cart)
})

test("envelopes: type and message, always a string; a bare message for who is not signed in", async () => {
  const cases = [
    ["GET", "/store/products/prod_none", undefined, 404, "not_found"],
    ["GET", "/store/carts/cart_none", undefined, 404, "not_found"],
    ["GET", "/store/orders/order_none", undefined, 404, "not_found"],
    ["GET", "/store/products?limit=many", undefined, 400, "invalid_data"],
    ["GET", "/store/products?unheard=1", undefined, 400, "invalid_data"],
    ["GET", "/store/payment-providers", undefined, 400, "invalid_data"],
    ["GET", "/store/shipping-options", undefined, 400, "invalid_data"],
    ["POST", "/store/carts", { unheard: 1 }, 400, "invalid_data"],
    ["POST", "/store/carts", { region_id: 7 }, 400, "invalid_data"],
    ["POST", "/store/carts", { email: "no address" }, 400, "invalid_data"],
    ["POST", "/store/payment-collections", {}, 400, "invalid_data"],
    ["GET", "/store/no-such-noun", undefined, 404, "not_found"],
  ]
  for (const [method, path, body, status, type] of cases) {
    const answer = await raw(method, path, { body })
    assert.equal(answer.status, status, `${method} ${path}: ${answer.text}`)
    assert.equal(answer.body.type, type, path)
    assert.equal(typeof answer.body.message, "string", path)
    assert.ok(!("detail" in answer.body), path)
  }
  for (const [method, path] of [["GET", "/store/customers/me"], ["GET", "/store/orders"], ["GET", "/store/customers/me/addresses"], ["POST", "/auth/token/refresh"], ["POST", "/auth/session"]]) {
    const answer = await raw(method, path)
    assert.equal(answer.status, 401, path)
    assert.deepEqual(answer.body, { message: "Unauthorized" }, path)
  }
  const stale = await raw("GET", "/store/customers/me", { headers: { authorization: "Bearer not.a.token" } })
  assert.equal(stale.status, 401)
})

test("a body that is no JSON, no object, or nothing at all", async () => {
  const send = (path, body) => fetch(URL_ + path, { method: "POST", body, headers: { "content-type": "application/json", "x-publishable-api-key": KEYS.northforge } })
  for (const body of ["{", "[]", "7"]) {
    const answer = await send("/store/carts", body)
    assert.equal(answer.status, 400, body)
    assert.equal((await answer.json()).type, "invalid_data")
  }
  for (const body of ["", "{}"]) assert.equal((await send("/store/carts", body)).status, 200)
})

test("a bracket query in any order, nested too deeply, contradicting itself", async () => {
  const good = await raw("GET", "/store/products?limit=1&variants[options][value][1]=M&variants[options][value][0]=L&created_at[$gte]=2024-01-01")
  assert.equal(good.status, 200)
  for (const query of ["a[b][c][d][e][f][g]=1", "id=1&id[a]=2", "id[a]=2&id=1", "[x]=1", "created_at[$regex]=1"]) {
    const { status, body } = await raw("GET", `/store/products?${query}`)
    assert.equal(status, 400, query)
    assert.equal(body.type, "invalid_data", query)
  }
})

test("a public read may be asked again for nothing: ETag and 304", async () => {
  const first = await raw("GET", "/store/regions")
  const etag = first.headers.get("etag")
  assert.ok(etag)
  const again = await raw("GET", "/store/regions", { headers: { "if-none-match": etag } })
  assert.equal(again.status, 304)
  assert.equal(again.text, "")
})

test("a token of one store is nobody in another; one of another kind neither", async () => {
  const { token } = await customer()
  const headers = { authorization: `Bearer ${token}` }
  const elsewhere = await raw("GET", "/store/customers/me", { headers, key: KEYS.assay })
  assert.equal(elsewhere.status, 401)
  const here = await raw("GET", "/store/customers/me", { headers })
  assert.equal(here.status, 200)
  assert.equal(here.headers.get("cache-control"), "no-store")
})

test("what is personal is never kept between", async () => {
  const { sdk, email } = await customer()
  const { cart } = await sdk.store.cart.create({ shipping_address: ADDRESS })
  const guest = await raw("GET", `/store/carts/${cart.id}`)
  assert.equal(guest.status, 404)
  assert.ok(!guest.text.includes(email))
})
