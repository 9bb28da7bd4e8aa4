// A refusal: the registrar rules that a filing is not accepted, with its ground; the litigant reads it on the phone, and what
// can be done about it.
import assert from "node:assert/strict";

import { atBoth, atDesk, button, byPhone, emptyCourt, files, people, sale, staff } from "./court.mjs";

/** The journey. */
export async function refusal(browser, { binary, scratch, holds, step }) {
  const { address, stop } = await emptyCourt({ binary, scratch }, "refusal");
  try {
    const { name, id } = people.zhang;
    const page = await byPhone(browser, address, "13900003333", { name, id_number: id });
    const filing = await files(page, sale([people.zhang]));
    const registrar = await staff(browser, address, "registrar");
    await registrar.goto(address + atDesk(filing));
    await button(registrar, "裁定不予受理").click();
    assert.match(await registrar.locator("main").innerText(), /理由/, "a refusal says why");
    await registrar.goto(address + atDesk(filing));
    await registrar.locator('form[action$="/refuse"] [name="code"]').selectOption("arbitration");
    await registrar.locator('form[action$="/refuse"] [name="ground"]').fill("双方约定了仲裁，不属于人民法院受理的范围");
    await button(registrar, "裁定不予受理").click();
    await atBoth(registrar, address, atDesk(filing), "refusal-desk", holds);
    assert.equal(await button(registrar, "登记立案").count(), 0, "what was refused is not accepted");

    await page.goto(address + filing);
    const told = await page.locator("main").innerText();
    assert.match(told, /约定了仲裁/);
    assert.match(told, /可以上诉[\s\S]*十日内/);
    await atBoth(page, address, filing, "refusal-filing", holds);
    step("a refusal with its ground");
  } finally {
    stop();
  }
}
