// Figures that move: a server, `simulate --live` beside it, and a reader who points, has focused and has scrolled. What
// is held stays, what is not held becomes what a page opened anew shows, and all of it ends when it is asked to.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** Longest wait for a condition: a renewal, or a browser that connects again. */
const PATIENCE = { timeout: 40_000 };

/** A small province in a folder of its own, and the commands upon it. */
function province(binary, folder) {
  mkdirSync(folder, { recursive: true });
  const options = ["--db", `sqlite://${folder}/year.db`, "--data", `${folder}/var`];
  const run = (...words) => JSON.parse(execFileSync(binary, [...options, ...words, "--json"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }));
  const ended = async (child) => {
    const exit = once(child, "exit");
    child.kill("SIGINT");
    return (await exit)[0];
  };
  const ahead = ["simulate", "--live", "--pace"];
  return {
    /** Entries of all logs. */
    entries: run("simulate", "--scale", "0.004").entries,
    write(entries) {
      assert.equal(run(...ahead, "0", "--entries", String(entries)).written, entries);
      this.entries += entries;
    },
    /** Goes on until what it gives back is called. */
    go(pace) {
      const child = spawn(binary, [...options, ...ahead, String(pace), "--json"], { stdio: ["ignore", "pipe", "ignore"] });
      const said = [];
      child.stdout.on("data", (chunk) => said.push(chunk));
      const closed = once(child, "close");
      return async () => {
        assert.equal(await ended(child), 0, "what goes on stops cleanly");
        await closed;
        this.entries += JSON.parse(said.join("")).written;
      };
    },
    async serve(listen) {
      const server = spawn(binary, [...options, "serve", "--listen", listen], { stdio: ["ignore", "pipe", "inherit"] });
      const [said] = await once(server.stdout, "data");
      return { address: String(said).trim().replace(/\/$/, ""), stop: () => ended(server) };
    },
  };
}

const grouped = (entries) => entries.toLocaleString("en-US");

/** Waits until the page shows as many entries as the logs hold. */
async function caughtUp(page, { entries }) {
  const shown = page.locator('main a[data-live="entries"]', { hasText: new RegExp(`^${grouped(entries)}$`) });
  await shown.waitFor(PATIENCE);
}

/** Every figure of a page by its key, with where it leads. */
const figures = (page) =>
  page.evaluate(() => Object.fromEntries([...document.querySelectorAll("[data-live]")].map((place) => [place.dataset.live, [place instanceof SVGElement ? place.getAttribute("width") : place.textContent, place.getAttribute("href")]])));

/** Holds the figures to those of the page opened anew. */
async function asOpenedAnew(page) {
  const fresh = await page.context().newPage();
  await fresh.goto(page.url());
  const [moved, anew] = [await figures(page), await figures(fresh)];
  const other = Object.keys(moved).filter((key) => String(moved[key]) !== String(anew[key]));
  assert.deepEqual(other.map((key) => [key, moved[key], anew[key]]), [], "moved figures are those of the page opened anew");
  const more = Object.keys(anew).length > Object.keys(moved).length;
  assert.equal(await page.getByRole("link", { name: "刷新看新的数字" }).count(), more ? 1 : 0, "figures that the page has no place for are offered");
  await fresh.close();
}

/** Notes every time the page goes elsewhere, and how what moved is marked. */
async function watched(page) {
  const went = [];
  page.on("framenavigated", (frame) => frame === page.mainFrame() && went.push(frame.url()));
  await page.evaluate(() => {
    globalThis.marks = [];
    new MutationObserver((changes) => {
      for (const { target } of changes) if (target.classList.contains("moved")) globalThis.marks.push(getComputedStyle(target).animationName);
    }).observe(document.querySelector("main"), { subtree: true, attributeFilter: ["class"] });
  });
  return went;
}

/** Where things are, as the reader sees them. */
const layout = (page, ...places) => Promise.all([page.evaluate(() => scrollY), ...places.map((place) => place.boundingBox())]);

/** What is pointed at and focused stays where it is and as it is; the rest moves. */
async function held(page, logs) {
  await page.locator("[data-live-say]", { hasText: "随记录更新" }).waitFor(PATIENCE);
  const large = page.locator("main dl.large a[data-live]");
  const [pointed, focused] = [large.first(), large.nth(1)];
  const button = page.getByRole("button", { name: "暂停更新" });
  await focused.focus();
  await page.mouse.wheel(0, Math.floor((await pointed.boundingBox()).y) - 40);
  await page.waitForFunction(() => scrollY > 0);
  await pointed.hover();
  const [before, was] = [await figures(page), await layout(page, pointed, focused, button)];
  const key = await pointed.getAttribute("data-live");
  logs.write(400);
  await caughtUp(page, logs);
  const after = await figures(page);
  assert.deepEqual(after[key], before[key], "what is pointed at stays as it is");
  const other = await focused.getAttribute("data-live");
  assert.deepEqual(after[other], before[other], "what has the focus stays as it is");
  assert.ok(Object.keys(after).filter((one) => after[one][0] !== before[one][0]).length > 5, "others move");
  assert.deepEqual(await layout(page, pointed, focused, button), was, "nothing jumps");
  assert.ok(await focused.evaluate((place) => place === document.activeElement), "the focus stays");
  // let go, both move
  await page.mouse.move(2, 2);
  await focused.blur();
  for (const one of [key, other]) {
    await page.waitForFunction(([key, text]) => document.querySelector(`[data-live="${key}"]`).textContent !== text, [one, before[one][0]], PATIENCE);
  }
  await asOpenedAnew(page);
}

/** A reader who stops the figures has them stand still, and go on where they would be. */
async function paused(page, address, logs) {
  await page.getByRole("button", { name: "暂停更新" }).click();
  await page.locator("[data-live-say]", { hasText: "已暂停" }).waitFor();
  const before = await figures(page);
  logs.write(20);
  // a page opened beside has the newer figures; this one was not told
  const beside = await page.context().newPage();
  await beside.goto(`${address}/entries`);
  const heading = beside.locator("main", { hasText: `共 ${grouped(logs.entries)} 条` });
  for (const until = Date.now() + PATIENCE.timeout; (await heading.count()) === 0; await beside.reload()) assert.ok(Date.now() < until, "newer entries are shown");
  await beside.close();
  assert.deepEqual(await figures(page), before, "paused, figures stand still");
  await page.getByRole("button", { name: "继续更新" }).click();
  await caughtUp(page, logs);
}

/** The server goes away and comes back; the page says so, waits and is told what it missed. */
async function restarted(page, server, logs) {
  const tall = () => page.evaluate(() => document.documentElement.scrollHeight);
  const before = await tall();
  assert.equal(await server.stop(), 0, "a server with a page open ends cleanly");
  await page.locator("[data-live-say]", { hasText: "连接中断" }).waitFor(PATIENCE);
  assert.equal(await tall(), before, "saying so moves nothing");
  logs.write(20);
  const again = await logs.serve(new URL(server.address).host);
  assert.equal(again.address, server.address);
  await caughtUp(page, logs);
  await page.locator("[data-live-say]", { hasText: "刚刚更新" }).waitFor(PATIENCE);
  return again;
}

/** A list stays as it is and says how much came; its link shows it. */
async function listed(page, address, logs, { width, holds }) {
  await page.goto(`${address}/cases`);
  const rows = () => page.locator("main table tbody").innerText();
  const before = await rows();
  logs.write(30);
  const link = page.getByRole("link", { name: "刷新查看" });
  await page.locator("[data-live-say]", { hasText: "有 30 条新记录" }).waitFor(PATIENCE);
  assert.equal(await rows(), before, "a list does not move");
  await holds(page, "live-list", width);
  await link.click();
  await page.waitForLoadState();
  assert.equal(await page.locator("[data-events]").getAttribute("data-entries"), String(logs.entries), "it was opened anew");
}

/** All of it at a width. */
export async function live(browser, { binary, scratch, holds, step }) {
  const logs = province(binary, join(scratch, "live"));
  // the year ended on its last day: what goes on is of the next
  logs.write(300);
  let server = await logs.serve("127.0.0.1:0");
  try {
    for (const width of [390, 1440]) {
      const reducedMotion = width === 390 ? "reduce" : "no-preference";
      const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "zh-CN", reducedMotion });
      const page = await context.newPage();
      const broken = [];
      page.on("pageerror", (error) => broken.push(error.message));
      await page.goto(`${server.address}/`);
      const went = await watched(page);
      await held(page, logs);
      const marks = new Set(await page.evaluate(() => globalThis.marks));
      assert.deepEqual([...marks], [width === 390 ? "none" : "moved"], "what moved is marked, without motion where none is wanted");
      await holds(page, "live", width);
      await paused(page, server.address, logs);
      server = await restarted(page, server, logs);
      const stop = logs.go(20);
      const seen = (most) => Number(document.querySelector('main a[data-live="entries"]').textContent.replaceAll(",", "")) > most;
      await page.waitForFunction(seen, logs.entries + 20, PATIENCE);
      await stop();
      await caughtUp(page, logs);
      await asOpenedAnew(page);
      await holds(page, "live-after", width);
      assert.deepEqual(went, [], "the page went nowhere");
      await listed(page, server.address, logs, { width, holds });
      assert.deepEqual(broken, []);
      await context.close();
      step(`live figures ${width}`);
    }
  } finally {
    assert.equal(await server.stop(), 0);
  }
}
