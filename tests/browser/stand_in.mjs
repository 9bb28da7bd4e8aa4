// A stand-in at work: the administrator names somebody for the registrar's absence; they choose the post and accept a case,
// and the entry says who it was.
import assert from "node:assert/strict";

import { COURT, atBoth, atDesk, button, byPhone, emptyCourt, files, people, sale, staff } from "./court.mjs";

/** The journey. */
export async function standIn(browser, { binary, scratch, holds, step }) {
  const { address, run, stop } = await emptyCourt({ binary, scratch }, "stand-in");
  try {
    const { name, id } = people.zhang;
    const page = await byPhone(browser, address, "13900005555", { name, id_number: id });
    const filing = await files(page, sale([people.zhang]));
    const temporary = run("account", "add", "substitute", "--name", "书记员甲", "--role", "clerk", "--court", COURT).trim();
    const clerk = await staff(browser, address, "substitute", temporary);
    await clerk.goto(address + atDesk(filing));
    assert.equal(await button(clerk, "登记立案").count(), 0, "a clerk accepts nothing");

    const admin = await staff(browser, address, "admin");
    await admin.getByRole("link", { name: /^立案/ }).first().click();
    const account = new URL(admin.url()).pathname;
    const form = admin.locator('form[action$="/stand-in"]');
    await form.locator('[name="account"]').fill("substitute");
    await button(form, "安排代班").click();
    await atBoth(admin, address, account, "stand-in-admin", holds);
    assert.match(await admin.locator("main").innerText(), /代班/);

    await clerk.goto(`${address}/me/account`);
    await holds(clerk, "stand-in-account", 1440);
    const post = clerk.locator('main [name="post"]');
    const value = await post.locator("option", { hasText: "代班" }).getAttribute("value");
    await post.selectOption(value);
    await button(clerk, "以这个职务办理").click();
    await atBoth(clerk, address, "/desk", "stand-in-desk", holds);
    await clerk.goto(address + atDesk(filing));
    await button(clerk, "登记立案").click();
    assert.match(await clerk.locator("h1").innerText(), /民初1号/);
    await holds(clerk, "stand-in-accepted", 1440);
    await page.goto(address + filing);
    assert.match(await page.locator("main").innerText(), /立案/);
    step("a stand-in at work");
  } finally {
    stop();
  }
}
