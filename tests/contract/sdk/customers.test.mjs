// Rows 1 to 14: accounts, tokens, sessions, the address book.
import assert from "node:assert/strict"
import { test } from "node:test"

import { ADDRESS, KEYS, PASSWORD, address, client, customer, raw, refused, tokenFromLetter } from "./shop.mjs"

const BOOK = { ...ADDRESS, address_name: "Works", is_default_shipping: true, is_default_billing: false }
const claims = (token) => JSON.parse(Buffer.from(token.split(".")[1], "base64url"))

test("1-3 register, become a customer, log in: the claims that clients look for", async () => {
  const sdk = client(), email = address()
  const first = await sdk.auth.register("customer", "emailpass", { email, password: PASSWORD })
  assert.equal(claims(first).actor_id, "")
  assert.equal(claims(first).actor_type, "customer")
  const { customer: made } = await sdk.store.customer.create({ email, first_name: "Maren", company_name: "Holt Works", phone: "+49 1", metadata: { tier: "gold" } })
  assert.match(made.id, /^cus_/)
  assert.deepEqual([made.email, made.first_name, made.last_name, made.company_name, made.has_account, made.addresses], [email, "Maren", null, "Holt Works", true, []])
  assert.deepEqual(made.metadata, { tier: "gold" })
  const token = await sdk.auth.login("customer", "emailpass", { email, password: PASSWORD })
  const told = claims(token)
  assert.equal(told.actor_id, made.id)
  assert.equal(told.auth_provider, "emailpass")
  assert.equal(told.app_metadata.customer_id, made.id)
  assert.deepEqual(told.user_metadata, {})
  assert.ok(told.auth_identity_id)
})

test("1 register twice: 401 with the words that Medusa's guide looks for; the way out that it describes", async () => {
  const sdk = client(), email = address()
  await sdk.auth.register("customer", "emailpass", { email, password: PASSWORD })
  const again = await client().auth.register("customer", "emailpass", { email, password: PASSWORD })
  assert.equal(claims(again).actor_id, "")
  await refused(client().auth.register("customer", "emailpass", { email, password: "another long password" }), 401, "Identity with email already exists")
  const late = client()
  const token = await late.auth.login("customer", "emailpass", { email, password: PASSWORD })
  assert.equal(claims(token).actor_id, "")
  const { customer: made } = await late.store.customer.create({ email })
  assert.equal(made.email, email)
  await refused(client().auth.register("customer", "emailpass", { email, password: PASSWORD }), 401, "Identity with email already exists")
})

test("2 create with a customer's token, without one, for somebody else's address", async () => {
  const { sdk, email } = await customer()
  await refused(sdk.store.customer.create({ email }), 400, "Request already authenticated as a customer.")
  await refused(client().store.customer.create({ email: address() }), 401)
  const other = await customer()
  const sly = client(), mine = address()
  await sly.auth.register("customer", "emailpass", { email: mine, password: PASSWORD })
  await refused(sly.store.customer.create({ email: other.email }), 422, /has an account/)
  await refused(sly.store.customer.create({ email: mine, unheard: 1 }), 400)
})

test("3 login: wrong password and unknown address are one and the same answer", async () => {
  const { email } = await customer()
  await refused(client().auth.login("customer", "emailpass", { email, password: "wrong" }), 401, "Invalid email or password")
  await refused(client().auth.login("customer", "emailpass", { email: address(), password: "wrong" }), 401, "Invalid email or password")
})

test("3 login with a stale token in the header works", async () => {
  const { email } = await customer()
  const sdk = client()
  await sdk.client.setToken("stale.stale.stale")
  await sdk.auth.login("customer", "emailpass", { email, password: PASSWORD })
  assert.equal((await sdk.store.customer.retrieve()).customer.email, email)
})

test("4 refresh: a token for another day, in JWT mode", async () => {
  const { sdk, made } = await customer()
  const { token } = await sdk.auth.refresh()
  assert.equal(claims(token).actor_id, made.id)
  assert.equal((await sdk.store.customer.retrieve()).customer.id, made.id)
})

test("4, 7, 8 session mode: a cookie in the place of the token, until the log out", async () => {
  const { email, made } = await customer()
  // Node's fetch keeps no cookies: the jar is what a browser does.
  const held = globalThis.fetch
  let jar = ""
  globalThis.fetch = async (input, init = {}) => {
    const headers = new Headers(init.headers)
    if (jar && init.credentials === "include") headers.set("cookie", jar)
    const answer = await held(input, { ...init, headers })
    for (const one of answer.headers.getSetCookie()) jar = /max-age=0|expires=thu, 01 jan 1970/i.test(one) ? "" : one.split(";")[0]
    return answer
  }
  try {
    const sdk = client(KEYS.northforge, { type: "session" })
    await sdk.auth.login("customer", "emailpass", { email, password: PASSWORD })
    assert.ok(jar)
    assert.equal((await sdk.store.customer.retrieve()).customer.id, made.id)
    const { customer: changed } = await sdk.store.customer.update({ first_name: "Mara" })
    assert.equal(changed.first_name, "Mara")
    const { token } = await sdk.auth.refresh()
    assert.equal(claims(token).actor_id, made.id)
    const old = jar
    await sdk.auth.logout()
    assert.equal(jar, "")
    await refused(sdk.store.customer.retrieve(), 401)
    jar = old
    await refused(sdk.store.customer.retrieve(), 401)
  } finally {
    globalThis.fetch = held
  }
})

test("5-6 reset and update: always 201, the letter's token once, every older token ends", async () => {
  const { sdk, email } = await customer()
  await client().auth.resetPassword("customer", "emailpass", { identifier: address() })
  const plain = await raw("POST", "/auth/customer/emailpass/reset-password", { body: { identifier: email } })
  assert.equal(plain.status, 201)
  const token = await tokenFromLetter(email, /new password/i, "token")
  const fresh = "another good long password"
  await refused(client().auth.updateProvider("customer", "emailpass", { password: fresh }, "wrong"), 401)
  await client().auth.updateProvider("customer", "emailpass", { password: fresh }, token)
  await refused(client().auth.updateProvider("customer", "emailpass", { password: "a third long password" }, token), 401)
  await refused(sdk.store.customer.retrieve(), 401)
  await refused(client().auth.login("customer", "emailpass", { email, password: PASSWORD }), 401)
  const again = client()
  await again.auth.login("customer", "emailpass", { email, password: fresh })
  assert.equal((await again.store.customer.retrieve()).customer.email, email)
})

test("7 logout in JWT mode asks nothing of us", async () => {
  const { sdk } = await customer()
  await sdk.auth.logout()
  assert.ok(!(await sdk.client.getToken()))
  await refused(sdk.store.customer.retrieve(), 401)
})

test("8-9 retrieve and update; the e-mail is not among what changes", async () => {
  const { sdk, made, email } = await customer()
  assert.deepEqual((await sdk.store.customer.retrieve()).customer, made)
  const { customer: changed } = await sdk.store.customer.update({ first_name: "Mara", last_name: "Holt-Ek", phone: "+49 2", company_name: "Ek", metadata: { a: 1 } })
  assert.deepEqual([changed.first_name, changed.last_name, changed.phone, changed.company_name, changed.metadata], ["Mara", "Holt-Ek", "+49 2", "Ek", { a: 1 }])
  assert.ok(changed.updated_at > made.updated_at)
  await refused(sdk.store.customer.update({ email: address() }), 400, /Unrecognized fields: 'email'/)
  assert.equal((await sdk.store.customer.retrieve({ fields: "email" })).customer.email, email)
  assert.deepEqual(Object.keys((await sdk.store.customer.retrieve({ fields: "email" })).customer).sort(), ["email", "id"])
})

test("10-14 the address book: created, changed, listed, read, deleted", async () => {
  const { sdk, made } = await customer()
  const { customer: one } = await sdk.store.customer.createAddress(BOOK)
  assert.equal(one.id, made.id)
  assert.equal(one.addresses.length, 1)
  const [first] = one.addresses
  for (const [name, value] of Object.entries(BOOK)) assert.equal(first[name], value === "" ? null : value, name)
  const { customer: two } = await sdk.store.customer.createAddress({ ...BOOK, city: "Graz", postal_code: "8010", country_code: "at", address_name: "Yard" })
  assert.deepEqual(two.addresses.map((a) => [a.city, a.is_default_shipping]), [["Kassel", false], ["Graz", true]])
  const { customer: changed } = await sdk.store.customer.updateAddress(first.id, { city: "Bremen" })
  const mended = changed.addresses.find((a) => a.id === first.id)
  assert.deepEqual([mended.city, mended.address_1, mended.address_name, mended.country_code], ["Bremen", BOOK.address_1, "Works", "de"])
  const { addresses, count, offset, limit } = await sdk.store.customer.listAddress()
  assert.deepEqual([addresses.length, count, offset], [2, 2, 0])
  assert.ok(limit >= 2)
  assert.deepEqual((await sdk.store.customer.listAddress({ city: "Graz" })).addresses.map((a) => a.city), ["Graz"])
  assert.deepEqual((await sdk.store.customer.listAddress({ country_code: ["de"] })).addresses.map((a) => a.city), ["Bremen"])
  assert.deepEqual((await sdk.store.customer.listAddress({ q: "yard" })).addresses.map((a) => a.city), ["Graz"])
  assert.deepEqual((await sdk.store.customer.retrieveAddress(first.id)).address, mended)
  const gone = await sdk.store.customer.deleteAddress(first.id)
  assert.deepEqual([gone.object, gone.deleted, gone.parent.id], ["address", true, made.id])
  assert.deepEqual(gone.parent.addresses.map((a) => a.city), ["Graz"])
  await refused(sdk.store.customer.retrieveAddress(first.id), 404)
})

test("11, 13, 14 an address of somebody else's: 404, and nothing changed", async () => {
  const mine = await customer(), theirs = await customer()
  const { customer: with_ } = await theirs.sdk.store.customer.createAddress(BOOK)
  const [one] = with_.addresses
  await refused(mine.sdk.store.customer.retrieveAddress(one.id), 404)
  await refused(mine.sdk.store.customer.updateAddress(one.id, { city: "Elsewhere" }), 404)
  await refused(mine.sdk.store.customer.deleteAddress(one.id), 404)
  const { cart } = await mine.sdk.store.cart.create({})
  await refused(mine.sdk.store.cart.update(cart.id, { shipping_address: one.id }), 404)
  assert.deepEqual((await theirs.sdk.store.customer.retrieveAddress(one.id)).address, one)
  assert.equal((await mine.sdk.store.cart.retrieve(cart.id)).cart.shipping_address, null)
})
