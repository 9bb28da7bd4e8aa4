// How pages look and what they weigh: each page at phone and desktop width beside the picture of it that is kept in
// `looks/`, and no page heavier than a slow line bears. `UPDATE=1 node tests/browser/run.mjs looks` takes new pictures.
// On a machine that draws text otherwise nothing is compared, and that is said; looks are then held to axe alone.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { differs, read, small } from "./picture.mjs";

const kept = join(dirname(fileURLToPath(import.meta.url)), "looks");
const update = process.env.UPDATE === "1";
/** Share of a picture that may differ. */
const TOLERANCE = 0.001;
/** Bytes over the line on a first visit, compressed, scripts and charts with it. */
const HEAVIEST = 250_000;
/** Pixels of a page that are kept, from its top. */
const TALLEST = { 390: 2600, 1440: 2000 };
const WIDTHS = [390, 1440];
const LOOKS = ["light", "dark", "contrast"];

const courts = encodeURIComponent("辽0102,辽0103,辽0104");
const first = encodeURIComponent("辽01");
const PAGES = {
  overview: "/",
  aged: "/aged",
  "aged-court": `/aged?court=${first}`,
  "compare-empty": "/compare",
  compare: `/compare?courts=${courts}`,
  court: `/courts/${first}`,
  docket: `/courts/${first}/docket`,
  cases: "/cases",
  figure: "/cases?figure=I-080&part=num&year=2020",
  case: `/cases/${first}/1`,
  // the case longest past its term, as the list says
  "case-late": undefined,
  entries: "/entries",
  entry: `/entries/${first}/1`,
  indicators: "/indicators",
  indicator: "/indicators/I-020",
  count: "/indicators/C-003",
  reports: "/reports",
  bulletin: "/bulletins/2020/6",
  verify: "/verify",
  glossary: "/glossary",
  api: "/api",
  search: `/search?q=${encodeURIComponent("结案")}`,
  "search-none": `/search?q=${encodeURIComponent("月球")}`,
  lost: "/nowhere",
  empty: `/cases?court=${first}&from=1990-01-01&to=1990-01-02`,
};
/** Pages pictured in every look. */
const LOOKED_AT = ["overview", "compare", "cases"];
/** Hashes, signatures and numbers of requests may differ from one run to the next; what is folded away is not seen. */
const CHANGING = ":is(.hash, img.qr):not(details:not([open]) *)";

/** What this machine makes of a few letters. */
async function letters(browser) {
  const context = await browser.newContext({ viewport: { width: 640, height: 240 } });
  const page = await context.newPage();
  await page.setContent("<p style='font:600 34px \"Noto Sans CJK SC\",\"PingFang SC\",sans-serif'>明镜法院结案率 0123456789 %</p><p style='font:22px \"Noto Serif CJK SC\",serif'>辽宁省沈阳市中级人民法院 Agfy</p><p style='font:13px ui-monospace,monospace'>0123456789abcdef</p>");
  const drawn = await page.screenshot();
  const version = browser.version().split(".")[0];
  await context.close();
  return `${createHash("sha256").update(read(drawn).data).digest("hex")} chromium ${version}\n`;
}

/** Opens a page as a first visit; gives it and the bytes that came over the line. */
async function visit(browser, address, path, width, look) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "zh-CN", colorScheme: "light", reducedMotion: "reduce" });
  if (look) await context.addCookies([{ name: "look", value: look, url: address }]);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  let bytes = 0;
  await session.send("Network.enable");
  session.on("Network.loadingFinished", (one) => (bytes += one.encodedDataLength));
  await page.goto(address + path, { waitUntil: "networkidle" });
  return { context, page, bytes: () => bytes };
}

/** Compares the page with its picture, or keeps a new one; gives what is wrong. */
async function compare(page, name, width, scratch) {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width, height: Math.min(height, TALLEST[width]) };
  const bytes = await page.screenshot({ fullPage: true, clip, animations: "disabled", mask: [page.locator(CHANGING)], maskColor: "#808080" });
  const picture = read(bytes);
  const file = join(kept, `${name}-${width}.png`);
  if (update) {
    // a picture that still holds is left as it is, so that only what changed is recorded
    const old = existsSync(file) ? read(readFileSync(file)) : undefined;
    const same = old && old.width === picture.width && old.height === picture.height && differs(picture, old).share === 0;
    if (!same) writeFileSync(file, small(picture));
    return undefined;
  }
  if (!existsSync(file)) return `${name} at ${width}: there is no picture yet`;
  const old = read(readFileSync(file));
  writeFileSync(join(scratch, `${name}-${width}.png`), bytes);
  if (old.width !== picture.width || old.height !== picture.height) {
    return `${name} at ${width}: ${picture.width}×${picture.height}, the picture is ${old.width}×${old.height}`;
  }
  const { share, where } = differs(picture, old);
  if (share <= TOLERANCE) return undefined;
  writeFileSync(join(scratch, `${name}-${width}-where.png`), where);
  return `${name} at ${width}: ${(share * 100).toFixed(2)} % differs`;
}

/** All pages, each with the look it is shown in; none is the device's. */
const shown = () => Object.entries(PAGES).flatMap(([name, path]) => [[name, path, undefined], ...LOOKED_AT.includes(name) ? LOOKS.slice(1).map((look) => [`${name}-${look}`, path, look]) : []]);

/** Every page beside its picture, and its weight. */
export async function pictures(browser, address, step) {
  const { cases } = await (await fetch(`${address}/api/v1/cases?overdue=1&sort=-running&limit=1`)).json();
  PAGES["case-late"] = encodeURI(cases[0].page);
  const scratch = join(tmpdir(), "mingjing-looks");
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  mkdirSync(kept, { recursive: true });
  const probe = await letters(browser);
  const fonts = join(kept, "fonts.txt");
  if (update) {
    for (const file of readdirSync(kept)) if (file.endsWith(".png") && !shown().some(([name]) => WIDTHS.some((width) => file === `${name}-${width}.png`))) rmSync(join(kept, file));
    writeFileSync(fonts, probe);
  }
  const comparable = existsSync(fonts) && readFileSync(fonts, "utf8") === probe;
  if (!comparable) step("PICTURES NOT COMPARED: this machine draws letters otherwise than the one they were taken on (other fonts or another browser)");
  const wrong = [];
  let heaviest = ["", 0];
  for (const [name, path, look] of shown()) {
    const seen = async (width) => {
      const { context, page, bytes } = await visit(browser, address, path, width, look);
      if (comparable) wrong.push(await compare(page, name, width, scratch));
      if (bytes() > heaviest[1]) heaviest = [name, bytes()];
      if (bytes() > HEAVIEST) wrong.push(`${name} at ${width}: weighs ${bytes()} bytes, more than ${HEAVIEST}`);
      await context.close();
    };
    await Promise.all(WIDTHS.map(seen));
  }
  const told = wrong.filter((one) => one !== undefined);
  assert.deepEqual(told, [], `pages look otherwise or are too heavy; see ${scratch}, and if it is meant: UPDATE=1 node tests/browser/run.mjs looks`);
  step(`${comparable ? (update ? "pictures taken" : "pictures compared") : "pictures skipped"}; the heaviest page is ${heaviest[0]}, ${heaviest[1]} bytes`);
}

/** A look is chosen in the foot of any page without script, stays, and the chart follows. */
export async function chosen(browser, address, step) {
  const context = await browser.newContext({ javaScriptEnabled: false, colorScheme: "light" });
  const page = await context.newPage();
  await page.goto(`${address}/indicators?year=2020`);
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const paper = await ground();
  await page.getByRole("button", { name: "深色" }).click();
  assert.equal(page.url(), `${address}/indicators?year=2020`, "one stays on the page");
  const dark = await ground();
  assert.notEqual(dark, paper);
  await page.goto(`${address}/glossary`);
  assert.equal(await ground(), dark, "the choice is kept");
  assert.equal(await page.getByRole("button", { name: "深色" }).getAttribute("aria-pressed"), "true");
  await page.getByRole("button", { name: "随系统" }).click();
  assert.equal(await ground(), paper);
  await context.close();
  const colours = new Set();
  for (const look of LOOKS) {
    const { context, page } = await visit(browser, address, "/", 1440, look);
    colours.add(await page.evaluate(() => [...document.querySelectorAll(".live svg path, .live svg text")].map((one) => getComputedStyle(one).fill).join(" ")));
    const print = async () => {
      await page.emulateMedia({ media: "print" });
      return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    };
    assert.equal(await print(), "rgb(255, 255, 255)", `${look} is printed on white`);
    await context.close();
  }
  assert.equal(colours.size, LOOKS.length, "the chart is drawn in the colours of each look");
  step("looks chosen without script, kept, printed on white");
}

/** Every page is held to axe in the looks that the other journeys do not show, and in what a device may insist on. */
export async function readable(browser, address, holds) {
  const wrong = [];
  const held = async (page, name, width) => holds(page, name, width).catch((fault) => wrong.push(fault.message));
  const walk = async (look, width, names) => {
    const { context, page } = await visit(browser, address, "/", width, look);
    for (const name of names) {
      await page.goto(address + PAGES[name]);
      await held(page, `${name} ${look}`, width);
    }
    await context.close();
  };
  const light = ["aged", "aged-court", "compare", "compare-empty"];
  const all = Object.keys(PAGES);
  await Promise.all(LOOKS.flatMap((look) => WIDTHS.map((width) => walk(look, width, look === "light" ? light : all))));
  for (const media of [{ colorScheme: "dark" }, { forcedColors: "active" }, { contrast: "more" }]) {
    const { context, page } = await visit(browser, address, "/", 1440, undefined);
    await page.emulateMedia(media);
    await held(page, `overview ${Object.values(media)[0]}`, 1440);
    await context.close();
  }
  assert.deepEqual(wrong, [], "pages that do not hold in every look");
}
