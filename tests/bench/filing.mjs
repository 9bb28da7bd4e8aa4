// A hundred filings a second at an even pace over a full year, each from the whole complaint to the receipt in hand; then the
// list of cases as every role may see it. The year is copied first, so that the other benches find theirs as it was.
import { execFileSync } from "node:child_process";
import { performance } from "node:perf_hooks";

import { binary, chance, data, print, scale, serveOver } from "./server.mjs";

const RATE = Number(process.env.RATE ?? 100);
const SECONDS = Number(process.env.SECS ?? 30);
const LISTS = Number(process.env.LISTS ?? 60);

const told = execFileSync(binary, ["--data", data, "internal", "bench", "visitors", "--scale", scale], { encoding: "utf8" });
const { agent, cookies, data: folder, db, token } = JSON.parse(told.trim().split("\n").at(-1));
const server = await serveOver(db, folder);
const random = chance(2020);

/** A complaint as a bank hands them in by the dozen. */
function complaint(court, n) {
  return {
    address: "沈阳市和平区南京街1号",
    cause: "金融借款合同纠纷",
    claims: [{ text: "判令被告偿还借款本金", amount: 5_000_000 + n }],
    court,
    defendants: [{ name: `被告${n}`, domicile: "沈阳市沈河区青年大街2号" }],
    electronic: true,
    evidence: [{ name: "借款合同", proves: "借款关系成立" }],
    facts: "2018年5月，被告向原告借款，约定一年后归还。到期后被告没有归还，多次催要未果。",
    plaintiffs: [
      { kind: "organisation", name: "某商业银行股份有限公司沈阳分行", id: "91350100M000100Y43", domicile: "沈阳市和平区南京街1号", phone: "13811110000", head: "王五" },
    ],
    signed: true,
  };
}

async function files(court, n) {
  const begun = performance.now();
  const filed = await fetch(`${server.address}/api/v1/filings`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "idempotency-key": `bench-${n}` },
    body: JSON.stringify(complaint(court, n)),
  });
  if (filed.status !== 201) throw new Error(`${filed.status} ${await filed.text()}`);
  const { receipt } = await filed.json();
  const held = await fetch(server.address + receipt);
  if (held.status !== 200) throw new Error(`${held.status} ${await held.text()}`);
  await held.text();
  return performance.now() - begun;
}

const share = (list, of) => list.sort((a, b) => a - b)[Math.floor((list.length - 1) * of)];

try {
  const courts = (await (await fetch(`${server.address}/api/v1/courts`)).json()).courts.map((court) => court.code);
  for (let n = 0; n < 20; n++) await files(courts[n], -1 - n);
  await server.rests();
  const under_way = [];
  const begun = performance.now();
  for (let n = 0; n < RATE * SECONDS; n++) {
    const wait = begun + (n * 1000) / RATE - performance.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    under_way.push(files(courts[Math.floor(random() * courts.length)], n));
  }
  const took = await Promise.all(under_way);
  const seconds = (performance.now() - begun) / 1000;
  print("filing", "filed, each with its receipt", took.length / seconds, "filings/s", `at ${RATE}`);
  print("filing", "file to receipt, median", share(took, 0.5), "ms", "");
  print("filing", "file to receipt, p99", share(took, 0.99), "ms", "at most 40");
  let slowest = ["", 0];
  for (const [role, cookie] of Object.entries(cookies)) {
    const times = [];
    let before = "";
    for (let n = 0; n < LISTS; n++) {
      const asked = performance.now();
      const page = await fetch(`${server.address}/api/v1/desk/cases?before=${before}`, {
        headers: { cookie: `__Host-session=${cookie}`, "user-agent": agent },
      });
      const text = await page.text();
      // an administrator and discipline list no cases
      if (page.status === 403) break;
      if (page.status !== 200) throw new Error(`${role} ${page.status} ${text}`);
      times.push(performance.now() - asked);
      before = JSON.parse(text).next ?? "";
    }
    const p99 = share(times, 0.99) ?? 0;
    if (p99 > slowest[1]) slowest = [role, p99];
  }
  print("filing", `a list of 50 cases, p99, the slowest role (${slowest[0]})`, slowest[1], "ms", "at most 50");
  print("filing", "peak memory of the server", server.memory("VmHWM") / 1e6, "MB", "");
} finally {
  server.stop();
}
