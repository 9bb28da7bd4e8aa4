// The court's door, walked through by those who use it: a litigant on a phone, the registry at its desks. A sale is filed,
// corrected once, accepted and drawn; the draw is made again from its receipt by another copy of the binary.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { writeFileSync } from "node:fs";

import { authenticator, citizen, demonstration } from "./court.mjs";
import { adds, uploads } from "./uploads.mjs";

import * as letters from "./letters.mjs";

const PASSWORD = "mingjing-demo-2020";
const COURT = "辽0102";

const button = (page, name) => page.getByRole("button", { name, exact: true });

async function litigant(page, address, holds) {
  await page.goto(`${address}/service`);
  await holds(page, "service", 390);
  await page.getByRole("link", { name: "诉讼费计算" }).click();
  await page.getByLabel(/^金额/).fill("100000");
  await button(page, "显示").click();
  assert.match(await page.locator("main").innerText(), /案件受理费\s+¥2,300\.00/);
  await holds(page, "service-fee", 390);
  await page.goto(`${address}/service`);
  await page.getByRole("link", { name: "我要立案" }).click();
  await holds(page, "sign-in", 390);
  await page.getByLabel("手机号码").fill("139");
  await button(page, "获取验证码").click();
  assert.match(await page.locator(".note.warn").innerText(), /1 处需要改正/);
  await page.getByLabel("手机号码").fill("13900001111");
  await button(page, "获取验证码").click();
  const code = (await page.locator(".note").first().innerText()).match(/\d{6}/)[0];
  await page.getByLabel("验证码").fill(code);
  await button(page, "登录").click();
  await holds(page, "register", 390);
  await page.getByLabel("验证码").fill(code);
  await page.getByLabel("姓名").fill("张三");
  await page.getByLabel("身份证号").fill(citizen("19800101", 1));
  await button(page, "登记并登录").click();
  assert.equal(await page.locator("h1").innerText(), "我的办件");
  await holds(page, "mine-empty", 390);
}

/** The questions of a sale, answered; what depends on an answer comes and goes with it. */
async function answers(page, holds) {
  const pick = (name, value) => page.locator(`input[name="answers.${name}"][value="${value}"]`).check();
  const type = (name, value) => page.locator(`[name="answers.${name}"]`).fill(value);
  await holds(page, "draft-questions", 390);
  await button(page, "保存，下一步").click();
  assert.match(await page.locator(".note.warn").innerText(), /处需要改正/);
  await holds(page, "draft-questions-wrong", 390);
  assert.ok(await page.locator('[name="answers.delivered_on"]').isHidden(), "not asked before its answer");
  await pick("side", "我卖货，对方没有付清货款");
  await type("goods", "钢材 20 吨");
  await type("agreed_on", "2019-05-01");
  await pick("paper", "签有书面合同");
  await type("price", "150000");
  await pick("delivered", "yes");
  assert.ok(await page.locator('[name="answers.delivered_on"]').isVisible(), "asked once it is needed");
  await type("delivered_on", "2019-05-20");
  await type("paid", "50000");
  await type("owed", "100000");
  await pick("sued_before", "no");
  await pick("arbitration", "no");
  await button(page, "保存，下一步").click();
}

async function fills(page, holds) {
  await button(page, "我要立案").click();
  await page.getByLabel(/因为什么事/).selectOption("买卖合同纠纷");
  await page.getByLabel(/向哪个法院/).selectOption(COURT);
  await holds(page, "draft-matter", 390);
  await button(page, "保存，下一步").click();
  assert.equal(await page.getByLabel("姓名或者名称").inputValue(), "张三", "what is known is filled in");
  await button(page, "保存，下一步").click();
  assert.match(await page.locator(".note.warn").innerText(), /住所/);
  await holds(page, "draft-wrong", 390);
  await page.getByLabel("住所").fill("沈阳市和平区南京街1号");
  await button(page, "保存，下一步").click();
  await holds(page, "draft-agents", 390);
  await button(page, "加一名代理人").click();
  assert.ok(await page.getByLabel("执业证号").isHidden(), "of lawyers alone");
  await page.getByLabel("律师", { exact: true }).check();
  assert.ok(await page.getByLabel("执业证号").isVisible());
  await holds(page, "draft-agent", 390);
  await button(page, "保存，下一步").click();
  await page.getByLabel("姓名或者名称").fill("李四");
  await page.getByLabel("住所").fill("沈阳市沈河区青年大街2号");
  await button(page, "保存，下一步").click();
  await answers(page, holds);
  assert.equal(await page.getByLabel("第 1 项请求").inputValue(), "判令被告支付货款", "proposed from the answers");
  assert.equal(await page.getByLabel("金额（元）").first().inputValue(), "100000");
  await page.getByLabel("金额（元）").first().fill("100,000");
  await holds(page, "draft-claims", 390);
  await button(page, "再加一项请求").click();
  await page.getByLabel("第 3 项请求").fill("判令被告返还样品");
  await button(page, "保存，下一步").click();
  assert.match(await page.getByLabel("事情的经过和理由").inputValue(), /约定买卖钢材 20 吨/, "proposed from the answers");
  await holds(page, "draft-facts", 390);
  await page.getByLabel("事情的经过和理由").fill("2019年5月，被告向原告购买钢材，");
  await page.locator("[data-saved]", { hasText: "已保存" }).waitFor();
  await page.reload();
  const kept = await page.getByLabel("事情的经过和理由").inputValue();
  assert.match(kept, /购买钢材/, "kept as it was typed");
  await page.getByLabel("事情的经过和理由").fill(`${kept}收货后一直没有付款，多次催要未果。`);
  await button(page, "保存，下一步").click();
  const handed = await uploads(page, holds);
  await button(page, "保存，下一步").click();
  assert.ok(await page.getByLabel("属于哪一种情形").isHidden());
  await holds(page, "draft-fee", 390);
  await button(page, "保存，下一步").click();
  await holds(page, "draft-confirm", 390);
  await page.getByLabel("送达地址").fill("沈阳市和平区南京街1号 13900001111");
  await page.getByLabel(/同意电子送达/).check();
  await page.getByLabel(/内容属实/).check();
  await button(page, "保存，去核对").click();
  assert.match(await page.locator("main").innerText(), /案件受理费\s+¥2,300\.00/);
  await holds(page, "draft-review", 390);
  await button(page, "提交立案").click();
  await page.getByRole("heading", { name: "立案申请" }).waitFor();
  for (const digest of handed) assert.match(await page.locator("main").innerText(), new RegExp(digest), "files are handed in");
  await holds(page, "filing", 390);
  return new URL(page.url()).pathname;
}

async function staff(browser, address, login, holds) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "zh-CN" });
  const page = await context.newPage();
  await page.goto(`${address}/sign-in/staff`);
  await page.getByLabel("用户名").fill(login);
  await page.getByLabel("密码").fill(PASSWORD);
  await button(page, "登录").click();
  const secret = (await page.locator("figcaption").innerText()).match(/[A-Z2-7]{16,}/)[0];
  if (login === "registrar") await holds(page, "enrol", 1440);
  await page.getByLabel(/六位数字/).fill(authenticator(secret));
  await button(page, "启用动态口令").click();
  assert.equal(await page.locator("tbody tr").count(), 10, "recovery codes");
  await page.getByRole("link", { name: "进入工作台" }).click();
  return { context, page };
}

/** The receipt of the draw, from the page it stands on, replayed by the binary without any database. */
async function replays(page, address, draw, { binary, scratch }) {
  const [, , code, position] = draw.split("/");
  const receipt = await (await fetch(`${address}/entries/${code}/${position}/receipt.json`)).text();
  const file = join(scratch, "draw.json");
  writeFileSync(file, receipt);
  const good = spawnSync(binary, ["draw", "replay", file], { encoding: "utf8" });
  assert.equal(good.status, 0, good.stderr);
  writeFileSync(file, receipt.replace(/8848/, "8849"));
  assert.notEqual(spawnSync(binary, ["draw", "replay", file]).status, 0, "a bent receipt proves nothing");
  await page.goto(`${address}/draws/replay`);
  await page.getByLabel(/回执/).fill(receipt);
  await button(page, "重新抽签").click();
  assert.match(await page.locator(".note.good").innerText(), /完全一致/);
}

/** A page at both widths. */
async function atBoth(page, address, path, name, holds) {
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(address + path);
    await holds(page, name, width);
  }
}

/** Those who keep the house, and the staff's own lists. */
async function keeps(browser, address, registry, desk, holds) {
  await atBoth(registry, address, "/desk", "desk", holds);
  await atBoth(registry, address, "/desk/counter", "counter", holds);
  await button(registry, "开始收件").click();
  assert.equal(await registry.getByLabel(/向哪个法院/).inputValue(), COURT, "the own court is chosen");
  await holds(registry, "counter-draft", 1440);
  const admin = await staff(browser, address, "admin", holds);
  assert.match(await admin.page.locator("h1").innerText(), /账户管理/, "an administrator's desk is the accounts");
  await admin.page.getByLabel(/^姓名\s*(必填)?$/).fill("新来的法官");
  await admin.page.getByLabel(/^登录名\s*(必填)?$/).fill("newcomer");
  await admin.page.getByLabel("审判组").fill("民事");
  await button(admin.page, "开立账户").click();
  assert.match(await admin.page.locator(".note.good").innerText(), /临时密码/);
  await holds(admin.page, "admin-made", 1440);
  await admin.page.getByRole("link", { name: "打开这个账户" }).click();
  const account = new URL(admin.page.url()).pathname;
  await atBoth(admin.page, address, "/admin", "admin", holds);
  await atBoth(admin.page, address, account, "admin-account", holds);
  await atBoth(admin.page, address, "/admin/tokens", "admin-tokens", holds);
  await atBoth(admin.page, address, "/admin/letters", "admin-letters", holds);
  await atBoth(admin.page, address, "/admin/journal", "admin-journal", holds);
  await admin.page.goto(address + desk);
  assert.match(await admin.page.locator("main").innerText(), /不能办理/, "an administrator sees no case");
  const president = await staff(browser, address, "president", holds);
  await atBoth(president.page, address, "/desk/cases", "desk-cases", holds);
  const discipline = await staff(browser, address, "discipline", holds);
  await atBoth(discipline.page, address, "/admin/access", "admin-access", holds);
}

/** The journey. */
export async function door(browser, { binary, scratch, holds, step }) {
  const { address, stop } = await demonstration({ binary, scratch });
  try {
    const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "zh-CN" });
    const page = await phone.newPage();
    await litigant(page, address, holds);
    const filing = await fills(page, holds);
    const desk = filing.replace("/filings/", "/desk/");

    const registry = await staff(browser, address, "registrar", holds);
    await holds(registry.page, "desk", 1440);
    await registry.page.goto(address + desk);
    await holds(registry.page, "desk-matter", 1440);
    const row = registry.page.locator("tr", { hasText: "R03" });
    await row.focus();
    await registry.page.keyboard.press("n");
    assert.ok(await row.locator('[value="defect"]').isChecked(), "one key decides an item");
    await row.locator("textarea").fill("货款金额与送货单不符，请按送货单重新计算");
    const evidence = registry.page.locator("tr", { hasText: "R05" });
    await evidence.focus();
    await registry.page.keyboard.press("n");
    await evidence.locator("textarea").fill("送货单照片看不清，请重新拍照上传");
    await letters.follows(page, () => button(registry.page, "发出补正通知").click());

    await page.reload();
    await holds(page, "filing-correcting", 390);
    await page.getByRole("link", { name: "去补正" }).click();
    await holds(page, "correct", 390);
    await page.getByLabel("金额（元）").first().fill("90000");
    await adds(page);
    assert.equal(await page.getByLabel("金额（元）").first().inputValue(), "90000", "what was typed stays when a file comes");
    await holds(page, "correct-added", 390);
    await letters.waits(registry.page, address, () => button(page, "提交补正").click());
    await page.getByLabel(/1 至 20 位数字/).fill("8848");
    await button(page, "提供这个数字").click();

    await registry.page.goto(address + desk);
    await button(registry.page, "登记立案").click();
    await holds(registry.page, "desk-accepted", 1440);
    await registry.page.getByLabel("程序").selectOption("summary");
    await button(registry.page, "抽签分案").click();
    await registry.page.getByRole("heading", { name: /抽签分案：\d+ 号法官/ }).waitFor();
    await holds(registry.page, "draw", 1440);
    const draw = new URL(registry.page.url()).pathname;

    await page.goto(address + draw);
    await holds(page, "draw", 390);
    await replays(page, address, draw, { binary, scratch });
    await holds(page, "draw-replay", 390);
    await page.goto(address + filing);
    await holds(page, "filing-drawn", 390);
    await letters.inbox(page, address, holds);
    const month = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 7);
    await page.goto(`${address}/draws?court=${encodeURIComponent(COURT)}&month=${month}`);
    assert.match(await page.locator("main").innerText(), /1 次抽签/);
    await holds(page, "draws", 390);

    await registry.page.goto(`${address}/desk/notices`);
    await holds(registry.page, "notices-manage", 1440);
    await registry.page.getByLabel("标题").fill("立案大厅搬迁");
    await registry.page.getByLabel("正文").fill("自下周一起在新址办公。");
    await button(registry.page, "张贴").click();
    await registry.page.getByRole("link", { name: "立案大厅搬迁" }).waitFor();
    await page.goto(`${address}/notices`);
    await page.getByRole("row", { name: /立案大厅搬迁/ }).waitFor();
    await page.getByLabel("哪个法院").selectOption({ index: 1 });
    await button(page, "显示").click();
    await page.waitForURL(/court=/);
    assert.equal(await page.getByRole("row", { name: /立案大厅搬迁/ }).count(), 0, "a notice of another court");
    await page.getByLabel("哪个法院").selectOption(COURT);
    await button(page, "显示").click();
    await page.getByRole("row", { name: /立案大厅搬迁/ }).waitFor();
    await holds(page, "notices", 390);

    await keeps(browser, address, registry.page, desk, holds);

    const stranger = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    for (const shut of [filing, desk, "/desk", "/me", "/me/inbox", `${filing}/correct`]) {
      await stranger.goto(address + shut);
      assert.match(stranger.url(), /\/sign-in/, shut);
    }
    await page.goto(`${address}/me/account`);
    await holds(page, "account", 390);
    await button(page, "在所有设备上退出").click();
    await page.goto(address + filing);
    assert.match(page.url(), /\/sign-in/);
    step("door");
  } finally {
    stop();
  }
}
