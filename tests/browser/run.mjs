// Browser journeys: a small province is simulated, served on a free loopback port, and walked through as a person would,
// at phone and desktop width. Every page is held to axe-core, to the console staying silent and to asking no other host.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { counter } from "./counter.mjs";
import { door } from "./door.mjs";
import * as hostile from "./hostile.mjs";
import { hearing } from "./hearing.mjs";
import { imports } from "./import.mjs";
import { judgments } from "./judgments.mjs";
import { laws } from "./laws.mjs";
import { similar } from "./similar.mjs";
import { lawyer } from "./lawyer.mjs";
import * as lists from "./lists.mjs";
import { live } from "./live.mjs";
import * as looks from "./looks.mjs";
import { papers } from "./papers.mjs";
import * as proofs from "./proofs.mjs";
import { recusal } from "./recusal.mjs";
import { refusal } from "./refusal.mjs";
import { standIn } from "./stand_in.mjs";
import { stranger } from "./stranger.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const require = createRequire(join(root, "web/package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const binary = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/mingjing");
const scratch = mkdtempSync(join(tmpdir(), "mingjing-browser-"));
const shots = process.env.MINGJING_SHOTS;

const step = (text) => console.log(`  ${text}`);

function build() {
  execFileSync("scripts/build.sh", ["--quiet"], { cwd: root, stdio: "inherit" });
}

/** Simulates, serves, and gives the address and how to stop it. */
async function serve() {
  const options = ["--db", `sqlite://${scratch}/year.db`, "--data", `${scratch}/var`];
  execFileSync(binary, [...options, "simulate", "--scale", "0.004"], { stdio: "ignore" });
  const server = spawn(binary, [...options, "serve", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((done, fail) => {
    server.stdout.on("data", (chunk) => done(String(chunk).trim().replace(/\/$/, "")));
    server.on("exit", (code) => fail(new Error(`the server ended with ${code}`)));
  });
  return { address, stop: () => server.kill("SIGINT") };
}

/** A page that notes every fault: console errors, failed or foreign requests. */
async function visitor(browser, address, width) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "zh-CN", acceptDownloads: true });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => request.url().startsWith(address) || request.url().startsWith("data:") || faults.push(`foreign: ${request.url()}`));
  return { context, page, faults };
}

/** Holds a page to what every page must keep. */
async function holds(page, name, width) {
  assert.equal(await page.locator("h1").count(), 1, `${name}: one heading`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `${name} at ${width}: ${wide} px wider than the window`);
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const told = found.violations.map((one) => `${one.id}: ${one.help} — ${one.nodes.slice(0, 3).map((node) => node.target).join(", ")}`);
  assert.deepEqual(told, [], `${name} at ${width}: axe-core`);
  if (shots) await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
  step(`${name} ${width}`);
}

/** From the overview to a proof: a figure, a court's part of it, its cases, a case, an entry, its receipt. */
async function provinceToProof(page, address, width) {
  await page.goto(`${address}/`);
  await holds(page, "overview", width);
  assert.match(await page.locator("main").innerText(), /结案率\s+94\.\d\d%/);
  await page.getByRole("link", { name: /94\.\d\d%/ }).first().click();
  assert.equal(await page.locator("h1").innerText(), "结案率");
  await holds(page, "indicator", width);
  const row = page.locator("#courts tbody tr", { has: page.getByRole("link", { name: "辽宁省沈阳市中级人民法院", exact: true }) });
  await row.locator("th a").click();
  assert.equal(await page.locator("h1").innerText(), "辽宁省沈阳市中级人民法院");
  await holds(page, "court", width);
  await page.goBack();
  const counted = row.locator("td").nth(1).getByRole("link");
  const said = (await counted.innerText()).trim();
  await counted.click();
  assert.ok((await page.locator("main .lede").first().innerText()).includes(`共 ${said} 件`), "as many are listed as are counted");
  await holds(page, "cases", width);
  const first = page.locator('main a[href^="/cases/"]').first();
  const number = (await first.innerText()).trim();
  await first.click();
  assert.ok((await page.locator("h1").innerText()).includes(number), "the case that was clicked");
  await holds(page, "case", width);
  await page.locator('main a[href^="/entries/"]').first().click();
  await holds(page, "entry", width);
  const download = page.waitForEvent("download");
  await page.locator('a[href$="receipt.json"]').first().click();
  const file = join(scratch, `receipt-${width}.json`);
  await (await download).saveAs(file);
  return { number, file, entry: new URL(page.url()).pathname };
}

/** The receipt proves itself without a database, and a changed one does not. */
function receiptHolds(file) {
  const check = (path) => spawnSync(binary, ["receipt", "check", path], { encoding: "utf8" });
  const good = check(file);
  assert.equal(good.status, 0, good.stderr);
  const text = readFileSync(file, "utf8");
  const forged = text.replace(/(\\?"recorded_at\\?":\s*\d*)(\d)/, (_, head, digit) => `${head}${(Number(digit) + 1) % 10}`);
  assert.notEqual(forged, text, "something was changed");
  writeFileSync(`${file}.forged`, forged);
  const bad = check(`${file}.forged`);
  assert.equal(bad.status, 1, `a forged receipt passed: ${bad.stderr}`);
  assert.match(bad.stderr, /回执无效/);
  step("receipt checked, forged one refused");
}

/** A figure opens: as many cases listed as it says. */
async function figureOpens(page, address, width) {
  await page.goto(`${address}/`);
  const figure = page.locator('main dl.large a[href*="figure=C-004"]');
  const said = (await figure.innerText()).trim();
  await figure.click();
  assert.ok((await page.locator("main").innerText()).includes(said), `未结 ${said} is the count of the list`);
  await holds(page, "figure", width);
}

/** A number in any writing finds its case; nonsense is answered, not crashed on. */
async function search(page, address, number, width) {
  await page.goto(`${address}/`);
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "search", "/ goes to the search box");
  await page.keyboard.type(number.replace("（", "(").replace("）", ") "));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/cases\//);
  assert.ok((await page.locator("h1").innerText()).includes(number));
  await page.locator("#search").fill("结案");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "查找" }).waitFor();
  assert.equal(await page.locator("#search").inputValue(), "结案", "what was asked stays in the box");
  await page.getByRole("link", { name: "结案率", exact: true }).first().click();
  assert.match(await page.locator("h1").innerText(), /结案率/);
  await page.goto(`${address}/search?q=${encodeURIComponent("1号")}`);
  assert.match(await page.locator("main").innerText(), /读作案号的一部分：第 1 号[\s\S]*只列最新的 20 件/);
  await holds(page, "search-part", width);
  await page.goto(`${address}/search?q=${encodeURIComponent("（2020）辽9999民初1号")}`);
  assert.match(await page.locator("main").innerText(), /9999/);
  await holds(page, "search-fault", width);
}

async function others(page, address, width) {
  for (const [name, path] of [["indicators", "/indicators"], ["entries", "/entries?kind=document.published.v1"], ["glossary", "/glossary"], ["api", "/api"], ["empty", "/cases?court=%E8%BE%BD01&from=1990-01-01&to=1990-01-02"]]) {
    const answer = await page.goto(address + path);
    assert.equal(answer.status(), 200, path);
    await holds(page, name, width);
  }
}

/** A list is had as a workbook: at once when it is small, else from the page that shows how far it is. */
async function workbook(page, address, width) {
  await page.goto(`${address}/cases?word=${encodeURIComponent("民初")}`);
  const file = join(scratch, `cases-${width}.xlsx`);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "XLSX" }).click();
  await (await download).saveAs(file);
  assert.equal(readFileSync(file).subarray(0, 2).toString(), "PK");
  const csv = await (await fetch(`${address}/cases.csv?word=${encodeURIComponent("民初")}`)).text();
  const said = Number((await page.locator("main .lede").first().innerText()).match(/共 ([\d,]+) 件/)[1].replaceAll(",", ""));
  assert.equal(csv.trimEnd().split("\r\n").length - 1, said, "the file is as long as the list says");
  step(`workbook ${width}`);
}

/** Without script the figures can still be read and opened. */
async function withoutScript(browser, address) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${address}/`);
  assert.match(await page.locator("main").innerText(), /结案率/);
  await page.getByRole("link", { name: "沈阳中院", exact: true }).first().click();
  assert.equal(await page.locator("h1").innerText(), "辽宁省沈阳市中级人民法院");
  await context.close();
  step("without script");
}

async function doors(address) {
  const health = await (await fetch(`${address}/healthz`)).json();
  assert.equal(health.ok, true);
  assert.match(await (await fetch(`${address}/metrics`)).text(), /# TYPE/);
  const lost = await fetch(`${address}/nowhere`);
  assert.equal(lost.status, 404);
  assert.match(await lost.text(), /<h1>/);
  const policy = (await fetch(`${address}/`)).headers.get("content-security-policy");
  assert.match(policy ?? "", /default-src 'self'/);
  assert.doesNotMatch(policy ?? "", /unsafe-inline/);
  step("health, metrics, not found, policy");
}

async function journeys() {
  await doors(address);
  await hostile.names(browser, { binary, root, scratch, holds, step });
  await withoutScript(browser, address);
  for (const width of [390, 1440]) {
    const { context, page, faults } = await visitor(browser, address, width);
    const { number, file, entry } = await provinceToProof(page, address, width);
    receiptHolds(file);
    await proofs.verifies(page, address, { file, width, holds });
    await proofs.reads(page, address, { entry, file, width, holds });
    await proofs.docket(page, address, { code: encodeURIComponent("辽01"), width, holds });
    await figureOpens(page, address, width);
    await lists.orders(page, address, { width, holds });
    await lists.narrows(page, address, { width, holds });
    await hostile.addresses(page, address, { width, holds });
    await search(page, address, number, width);
    await others(page, address, width);
    await papers(page, address, scratch, holds, width);
    await workbook(page, address, width);
    const unasked = faults.filter((fault) => !fault.includes("404") && !fault.includes("400") && !fault.includes("422"));
    assert.deepEqual(unasked, [], `faults at ${width}`);
    await context.close();
  }
}

// with MINGJING_BUILT set the binary is taken as it is
if (process.env.MINGJING_BUILT === undefined) build();
const { address, stop } = await serve();
const browser = await chromium.launch({
  executablePath: execFileSync("which", ["chromium"], { encoding: "utf8" }).trim(),
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required"],
});
// one part alone while working on it: `looks`, `door`, `live`, `journeys`, or one that begins with an empty court
const only = process.argv[2];
const wanted = (part) => only === undefined || only === part;
try {
  if (wanted("looks")) {
    await looks.chosen(browser, address, step);
    await looks.pictures(browser, address, step);
    await looks.readable(browser, address, holds);
  }
  if (wanted("door")) await door(browser, { binary, scratch, holds, step });
  for (const [name, walk] of Object.entries({ lawyer, refusal, recusal, standIn, stranger, counter, imports, similar, hearing })) {
    if (wanted(name)) await walk(browser, { binary, scratch, holds, step });
  }
  if (wanted("judgments")) await judgments(browser, { binary, scratch, holds, step });
  if (wanted("laws")) await laws(browser, { binary, scratch, root, holds, step });
  if (wanted("live")) await live(browser, { binary, scratch, holds, step });
  if (wanted("journeys")) await journeys();
  console.log("browser journeys passed");
} finally {
  await browser.close();
  stop();
  rmSync(scratch, { recursive: true, force: true });
}
