// A server over the full year for the benches of pages: made once, served on a free loopback port, ended with the bench.
import { execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
export const binary = join(process.env.CARGO_TARGET_DIR ?? join(root, "target"), "debug/mingjing");
const said = process.argv.indexOf("--scale");
export const scale = said > 0 ? process.argv[said + 1] : "1";
export const data = process.env.MINGJING_DATA ?? join(root, "var");

export const library = createRequire(join(root, "web/package.json"));

/** Makes the year if it is not there, serves it, and gives its address, its memory and how to stop it. */
export async function serve() {
  execFileSync(binary, ["--data", data, "internal", "bench", "year", "--scale", scale], { stdio: ["ignore", "ignore", "inherit"] });
  return serveOver(`sqlite://${data}/bench/year-${scale}.db`);
}

/** Serves a database with the keys and files of a data folder. */
export async function serveOver(db, folder = data) {
  const options = ["--db", db, "--data", folder];
  const server = spawn(binary, [...options, "serve", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((done, fail) => {
    server.stdout.on("data", (chunk) => done(String(chunk).trim().split("\n")[0].replace(/\/$/, "")));
    server.on("exit", (code) => fail(new Error(`the server ended with ${code}`)));
  });
  const memory = (name) => Number(readFileSync(`/proc/${server.pid}/status`, "utf8").match(new RegExp(`${name}:\\s+(\\d+)`))[1]) * 1024;
  const forgetPeak = () => writeFileSync(`/proc/${server.pid}/clear_refs`, "5");
  const busy = () => {
    const [user, system] = readFileSync(`/proc/${server.pid}/stat`, "utf8").split(") ")[1].split(" ").slice(11, 13);
    return (Number(user) + Number(system)) * 10;
  };
  /** What a server reads into memory when it starts is read: it rests. */
  const rests = async () => {
    for (let before = busy(), still = 0; still < 3; ) {
      await new Promise((done) => setTimeout(done, 1000));
      const now = busy();
      still = now - before < 50 ? still + 1 : 0;
      before = now;
    }
  };
  return { address, busy, forgetPeak, memory, rests, stop: () => server.kill("SIGINT") };
}

/** Prints one measurement. */
export function print(bench, metric, value, unit, against) {
  console.log(JSON.stringify({ bench, metric, value: Math.round(value * 1000) / 1000, unit, against }));
}

/** A generator of numbers in [0, 1) that gives the same ones in each run (xorshift). */
export function chance(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
