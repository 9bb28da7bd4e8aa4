// A lawyer files for three clients: one filing, three plaintiffs, the authority written down; the clients' names stand in
// it and the lawyer follows it.
import assert from "node:assert/strict";

import { atBoth, byPhone, citizen, emptyCourt, files, people, sale, staff, atDesk } from "./court.mjs";

/** The journey. */
export async function lawyer(browser, { binary, scratch, holds, step }) {
  const { address, stop } = await emptyCourt({ binary, scratch }, "lawyer");
  try {
    const who = { kind: "lawyer", name: "孙律师", id_number: citizen("19850505", 5), licence: "12101202010123456", firm: "某某律师事务所" };
    const page = await byPhone(browser, address, "13900002222", who);
    await holds(page, "lawyer-empty", 390);
    const clients = [people.zhang, people.wang, people.zhao];
    const seen = Object.assign(new Set(), { name: "lawyer" });
    const filing = await files(page, sale(clients, { agent: "孙律师，特别授权：代为和解、调解" }), { holds, seen });
    const told = await page.locator("main").innerText();
    for (const client of clients) assert.ok(told.includes(client.name), `${client.name} in ${told}`);
    assert.match(told, /孙律师/);
    await atBoth(page, address, filing, "lawyer-filing", holds);
    await page.goto(`${address}/me`);
    assert.equal(await page.locator(`main a[href="${filing}"]`).count(), 1, "the lawyer follows it");

    const registrar = await staff(browser, address, "registrar");
    await registrar.goto(address + atDesk(filing));
    const desk = await registrar.locator("main").innerText();
    for (const client of clients) assert.ok(desk.includes(client.name), `${client.name} at the desk`);
    await holds(registrar, "lawyer-desk", 1440);
    step("a lawyer files for three clients");
  } finally {
    stop();
  }
}
