// The law as readers find it: no laws yet, then a question in plain words to the right article, an article by its number, how
// it reads on a day, a typing error. The public table is fetched once; where it cannot be had, that part is said to be skipped.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";

import { atBoth, button, emptyCourt } from "./court.mjs";

const asks = async (page, address, words) => {
  await page.goto(`${address}/laws`);
  await page.getByLabel("查什么").fill(words);
  await button(page, "查找").last().click();
  await page.locator("h2").first().waitFor();
};

/** The journey. */
export async function laws(browser, { binary, scratch, root, holds, step }) {
  const { address, run, stop } = await emptyCourt({ binary, scratch }, "laws");
  try {
    const page = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "zh-CN" })).newPage();
    await page.goto(`${address}/laws`);
    await page.getByText("这里还没有法律").waitFor();
    await holds(page, "laws-none", 390);
    const table = execFileSync("scripts/laws.sh", { cwd: root, encoding: "utf8" }).trim();
    if (!table) {
      step("laws: skipped, the public table of laws cannot be had here");
      return;
    }
    run("laws", "import", table);
    await page.goto(`${address}/laws`);
    await page.getByLabel("查什么").waitFor({ timeout: 60_000 });
    await atBoth(page, address, "/laws", "laws", holds);

    await asks(page, address, "网上买的东西不喜欢，七天内能不能退货");
    const first = page.locator(".hits li").first();
    assert.match(await page.locator(".hits").innerText(), /消费者权益保护法》第二十五条/, "a plain question finds its article");
    assert.ok((await first.locator("mark").count()) > 0, "what fits is marked");
    await holds(page, "laws-question", 390);

    await asks(page, address, "民法典1165");
    await first.getByRole("link").click();
    assert.match(await page.locator("h1").innerText(), /《中华人民共和国民法典》第一千一百六十五条/);
    await atBoth(page, address, new URL(page.url()).pathname, "laws-article", holds);
    await page.getByRole("link", { name: "下一条" }).click();
    assert.match(await page.locator("h1").innerText(), /第一千一百六十六条/);
    await page.locator(".crumbs").getByRole("link", { name: "中华人民共和国民法典" }).click();
    assert.match(await page.locator(".lede").innerText(), /共 1,260 条/);
    await holds(page, "laws-wording", 390);

    await page.goto(`${address}/laws?q=${encodeURIComponent("借款利息")}&on=2020-03-02`);
    assert.doesNotMatch(await page.locator(".hits").innerText(), /《中华人民共和国民法典》/, "the Civil Code was not in force");
    await page.goto(`${address}/laws?q=${encodeURIComponent("。，！？")}`);
    await page.getByRole("heading", { name: "没有找到" }).waitFor();
    await holds(page, "laws-nothing", 390);
    step("laws");
  } finally {
    stop();
  }
}
