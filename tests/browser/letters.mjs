// What people are told while they look: a list that follows without reload, what is typed stays, and the inbox.
import assert from "node:assert/strict";

const FOLLOWS_MS = 20_000;

/** A filing's page goes on by itself while something is typed into it; the number of new letters too. */
export async function follows(page, act) {
  const typed = page.getByLabel(/1 至 20 位数字/);
  await typed.fill("77");
  await page.locator("h1").click();
  await page.mouse.move(0, 0);
  await page.evaluate(() => (globalThis.untouched = true));
  await act();
  await page.locator(".steps li", { hasText: "通知补正" }).waitFor({ timeout: FOLLOWS_MS });
  assert.equal(await typed.inputValue(), "77", "what is typed stays");
  assert.ok(await page.evaluate(() => globalThis.untouched), "without reload");
  await page.locator("[data-unread='2']").waitFor({ timeout: FOLLOWS_MS });
}

/** A list under the hand stays; it says how much is new and changes when asked to. */
export async function waits(registry, address, act) {
  await registry.goto(`${address}/desk`);
  const row = registry.locator("tbody tr").first();
  assert.match(await row.innerText(), /待补正/);
  await row.hover();
  await act();
  await registry.locator("[data-live-say]", { hasText: "处变化" }).waitFor({ timeout: FOLLOWS_MS });
  assert.match(await row.innerText(), /待补正/, "nothing moves under the hand");
  await registry.getByRole("button", { name: "更新列表" }).click();
  assert.match(await row.innerText(), /已收材料/);
  await registry.locator("[data-live-say]", { hasText: "刚刚更新" }).waitFor();
}

/** The inbox, a letter with a day, its file for a calendar, and how one wants to be told. */
export async function inbox(page, address, holds) {
  await page.goto(`${address}/me/inbox`);
  for (const told of ["承办法官已经确定", "已经立案", "补正材料已经收到", "需要补正材料", "材料已经收到"]) {
    await page.getByRole("link", { name: told, exact: true }).waitFor();
  }
  await holds(page, "inbox", 390);
  await page.setViewportSize({ width: 1440, height: 900 });
  await holds(page, "inbox", 1440);
  await page.setViewportSize({ width: 390, height: 844 });
  const before = Number(await page.locator("[data-unread]").getAttribute("data-unread"));
  await page.getByRole("link", { name: "需要补正材料", exact: true }).click();
  assert.match(await page.locator("main").innerText(), /补正的最后一天：\d+年\d+月\d+日/);
  assert.equal(Number(await page.locator("[data-unread]").getAttribute("data-unread")), before - 1);
  await holds(page, "letter", 390);
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "把期限加入日历" }).click()]);
  assert.equal(file.suggestedFilename(), "deadline.ics");
  await page.goto(`${address}/me/inbox`);
  await page.getByRole("button", { name: "全部标为已读" }).click();
  assert.match(await page.locator("main").innerText(), /全部已读/);
  await page.goto(`${address}/me/account`);
  await page.getByLabel("也发短信").uncheck();
  await page.getByRole("button", { name: "保存通知方式" }).click();
  assert.equal(await page.getByLabel("也发短信").isChecked(), false);
}
