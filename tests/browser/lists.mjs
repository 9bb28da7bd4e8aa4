// Case lists: put in order, narrowed, paged to the end and back.
import assert from "node:assert/strict";

const yuan = (text) => (text.trim() === "" ? null : Number(text.replaceAll(/[^\d.]/g, "")));

/** The column of a list, by its heading. */
async function column(page, name) {
  const headings = await page.locator("main thead th").allInnerTexts();
  const at = headings.findIndex((heading) => heading.trim().startsWith(name));
  assert.ok(at > 0, `${name} is a heading`);
  return page.locator(`main tbody tr > :nth-child(${at + 1})`).evaluateAll((cells) => cells.map((cell) => cell.textContent));
}

const total = async (page) => Number((await page.locator("main .lede").first().innerText()).match(/共 ([\d,]+) 件/)[1].replaceAll(",", ""));

/** A heading puts the list in order; its pages, one after another, hold every case once and in that order. */
export async function orders(page, address, { width, holds }) {
  await page.goto(`${address}/cases?court=${encodeURIComponent("辽0102")}&open=1&sort=-amount`);
  const all = await total(page);
  const amounts = [];
  const seen = new Set();
  for (;;) {
    amounts.push(...(await column(page, "标的额")).map(yuan));
    for (const href of await page.locator("main tbody th a").evaluateAll((links) => links.map((link) => link.href))) seen.add(href);
    const next = page.getByRole("link", { name: "后一页" });
    if ((await next.count()) === 0) break;
    await next.click();
  }
  assert.equal(seen.size, all, "every case once");
  const known = amounts.map((amount) => amount ?? 0);
  assert.deepEqual(known, [...known].sort((a, b) => b - a), "from the greatest");
  if (all > 50) {
    await page.getByRole("link", { name: "前一页" }).or(page.getByRole("link", { name: "回到首页" })).first().click();
    assert.ok((await page.locator("main tbody tr").count()) > 0, "the way back");
  }
  await page.goto(`${address}/cases?sort=-amount`);
  if (width > 800) {
    await page.locator("main thead").getByRole("link", { name: "标的额" }).click();
    assert.match(page.url(), /sort=amount$/);
    assert.equal(await page.locator("main thead [aria-sort=ascending]").count(), 1);
  }
  await holds(page, "list-ordered", width);
}

/** Conditions show what is chosen and can be taken away one by one; the form keeps what was typed. */
export async function narrows(page, address, { width, holds }) {
  await page.goto(`${address}/cases`);
  const whole = await total(page);
  await page.getByRole("link", { name: "长期未结" }).click();
  const chips = page.locator(".chips li:not(:last-child)");
  assert.ok((await chips.count()) >= 2, "what is chosen is shown");
  await holds(page, "list-chips", width);
  const before = await total(page);
  await chips.first().getByRole("link").click();
  assert.ok((await total(page)) >= before, "less is asked, as many or more are found");
  await page.getByRole("link", { name: "全部清除" }).click();
  assert.equal(await total(page), whole);
  await page.locator("details.filters summary").click();
  await page.locator("#f-afrom").fill("50000");
  await page.locator("#f-ato").fill("60000");
  await page.getByRole("button", { name: "筛选" }).click();
  for (const amount of (await column(page, "标的额")).map(yuan)) assert.ok(amount >= 50_000 && amount <= 60_000, String(amount));
}
