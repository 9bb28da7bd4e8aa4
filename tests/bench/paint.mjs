// What a phone on a slow network waits for and is sent: first contentful paint and weight of each kind of page, nothing
// kept from before. The profile: 1.6 Mbit/s down, 150 ms round trip, a processor four times slower.

import { crawl } from "./pages.mjs";
import { chance, library, print, serve } from "./server.mjs";

const { chromium, devices } = library("playwright-core");
const ROUNDS = 3;

const server = await serve();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
try {
  const kinds = await crawl(server.address, chance(2020), 30);
  const seen = [];
  for (const [name, [path]] of kinds) {
    await fetch(server.address + path); // what a first reader ever waits for is another figure
    const rounds = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await look(path));
    const paint = rounds.map((one) => one.paint).sort((a, b) => a - b)[ROUNDS >> 1];
    seen.push({ name, path, paint, weight: rounds[0].weight });
  }
  if (process.env.MINGJING_KINDS) for (const one of seen) console.error(one);
  const most = (key) => seen.reduce((a, b) => (b[key] > a[key] ? b : a));
  const sorted = seen.map((one) => one.paint).sort((a, b) => a - b);
  print("paint", "first contentful paint, median kind", sorted[sorted.length >> 1], "ms", "");
  print("paint", `first contentful paint, slowest kind ${most("paint").name}`, most("paint").paint, "ms", "at most 1000");
  print("paint", `heaviest kind ${most("weight").name}, compressed`, most("weight").weight / 1000, "kB", "at most 250");
} finally {
  await browser.close();
  server.stop();
}

/** One visit with an empty cache. */
async function look(path) {
  const context = await browser.newContext({ ...devices["Pixel 7"], locale: "zh-CN" });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  let weight = 0;
  session.on("Network.loadingFinished", (event) => (weight += event.encodedDataLength));
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 });
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.goto(server.address + path, { waitUntil: "load" });
  // what comes after the load: charts; a stream of live figures never ends and is not waited for
  await page.waitForTimeout(2_000);
  const paint = await page.evaluate(
    () => new Promise((done) => new PerformanceObserver((list) => done(list.getEntriesByName("first-contentful-paint")[0]?.startTime)).observe({ type: "paint", buffered: true })),
  );
  await context.close();
  return { paint, weight };
}
