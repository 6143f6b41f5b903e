// Rows 15 to 20 and 40: what a store sells, and how it is asked.
import assert from "node:assert/strict"
import { before, test } from "node:test"

import { KEYS, client, goods, raw, refused, region } from "./shop.mjs"

const sdk = client()
let here

before(async () => {
  here = await region(sdk)
})

test("15 region.list and retrieve: countries make the map that every starter builds", async () => {
  const { regions, count, offset, limit } = await sdk.store.region.list()
  assert.equal(regions.length, count)
  assert.deepEqual([offset, limit], [0, 50])
  const map = new Map(regions.flatMap((one) => one.countries.map((country) => [country.iso_2, one.id])))
  assert.equal(map.get("de"), here.id)
  assert.equal(here.currency_code, "eur")
  const { region: one } = await sdk.store.region.retrieve(here.id)
  assert.deepEqual(one, here)
  const dollars = await sdk.store.region.list({ currency_code: "usd" })
  assert.deepEqual(dollars.regions.map((r) => r.countries.map((c) => c.iso_2)), [["us"]])
  const named = await sdk.store.region.list({ q: "german" })
  assert.deepEqual(named.regions.map((r) => r.id), [here.id])
  await refused(sdk.store.region.retrieve("reg_nowhere"), 404, /Region with id: reg_nowhere/)
})

test("16 product.list: pages do not overlap, order turns round, prices need a region", async () => {
  const first = await sdk.store.product.list({ limit: 5, offset: 0, order: "title" })
  const second = await sdk.store.product.list({ limit: 5, offset: 5, order: "title" })
  const turned = await sdk.store.product.list({ limit: 5, order: "-title" })
  const ids = new Set([...first.products, ...second.products].map((one) => one.id))
  assert.equal(ids.size, 10)
  assert.equal(first.count, second.count)
  assert.ok(first.count > 100)
  assert.ok(first.products[0].title < turned.products[0].title)
  assert.equal(first.products[0].variants[0].calculated_price, undefined)
  const priced = await sdk.store.product.list({ limit: 5, order: "title", region_id: here.id, fields: "*variants.calculated_price" })
  for (const one of priced.products) {
    const price = one.variants[0].calculated_price
    assert.equal(price.currency_code, "eur")
    assert.equal(typeof price.calculated_amount, "number")
    assert.ok(price.calculated_amount_with_tax > price.calculated_amount_without_tax)
  }
  assert.deepEqual(priced.products.map((one) => one.id), first.products.map((one) => one.id))
})

test("16 product.list: every filter of the contract", async () => {
  const { products } = await sdk.store.product.list({ limit: 40, fields: "+categories.id,*categories,*variants,*options,*options.values" })
  const [one, two] = products
  const ids = async (query) => (await sdk.store.product.list({ fields: "id", limit: 100, ...query })).products.map((p) => p.id).sort()
  const both = [one.id, two.id].sort()
  assert.deepEqual(await ids({ id: [one.id, two.id] }), both)
  assert.deepEqual(await ids({ id: one.id }), [one.id])
  assert.deepEqual(await ids({ handle: one.handle }), [one.id])
  assert.deepEqual(await ids({ title: one.title, id: [one.id, two.id] }), [one.id])
  assert.ok((await ids({ q: one.title.split(" ")[0] })).includes(one.id))
  assert.deepEqual(await ids({ variants: { sku: [one.variants[0].sku] } }), [one.id])
  assert.deepEqual(await ids({ is_giftcard: true }), [])
  assert.ok((await ids({ is_giftcard: false })).length > 1)
  for (const name of ["tag_id", "type_id", "external_id"]) assert.deepEqual(await ids({ [name]: ["none"] }), [])
  const [category] = one.categories
  assert.ok((await ids({ category_id: [category.id] })).includes(one.id))
  assert.deepEqual(await ids({ category_id: ["pcat_none"] }), [])
  assert.deepEqual(await ids({ id: [one.id], created_at: { $gte: "2020-01-01" } }), [one.id])
  assert.deepEqual(await ids({ id: [one.id], created_at: { $lt: "2020-01-01" } }), [])
  assert.deepEqual(await ids({ id: [one.id], updated_at: { $gt: "2020-01-01", $lte: "2100-01-01" } }), [one.id])
  const { product_options } = await sdk.store.productOption.list({ limit: 1 })
  const [option] = product_options
  const having = await ids({ option_id: [option.id] })
  assert.ok(having.length)
  assert.ok((await ids({ option_value_id: [option.values[0].id] })).includes(having[0]))
  assert.ok((await ids({ variants: { options: { option_id: option.id, value: option.values[0].value } } })).includes(having[0]))
  await refused(sdk.store.product.list({ nonsense: "1" }), 400, /Unrecognized fields: 'nonsense'/)
  await refused(sdk.store.product.list({ region_id: "reg_nowhere" }), 400)
  await refused(sdk.store.product.list({ sales_channel_id: ["sc_nowhere"] }), 400, /sales channel/)
})

test("16 product.list: the shorter forms of a list in a query", async () => {
  const { products } = await sdk.store.product.list({ limit: 2, fields: "id" })
  const [a, b] = products.map((one) => one.id)
  for (const query of [`id=${a}&id=${b}`, `id[]=${a}&id[]=${b}`, `id[]=${a},${b}`, `id[1]=${b}&id[0]=${a}`, `id=${a},${b}`, `id[$in][0]=${a}&id[$in][1]=${b}`]) {
    const { status, body } = await raw("GET", `/store/products?fields=id&${query}`)
    assert.equal(status, 200, query)
    assert.deepEqual(body.products.map((one) => one.id).sort(), [a, b].sort(), query)
  }
})

test("8 fields: replace, add, take out, whole relations; unknown names are no error, too deep ones are", async () => {
  const keys = async (fields) => Object.keys((await sdk.store.product.list({ limit: 1, region_id: here.id, fields })).products[0])
  const defaults = await keys(undefined)
  assert.ok(defaults.includes("variants") && !defaults.includes("metadata") && !defaults.includes("categories"))
  assert.deepEqual((await keys("title,handle")).sort(), ["handle", "id", "title"])
  assert.deepEqual((await keys("+metadata")).sort(), [...defaults, "metadata"].sort())
  assert.deepEqual((await keys("-description,-variants")).sort(), defaults.filter((n) => n !== "description" && n !== "variants").sort())
  assert.deepEqual((await keys("*categories")).sort(), ["categories", ...defaults].sort())
  assert.deepEqual((await keys("title, nonsense ,*options")).sort(), ["id", "options", "title"])
  const { products } = await sdk.store.product.list({ limit: 1, region_id: here.id, fields: "id,variants.sku,variants.calculated_price" })
  assert.deepEqual(Object.keys(products[0]).sort(), ["id", "variants"])
  assert.deepEqual(Object.keys(products[0].variants[0]).sort(), ["calculated_price", "id", "sku"])
  const space = await raw("GET", "/store/products?limit=1&fields=*options, variants.inventory_quantity")
  assert.equal(typeof space.body.products[0].variants[0].inventory_quantity, "number")
  await refused(sdk.store.product.list({ fields: "a.b.c.d.e.f" }), 400)
})

test("17 product.retrieve: with what a region adds", async () => {
  const [{ product, variant }] = await goods(sdk, here.id, 1)
  const { product: one } = await sdk.store.product.retrieve(product.id, { region_id: here.id, fields: "*variants.calculated_price,+variants.inventory_quantity" })
  const found = one.variants.find((v) => v.id === variant.id)
  assert.equal(found.calculated_price.calculated_amount, variant.calculated_price.calculated_amount)
  assert.ok(found.inventory_quantity > 0)
  const { cart } = await sdk.store.cart.create({ region_id: here.id })
  const { product: inCart } = await sdk.store.product.retrieve(product.id, { cart_id: cart.id, fields: "*variants.calculated_price" })
  assert.deepEqual(inCart.variants.find((v) => v.id === variant.id).calculated_price, found.calculated_price)
  await refused(sdk.store.product.retrieve("prod_nowhere"), 404, "Product with id: prod_nowhere was not found")
  await refused(client(KEYS.assay).store.product.retrieve(product.id), 404)
})

test("17 our own additions: price steps at a quantity, offers of vendors", async () => {
  const [{ product, variant, offer }] = await goods(sdk, here.id, 1)
  const { product: one } = await sdk.store.product.retrieve(product.id, { region_id: here.id, quantity: 5, fields: "*variants,*variants.calculated_price" })
  const tiers = one.variants.find((v) => v.id === variant.id).price_tiers
  assert.equal(tiers[0].min_quantity, 1)
  assert.deepEqual(Object.keys(offer.seller).sort(), ["handle", "id", "name"])
  const told = await raw("GET", `/store/volume-pricing/${product.id}?region_id=${here.id}`)
  assert.deepEqual(told.body.variants.find((v) => v.id === variant.id).price_tiers, tiers)
})

test("18 collection.list and retrieve", async () => {
  const { collections, count, limit, offset } = await sdk.store.collection.list()
  assert.deepEqual([count, limit, offset], [collections.length, 10, 0])
  assert.ok(count > 0)
  const { collection } = await sdk.store.collection.retrieve(process.env.CONTRACT_COLLECTION)
  assert.deepEqual(collection, collections.find((one) => one.id === collection.id))
  const named = await sdk.store.collection.list({ handle: collection.handle })
  assert.deepEqual(named.collections.map((one) => one.id), [collection.id])
  await refused(sdk.store.collection.retrieve("pcol_nowhere"), 404)
  const { products } = await sdk.store.product.list({ collection_id: [collection.id] })
  assert.equal(products.length, 3)
  for (const one of products) assert.deepEqual([one.collection_id, one.collection.title], [collection.id, collection.title])
})

test("19 category.list and retrieve: with the tree below and the way up", async () => {
  const { product_categories: top } = await sdk.store.category.list({ parent_category_id: "null", include_descendants_tree: true })
  const parent = top.find((one) => one.category_children.length)
  assert.ok(parent)
  assert.equal(parent.parent_category, null)
  const child = parent.category_children[0]
  const { product_category } = await sdk.store.category.retrieve(child.id, { include_ancestors_tree: true, fields: "*parent_category" })
  assert.equal(product_category.parent_category.id, parent.id)
  const below = await sdk.store.category.list({ parent_category_id: parent.id })
  assert.ok(below.product_categories.some((one) => one.id === child.id))
  const named = await sdk.store.category.list({ handle: child.handle })
  assert.deepEqual(named.product_categories.map((one) => one.id), [child.id])
  await refused(sdk.store.category.retrieve("pcat_nowhere"), 404)
})

test("20 productOption.list and retrieve", async () => {
  const { product_options, count } = await sdk.store.productOption.list({ limit: 3 })
  assert.equal(product_options.length, Math.min(3, count))
  const { product_option } = await sdk.store.productOption.retrieve(product_options[0].id)
  assert.deepEqual(product_option, product_options[0])
  await refused(sdk.store.productOption.retrieve("opt_nowhere"), 404, /Product option with id: opt_nowhere was not found/)
  const { products } = await sdk.store.product.list({ limit: 100 })
  for (const one of products) assert.ok(one.options[0].values[0].value, one.handle)
  for (const one of products.flatMap((product) => product.variants)) assert.ok(one.options[0].value, one.id)
  const plain = products.find((one) => one.options[0].title === "Default option")
  assert.deepEqual(plain.options[0].values.map((value) => value.value), ["Default option value"])
  assert.deepEqual((await sdk.store.productOption.retrieve(plain.options[0].id)).product_option.values.map((v) => v.id), plain.options[0].values.map((v) => v.id))
})

test("40 locale.list", async () => {
  const { locales } = await sdk.store.locale.list()
  assert.ok(locales.length)
  for (const one of locales) assert.deepEqual(Object.keys(one).sort(), ["code", "name"])
})

test("variants by themselves, by SKU and id, with their prices", async () => {
  const [{ variant, product }] = await goods(sdk, here.id, 1)
  const { body } = await raw("GET", `/store/product-variants?sku=${variant.sku}&region_id=${here.id}&fields=*product,*calculated_price`)
  assert.deepEqual([body.count, body.variants[0].id, body.variants[0].product.id], [1, variant.id, product.id])
  assert.deepEqual(body.variants[0].calculated_price, variant.calculated_price)
  const one = await raw("GET", `/store/product-variants/${variant.id}`)
  assert.deepEqual([one.body.variant.sku, one.body.variant.product_id, one.body.variant.product], [variant.sku, product.id, undefined])
  assert.equal((await raw("GET", "/store/product-variants/variant_none")).status, 404)
  const beyond = await raw("GET", `/store/product-variants?offset=1000000`)
  assert.ok(beyond.body.count > 100)
})

test("the other nouns that storefronts ask for", async () => {
  for (const [path, plural] of [["currencies", "currencies"], ["product-tags", "product_tags"], ["product-types", "product_types"], ["product-variants", "variants"], ["return-reasons", "return_reasons"]]) {
    const { status, body } = await raw("GET", `/store/${path}?limit=2`)
    assert.equal(status, 200, path)
    assert.ok(Array.isArray(body[plural]), path)
    assert.equal(body.limit, 2)
  }
})
