// From a figure to its first fifty cases, and lists in any order, over the full year: one reader, one page after another,
// none of them asked for before.
import { chance, print, serve } from "./server.mjs";

const FIGURES = 600;
const SORTS = ["accepted", "-accepted", "closed", "-closed", "amount", "-amount", "running", "-running"];
const FILTERS = ["", "open=1", "overdue=1", "class=civil", "state=closed", "word=民初", "cause=民间借贷纠纷", "from=2020-03-01&to=2020-06-30", "amount_from=100000&amount_to=500000", "livelihood=1", "open=1&class=enforcement", "judge=1012"];

const random = chance(2020);
const any = (list) => list[Math.floor(random() * list.length)];
const server = await serve();
const get = async (path) => {
  const began = performance.now();
  const answer = await fetch(server.address + encodeURI(path));
  const text = await answer.text();
  return { path, ms: performance.now() - began, ok: answer.status === 200 && /<main/.test(text) };
};

async function all(bench, name, paths, limit) {
  const seen = [];
  for (const path of paths) seen.push(await get(path));
  const good = seen.filter((one) => one.ok).sort((a, b) => a.ms - b.ms);
  if (good.length < paths.length * 0.8) throw new Error(`${name}: ${paths.length - good.length} of ${paths.length} pages failed, such as ${seen.find((one) => !one.ok)?.path}`);
  const at = (share) => good[Math.min(good.length - 1, Math.floor(good.length * share))];
  if (process.env.MINGJING_KINDS) for (const one of good.slice(-12)) console.error(one.ms.toFixed(1), one.path);
  print(bench, `${name}, median`, at(0.5).ms, "ms", "");
  print(bench, `${name}, 99th percentile of ${good.length}`, at(0.99).ms, "ms", `at most ${limit}`);
}

try {
  await get("/");
  await get("/cases");
  const { indicators } = await (await fetch(`${server.address}/api/v1/indicators`)).json();
  const { courts } = await (await fetch(`${server.address}/api/v1/courts`)).json();
  const figure = () => {
    const court = random() < 0.6 ? `&court=${1 + Math.floor(random() * courts.length)}` : "";
    const when = any(["", "", `&month=${1 + Math.floor(random() * 12)}`, `&through=${1 + Math.floor(random() * 12)}`]);
    return `/cases?figure=${any(indicators).id}&part=${any(["num", "den"])}&year=2020${when}${court}`;
  };
  await all("drill", "from a figure to its first 50 cases", Array.from({ length: FIGURES }, figure), 100);
  const filters = (pair) => pair.filter((one, at) => one !== "" && pair.indexOf(one) === at).join("&");
  const orders = FILTERS.flatMap((one) => SORTS.map((sort) => `/cases?${filters([one, `sort=${sort}`])}`));
  await all("drill", "a list by one condition in any order", orders, 100);
  const pairs = Array.from({ length: 100 }, () => `/cases?${filters([any(FILTERS), any(FILTERS), `court=${courts[Math.floor(random() * courts.length)].code}`, `sort=${any(SORTS)}`])}`);
  await all("drill", "a list by several conditions in any order", [...new Set(pairs)], 100);
  await all("drill", "entries of a kind", ["case.accepted.v1", "case.closed.v1", "hearing.held.v1", "document.published.v1", "document.served.v1"].map((kind) => `/entries?kind=${kind}`), 50);
  await all("drill", "a search", ["民初77号", "1234号", "结案", "借贷", "沈阳", "2020 辽01 民终", "执1号", "树", "辽0102民初5号"].map((q) => `/search?q=${q}`), 100);
  print("drill", "memory at its highest", server.memory("VmHWM") / 1e6, "MB", "");
} finally {
  server.stop();
}
