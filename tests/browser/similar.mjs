// A judge's page with similar cases pushed: the judge drawn for a sale opens it, the facts grow and what is found follows, a
// decision in mind that departs from the others is warned about, a vote is given and taken back. A visitor asks which cause
// plain words point to, and reads a judgment.
import assert from "node:assert/strict";

import { atBoth, atDesk, button, byPhone, demonstration, draws, files, people, sale, staff } from "./court.mjs";

const FACTS =
  "2019年5月，双方签订钢材买卖合同，总价款15万元，约定货到三十日内付清。原告依约供货，被告收货后没有按期支付货款。经原告多次催要，被告以质量有瑕疵为由拒付余款。";

/** The judge of a case, with the password the administrator gave. */
async function judgeOf(browser, address, number) {
  const admin = await staff(browser, address, "admin");
  await admin.goto(`${address}/admin/accounts/${number}`);
  await admin.locator('form[action$="/reset"] button').click();
  const temporary = (await admin.locator(".note.good").first().innerText()).match(/[：:]\s*([^\s，。]+)/)[1];
  return staff(browser, address, `judge${number}`, temporary);
}

/** The journey. */
export async function similar(browser, { binary, scratch, holds, step }) {
  const { address, stop } = await demonstration({ binary, scratch }, "similar", "0.005");
  try {
    const visitor = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "zh-CN" })).newPage();
    await visitor.goto(`${address}/service`);
    await visitor.getByRole("link", { name: "案由推荐" }).click();
    await visitor.getByLabel("发生了什么").fill("我卖给他一批钢材，货都收了，约好一个月付清，到现在货款一分没给");
    await button(visitor, "推荐案由").click();
    for (let tries = 0; tries < 60 && (await visitor.getByText("还在准备").count()) > 0; tries += 1) {
      await visitor.waitForTimeout(500);
      await button(visitor, "推荐案由").click();
    }
    assert.match(await visitor.locator("table").innerText(), /买卖合同纠纷/, "plain words find their cause");
    await holds(visitor, "cause", 390);

    await visitor.goto(`${address}/judgments`);
    await holds(visitor, "judgments-demonstration", 390);
    await visitor.locator("main").getByRole("link", { name: /判决书$/ }).first().click();
    assert.match(await visitor.locator("main").innerText(), /判决如下/, "what simulated cases made public has its text");
    await holds(visitor, "judgment-demonstration", 390);

    const { name, id } = people.zhang;
    const party = await byPhone(browser, address, "13900006666", { name, id_number: id });
    const filing = await files(party, sale([people.zhang]));
    const registrar = await staff(browser, address, "registrar");
    const judge = await judgeOf(browser, address, await draws(registrar, address, filing));
    await judge.goto(address + atDesk(filing));
    await judge.getByRole("link", { name: "类案推送" }).click();
    const hits = judge.locator(".hits > li");
    await hits.first().waitFor();
    await atBoth(judge, address, `${atDesk(filing)}/similar`, "similar", holds);
    assert.match(await judge.locator(".hits").innerText(), /同一案由：买卖合同纠纷/);

    const before = await judge.locator("#alike").innerHTML();
    await judge.getByLabel("查明的事实").fill(FACTS);
    await judge.getByText("已保存").waitFor();
    await judge.waitForFunction((old) => document.querySelector("#alike")?.innerHTML !== old, before);
    assert.match(await hits.first().innerText(), /相同表述 \d+ 处/, "the list follows the facts");
    await hits.first().locator("summary").click();
    assert.ok((await hits.first().locator("mark").count()) >= 2, "what both texts share is marked in both");
    await holds(judge, "similar-beside", 1440);
    await judge.getByLabel("拟判结果").selectOption("dismissed");
    await button(judge.locator(".own"), "查找").click();
    await judge.locator("#alike svg").first().waitFor();
    assert.match(await judge.locator("#alike figcaption").first().innerText(), /裁判结果/);
    await holds(judge, "similar-drafted", 1440);

    await button(judge, "有用").first().click();
    await judge.getByText("您认为有用").waitFor();
    await button(judge, "撤回").first().click();
    assert.equal(await judge.getByText("您认为有用").count(), 0);
    await judge.goto(`${address}/desk/similar`);
    await holds(judge, "similar-paste-empty", 1440);
    await judge.getByLabel("事实").fill(FACTS);
    await button(judge.locator(".own"), "查找").click();
    await hits.first().waitFor();
    await holds(judge, "similar-paste", 1440);
    step("a judge's page with similar cases");
  } finally {
    stop();
  }
}
