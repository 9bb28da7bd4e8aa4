// An empty court in a folder of its own, and those who come to it: staff at their desks, litigants and lawyers by phone.
// A journey fills in whatever a page asks of what it knows, so that it follows the pages rather than their order.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { execFileSync, spawn } from "node:child_process";
import { join } from "node:path";

/** The password of the accounts the demonstration makes. */
export const PASSWORD = "mingjing-demo-2020";
/** The court that works. */
export const COURT = "辽0102";
/** Another court. */
export const ELSEWHERE = "辽0103";

/** Serves a folder; gives the address once it is said, and the process. */
async function served(binary, words) {
  const server = spawn(binary, [...words, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "ignore"] });
  const address = await new Promise((done, fail) => {
    let said = "";
    server.stdout.on("data", (chunk) => {
      said += chunk;
      const found = said.match(/http:\/\/[\d.:]+/);
      if (found) done(found[0]);
    });
    server.on("exit", (code) => fail(new Error(`what was to be served ended with ${code}`)));
  });
  return { address, stop: () => server.kill("SIGINT") };
}

/** Courts that have done nothing yet, served as the demonstration does. */
export async function emptyCourt({ binary, scratch }, name) {
  const data = join(scratch, `empty-${name}`);
  const { address, stop } = await served(binary, ["--data", data, "demo", "--empty"]);
  const run = (...words) =>
    execFileSync(binary, ["--data", data, "--db", `sqlite://${join(data, "demo-empty.db")}`, ...words], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  return { address, run, stop };
}

/** A small province in a folder of its own, served as the demonstration does. */
export const demonstration = ({ binary, scratch }, name = "door", scale = "0.001") =>
  served(binary, ["--data", join(scratch, name), "demo", "--scale", scale]);

/** What an authenticator shows for a secret (RFC 6238). */
export function authenticator(secret) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const mac = createHmac("sha1", key).update(step).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** A citizen's number with a right check digit. */
export function citizen(born, order) {
  const body = `210102${born}${String(order).padStart(3, "0")}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = [...body].reduce((all, digit, at) => all + Number(digit) * weights[at], 0);
  return body + "10X98765432"[sum % 11];
}

/** A button by what it says. */
export const button = (page, name) => page.getByRole("button", { name, exact: true });

async function window(browser, width) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "zh-CN", acceptDownloads: true });
  return context.newPage();
}

/** Staff at a desk, signed in and enrolled; a temporary password is changed first. */
export async function staff(browser, address, login, temporary) {
  const page = await window(browser, 1440);
  await page.goto(`${address}/sign-in/staff`);
  await page.getByLabel("用户名").fill(login);
  await page.getByLabel("密码").fill(temporary ?? PASSWORD);
  await button(page, "登录").click();
  if (temporary !== undefined) {
    await page.getByLabel("现在的密码").fill(temporary);
    await page.getByLabel("新密码").fill(PASSWORD);
    await button(page, "改密码").click();
  }
  const secret = (await page.locator("figcaption").innerText()).match(/[A-Z2-7]{16,}/)[0];
  await page.getByLabel(/六位数字/).fill(authenticator(secret));
  await button(page, "启用动态口令").click();
  await page.getByRole("link", { name: "进入工作台" }).click();
  return page;
}

/** Somebody with a phone, registered at the first time; `who` holds what the registration asks, by the names of its fields. */
export async function byPhone(browser, address, phone, who) {
  const page = await window(browser, 390);
  await page.goto(`${address}/sign-in`);
  await page.locator(`input[name="kind"][value="${who.kind ?? "litigant"}"]`).check();
  await page.locator('input[name="phone"]').fill(phone);
  await button(page, "获取验证码").click();
  const code = (await page.locator(".note").first().innerText()).match(/\d{6}/)[0];
  await page.locator('input[name="code"]').fill(code);
  await button(page, "登录").click();
  await page.locator('input[name="code"]').fill(code);
  for (const [name, value] of Object.entries(who)) {
    if (name !== "kind") await page.locator(`input[name="${name}"]`).fill(value);
  }
  await button(page, "登记并登录").click();
  assert.equal(await page.locator("h1").innerText(), "我的办件");
  return page;
}

/** A sale that was not paid, as its parties and the court make it. */
export function sale(plaintiffs, more = {}) {
  const given = {
    cause: "买卖合同纠纷",
    court: COURT,
    "defendants.0.name": "李四",
    "defendants.0.domicile": "沈阳市沈河区青年大街2号",
    "answers.side": "我卖货，对方没有付清货款",
    "answers.goods": "钢材 20 吨",
    "answers.agreed_on": "2019-05-01",
    "answers.paper": "签有书面合同",
    "answers.price": "150000",
    "answers.delivered": "yes",
    "answers.delivered_on": "2019-05-20",
    "answers.paid": "50000",
    "answers.owed": "100000",
    "answers.sued_before": "no",
    "answers.arbitration": "no",
    "claims.0.text": "判令被告支付货款",
    "claims.0.amount": "100000",
    facts: "2019年5月，被告向原告购买钢材，收货后一直没有付款，多次催要未果。",
    "evidence.0.name": "送货单三张",
    "evidence.0.proves": "已经交货",
    address: "沈阳市和平区南京街1号",
    electronic: true,
    signed: true,
    ...more,
  };
  plaintiffs.forEach((one, at) => {
    given[`plaintiffs.${at}.name`] = one.name;
    given[`plaintiffs.${at}.id`] = one.id;
    given[`plaintiffs.${at}.domicile`] = "沈阳市和平区南京街1号";
    given[`plaintiffs.${at}.phone`] = "13800000000";
    if (plaintiffs.length > 1) given[`joins.${at}`] = true;
  });
  return given;
}

/** Puts what is known into the fields of a page; gives how many plaintiffs it has room for. */
async function put(page, given) {
  for (const [name, value] of Object.entries(given)) {
    const choice = page.locator(`main input[type="radio"][name="${name}"][value="${value}"]`);
    if ((await choice.count()) === 1 && (await choice.isVisible())) await choice.check();
    const field = page.locator(`main [name="${name}"]`);
    if ((await field.count()) !== 1 || !(await field.isVisible())) continue;
    const kind = await field.evaluate((one) => (one.tagName === "SELECT" ? "select" : one.type));
    if (kind === "select") await field.selectOption(value);
    else if (kind === "checkbox") await field.setChecked(value === true);
    else if (kind !== "hidden") await field.fill(String(value));
  }
}

/** Fills in a draft that was begun, whatever its steps ask in whatever order, up to the page where it is looked over. */
export async function fills(page, given, { holds, seen } = {}) {
  const rows = Object.keys(given).filter((name) => /^plaintiffs\.\d+\.name$/.test(name)).length;
  for (let steps = 0; steps < 20; steps += 1) {
    const at = new URL(page.url()).pathname;
    if (at.endsWith("/review")) return;
    for (let row = 1; row < rows; row += 1) {
      const more = button(page, "再加一名原告");
      if ((await more.count()) === 1 && (await page.locator(`[name="plaintiffs.${row}.name"]`).count()) === 0) {
        await put(page, given);
        await more.click();
      }
    }
    await put(page, given);
    if (holds && !seen.has(at)) {
      seen.add(at);
      await holds(page, `${seen.name}-${at.split("/").pop()}`, 390);
    }
    await page.getByRole("button", { name: /^保存，/ }).click();
    assert.equal(await page.locator(".note.warn ul").count(), 0, `${at}: ${await page.locator("main").innerText()}`);
  }
  assert.fail("a draft has no end");
}

/** Begins a draft, fills it in and hands it in; gives the address it leads to. */
export async function files(page, given, looked) {
  await page.goto(new URL("/me", page.url()).href);
  await button(page, "我要立案").click();
  await fills(page, given, looked);
  await button(page, "提交立案").click();
  await page.waitForURL(/\/filings\//);
  return new URL(page.url()).pathname;
}

/** The same matter at the desk. */
export const atDesk = (filing) => filing.replace("/filings/", "/desk/");

/** Registers a filing and draws its judge; gives the judge's number. */
export async function draws(registrar, address, filing) {
  await registrar.goto(address + atDesk(filing));
  await button(registrar, "登记立案").click();
  await registrar.getByLabel("程序").selectOption("summary");
  await button(registrar, "抽签分案").click();
  const heading = registrar.getByRole("heading", { name: /抽签分案：\d+ 号法官/ });
  await heading.waitFor();
  return (await heading.innerText()).match(/\d+/)[0];
}

/** A page at both widths. */
export async function atBoth(page, address, path, name, holds) {
  const before = page.viewportSize();
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(address + path);
    await holds(page, name, width);
  }
  await page.setViewportSize(before);
}

/** Plaintiffs of the journeys. */
export const people = {
  zhang: { name: "张三", id: citizen("19800101", 1) },
  wang: { name: "王五", id: citizen("19810202", 2) },
  zhao: { name: "赵六", id: citizen("19820303", 3) },
};
