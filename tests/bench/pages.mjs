// The pages of a site as its readers reach them: link by link from the front page, a bounded number of each kind.

/** What readers open most, so that the mix leans to it; kinds that are not named weigh 2. */
const WEIGHTS = { "/": 6, "/courts/*": 6, "/indicators/*": 6, "/cases": 10, "/cases/*/*": 10, "/entries/*/*": 6, "/entries": 3 };

/** What a page's address is an example of: names of courts, figures and matters put aside. */
export function kind(path) {
  const parts = path.split("?")[0].split("/").slice(1);
  return "/" + parts.map((part, at) => (at > 0 && parts[0] !== "api" && part !== "docket" ? "*" : part)).join("/");
}

/** Addresses by kind; files for download are no pages. */
export async function crawl(address, random, most = 150) {
  const kinds = new Map();
  const seen = new Set();
  let ahead = ["/"];
  const decode = (text) => text.replaceAll("&amp;", "&").replaceAll("&#38;", "&").replaceAll("&#x26;", "&");
  for (let depth = 0; depth < 6 && ahead.length > 0; depth += 1) {
    const found = new Set();
    for (const path of ahead) {
      const answer = await fetch(address + path);
      const html = (answer.headers.get("content-type") ?? "").includes("html");
      if (answer.status !== 200 || !html) continue;
      kinds.set(kind(path), [...(kinds.get(kind(path)) ?? []), path]);
      for (const [, link] of (await answer.text()).matchAll(/href="(\/[^"]*)"/g)) found.add(decode(link).split("#")[0]);
    }
    const fresh = [...found].filter((path) => !seen.has(path) && !/^\/assets|\.(csv|xlsx|pdf|docx|md|json|jsonl|svg|ico)(\?|$)|\/exports\//.test(path));
    fresh.forEach((path) => seen.add(path));
    const shares = new Map();
    ahead = fresh
      .map((path) => [random(), path])
      .sort(([a], [b]) => a - b)
      .map(([, path]) => path)
      .filter((path) => {
        const n = (shares.get(kind(path)) ?? kinds.get(kind(path))?.length ?? 0) + 1;
        shares.set(kind(path), n);
        return n <= most;
      });
  }
  return kinds;
}

/** A long walk over all kinds, each as often as it is read. */
export function mix(kinds, random, length) {
  const weighted = [...kinds].map(([name, paths]) => [WEIGHTS[name] ?? 2, paths]);
  const all = weighted.reduce((sum, [weight]) => sum + weight, 0);
  return Array.from({ length }, () => {
    let at = random() * all;
    const [, paths] = weighted.find(([weight]) => (at -= weight) < 0) ?? weighted[0];
    return paths[Math.floor(random() * paths.length)];
  });
}
