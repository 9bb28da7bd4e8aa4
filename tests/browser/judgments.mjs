// A judgment on its way to the public: a judge hands in the text of a closed case, decides span by span with the keyboard and
// corrects one that is wrong; another checks and publishes it; a reader reports an error, it is taken back and comes again.
import assert from "node:assert/strict";

import { atBoth, button, demonstration, staff } from "./court.mjs";

const TEXT = `沈阳市和平区人民法院
民事判决书
原告：张建国，男，汉族，1980年1月1日出生，住沈阳市和平区南京街1号，电话13900001111。
被告：李明，男，汉族，住沈阳市沈河区青年大街2号。
原告张建国与被告李明买卖合同纠纷一案，本院公开开庭进行了审理，现已审理终结。
本院认为，原告患有高血压病，与本案无关。依照《中华人民共和国民法典》第五百七十九条，判决如下：
被告李明于本判决生效之日起十日内给付原告张建国货款100000元。
审判员　冯涛
二〇二〇年六月二日
书记员　蒋沈
`;

/** A judge of the court whose own closed case can be published, signed in with a temporary password. */
async function judgeWithCase(browser, address) {
  const president = await staff(browser, address, "president");
  await president.goto(`${address}/desk/cases`);
  const rows = await president.locator("tbody tr").evaluateAll((all) =>
    all.map((row) => ({ text: row.innerText, href: row.querySelector("a")?.getAttribute("href"), judge: row.querySelector('[data-label="法官"]')?.innerText.match(/\d+/)?.[0] })),
  );
  const found = rows.find((row) => row.judge && /已生效|生效|已归档/.test(row.text));
  assert.ok(found, `a case that took effect: ${JSON.stringify(rows.slice(0, 3))}`);
  const admin = await staff(browser, address, "admin");
  await admin.goto(`${address}/admin/accounts/${found.judge}`);
  await button(admin, "重置密码").click();
  const temporary = (await admin.locator(".note.good").innerText()).match(/临时密码：(\S+)/)[1];
  const judge = await staff(browser, address, `judge${found.judge}`, temporary);
  return { judge, president, desk: `${found.href}/judgments` };
}

/** Every span is decided by keys; one is worded anew. */
async function decides(page) {
  await page.locator(".spans li").first().waitFor();
  const rows = await page.locator(".spans li").count();
  assert.ok(rows > 2, "the machine proposes");
  await page.keyboard.press("e");
  await page.keyboard.type("（略）");
  await page.keyboard.press("Enter");
  await page.locator(".spans li", { hasText: "（略）" }).waitFor();
  await page.keyboard.press("Escape");
  await page.locator("h1").click();
  await page.keyboard.press("j");
  for (let left = 1; left < rows; left += 1) await page.keyboard.press("a");
  await page.waitForFunction(() => document.querySelectorAll(".spans li.open").length === 0);
}

/** The journey. */
export async function judgments(browser, { binary, scratch, holds, step }) {
  const { address, stop } = await demonstration({ binary, scratch }, "judgments");
  try {
    const { judge, president, desk } = await judgeWithCase(browser, address);
    await judge.goto(address + desk);
    await holds(judge, "judgments-case", 1440);
    await judge.getByLabel("或者粘贴全文").fill(TEXT);
    await button(judge, "标出应当隐去的内容").click();
    await judge.locator("[data-review]").waitFor();
    const review = new URL(judge.url()).pathname;
    await atBoth(judge, address, review, "judgments-review", holds);
    await judge.goto(address + review);
    await decides(judge);
    await holds(judge, "judgments-decided", 1440);
    await judge.getByLabel("写给审核人的说明").fill("已经逐处核对");
    const looked = judge.getByLabel("标出的疑点都已核对");
    if (await looked.count()) await looked.check();
    await button(judge, "送审核").click();
    assert.match(await judge.locator("main").innerText(), /要由另一人审核/);

    await atBoth(president, address, "/desk/judgments", "judgments-desk", holds);
    await president.goto(address + review);
    await holds(president, "judgments-check", 1440);
    await button(president, "公布").click();
    await president.getByRole("link", { name: "看公布的页面" }).click();
    const public_ = new URL(president.url()).pathname;

    const reader = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "zh-CN" })).newPage();
    await atBoth(reader, address, "/judgments", "judgments", holds);
    await atBoth(reader, address, public_, "judgment", holds);
    await reader.goto(address + public_);
    assert.doesNotMatch(await reader.locator("article").innerText(), /13900001111|南京街1号/);
    await reader.getByRole("link", { name: "反映错误" }).click();
    await holds(reader, "judgment-report", 390);
    await reader.getByLabel(/哪里有误/).fill("原告的称呼前后不一致");
    await button(reader, "提交").click();
    await holds(reader, "judgment-reported", 390);
    const answer = await reader.getByRole("link", { name: "查看答复" }).getAttribute("href");

    await president.goto(`${address}/desk/judgments`);
    await president.locator('a[href^="/desk/judgments/reports/"]').first().click();
    await holds(president, "judgments-report", 1440);
    await president.getByLabel(/答复读者/).first().fill("属实，改正后重新公布");
    await button(president, "撤回更正").click();
    await reader.goto(address + public_);
    assert.match(await reader.locator("main").innerText(), /已经撤回/);
    await holds(reader, "judgment-withdrawn", 390);
    await judge.goto(address + review);
    await judge.getByLabel("写给审核人的说明").fill("已经改正");
    const again = judge.getByLabel("标出的疑点都已核对");
    if (await again.count()) await again.check();
    await button(judge, "送审核").click();
    await president.goto(address + review);
    await button(president, "公布").click();
    await reader.goto(address + answer);
    assert.match(await reader.locator("main").innerText(), /已经更正并重新公布/);
    await holds(reader, "judgment-answered", 390);
    step("judgments");
  } finally {
    stop();
  }
}
