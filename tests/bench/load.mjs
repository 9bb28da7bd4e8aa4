// 200 requests a second over a mix of all pages, at an even pace whatever the answers take, for a minute.
import { performance } from "node:perf_hooks";

import { crawl, kind, mix } from "./pages.mjs";
import { chance, library, print, serve } from "./server.mjs";

const RATE = 200;
const SECONDS = 60;

const { loadTest } = library("loadtest");
const random = chance(2020);
const server = await serve();
try {
  const kinds = await crawl(server.address, random);
  if (process.env.MINGJING_KINDS) await each(kinds);
  const walk = mix(kinds, random, RATE * SECONDS);
  let at = 0;
  const result = await loadTest({
    url: server.address,
    requestsPerSecond: RATE,
    maxSeconds: SECONDS,
    agentKeepAlive: true,
    quiet: true,
    headers: { "accept-encoding": "gzip" },
    requestGenerator: (_, options, request, done) => {
      const asked = request({ ...options, path: encodeURI(decodeURI(walk[at++ % walk.length])) }, done);
      asked.end();
      return asked;
    },
  });
  const failed = result.totalErrors;
  print("load", "kinds of pages", kinds.size, "kinds", `${[...kinds.values()].flat().length} addresses`);
  print("load", "answered", result.totalRequests / result.elapsedSeconds, "requests/s", `at ${RATE}`);
  print("load", "not answered well", failed, "requests", "0");
  print("load", "median", result.percentiles["50"], "ms", "");
  print("load", "p99", result.percentiles["99"], "ms", "at most 50");
  print("load", "highest", result.maxLatencyMs, "ms", "");
  print("load", "peak memory of the server", server.memory("VmHWM") / 1e6, "MB", "at most 1000");
  process.exitCode = failed > 0 ? 1 : 0;
} finally {
  server.stop();
}

/** How long each kind takes when asked alone: told beside, to find what is slow. */
async function each(kinds) {
  for (const [name, paths] of kinds) {
    const times = [];
    for (const path of paths) {
      const start = performance.now();
      await (await fetch(server.address + path)).arrayBuffer();
      times.push([performance.now() - start, path]);
    }
    times.sort(([a], [b]) => a - b);
    const [slowest, path] = times.at(-1);
    console.error(`${kind(name).padEnd(28)} ${paths.length} median ${times[times.length >> 1][0].toFixed(1)} ms, slowest ${slowest.toFixed(1)} ms ${path}`);
  }
}
