// A stranger tries every address of the other journeys: signed in as another litigant, as staff of another court, and not at
// all. Nothing of what is there is shown, and nothing is done.
import assert from "node:assert/strict";

import { ELSEWHERE, atDesk, byPhone, draws, emptyCourt, files, people, sale, staff } from "./court.mjs";

/** Sends a form from a page, with its own token if it has one. */
async function sends(page, address, path) {
  return page.evaluate(
    async ([to]) => {
      const me = await fetch("/api/v1/me").then((answer) => (answer.ok ? answer.json() : {}));
      const body = new URLSearchParams({ csrf: me.csrf ?? "", ground: "x", reason: "一个足够长的理由来试一试", number: "1", procedure: "summary", answer: "1" });
      const answer = await fetch(to, { method: "POST", body, redirect: "manual" });
      return { status: answer.status, text: await answer.text() };
    },
    [path],
  );
}

/** The journey. */
export async function stranger(browser, { binary, scratch, holds, step }) {
  const { address, run, stop } = await emptyCourt({ binary, scratch }, "stranger");
  try {
    const { name, id } = people.zhang;
    const page = await byPhone(browser, address, "13900006666", { name, id_number: id });
    const filing = await files(page, sale([people.zhang]));
    const registrar = await staff(browser, address, "registrar");
    await draws(registrar, address, filing);
    const desk = atDesk(filing);
    const pages = [filing, `${filing}/correct`, `${filing}/receipt`, desk, "/desk", "/desk/cases", "/desk/counter", "/desk/relays", "/desk/relays/1", "/desk/import", "/desk/import/ab", "/desk/import/template.xlsx", "/desk/import/ab/faults.csv", "/desk/import/ab/faults.xlsx", "/desk/notices", "/admin", "/admin/journal", "/admin/access", "/admin/tokens"];
    const acts = [...["number", "fee", "recusal", "correct"].map((act) => `${filing}/${act}`), ...["accept", "take", "correction", "refuse", "return", "divert", "reopen", "propose", "approve", "recusal", "classify", "draw"].map((act) => `${desk}/${act}`), "/desk/import/ab/run", "/desk/relays/1/told", "/desk/notices", "/admin/accounts"];

    const nobody = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    for (const shut of pages) {
      await nobody.goto(address + shut);
      assert.match(nobody.url(), /\/sign-in/, shut);
    }
    for (const act of acts) assert.ok([401, 403].includes((await sends(nobody, address, act)).status), act);
    await holds(nobody, "stranger-sign-in", 390);

    const other = await byPhone(browser, address, "13900007777", { name: people.wang.name, id_number: people.wang.id });
    const temporary = run("account", "add", "elsewhere", "--name", "立案员乙", "--role", "registrar", "--court", ELSEWHERE).trim();
    const staffed = await staff(browser, address, "elsewhere", temporary);
    for (const [who, own] of [[other, []], [staffed, ["/desk", "/desk/cases", "/desk/counter", "/desk/relays", "/desk/import", "/desk/import/template.xlsx", "/desk/notices"]]]) {
      for (const shut of pages.filter((path) => !own.includes(path))) {
        const answer = await who.request.get(address + shut, { maxRedirects: 0 });
        const text = await answer.text();
        const away = answer.status() >= 300 && answer.status() < 400;
        assert.ok(away || [403, 404].includes(answer.status()), `${shut}: ${answer.status()}`);
        assert.ok(!text.includes("张三"), shut);
      }
      for (const act of acts.filter((path) => !own.includes(path))) {
        const answer = await sends(who, address, act);
        assert.ok([403, 404, 400].includes(answer.status), `${act}: ${answer.status}`);
        assert.ok(!answer.text.includes("张三"), act);
      }
    }
    await other.goto(address + desk);
    await holds(other, "stranger-denied", 390);
    await staffed.goto(address + desk);
    await holds(staffed, "stranger-denied", 1440);
    await page.goto(address + filing);
    assert.match(await page.locator("main").innerText(), /审理/, "nothing was done to it");
    step("a stranger at every address");
  } finally {
    stop();
  }
}
