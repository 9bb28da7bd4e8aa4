// A recusal that forces a new draw: the litigant asks, the president decides, the registrar draws again, and the judge who
// left is not drawn.
import assert from "node:assert/strict";

import { atBoth, atDesk, button, byPhone, draws, emptyCourt, files, people, sale, staff } from "./court.mjs";

/** The journey. */
export async function recusal(browser, { binary, scratch, holds, step }) {
  const { address, stop } = await emptyCourt({ binary, scratch }, "recusal");
  try {
    const { name, id } = people.zhang;
    const page = await byPhone(browser, address, "13900004444", { name, id_number: id });
    const filing = await files(page, sale([people.zhang]));
    const registrar = await staff(browser, address, "registrar");
    const first = await draws(registrar, address, filing);

    await page.goto(address + filing);
    await page.locator('main [name="ground"]').fill("承办法官是被告的堂兄");
    await button(page, "申请回避").click();
    await holds(page, "recusal-asked", 390);
    assert.match(await page.locator("main").innerText(), /堂兄/);
    await registrar.goto(address + atDesk(filing));
    assert.equal(await button(registrar, "作出决定").count(), 0, "not for the registrar to decide");

    const president = await staff(browser, address, "president");
    await president.goto(address + atDesk(filing));
    await holds(president, "recusal-decide", 1440);
    await president.locator('main [name="upheld"][value="1"]').check();
    await president.locator('main form[action$="/recusal"] [name="reason"]').fill("经查确系近亲属，准许回避");
    await button(president, "作出决定").click();

    await registrar.goto(address + atDesk(filing));
    await holds(registrar, "recusal-vacant", 1440);
    await button(registrar, "重新抽签").click();
    const heading = registrar.getByRole("heading", { name: /抽签分案：\d+ 号法官/ });
    await heading.waitFor();
    const second = (await heading.innerText()).match(/\d+/)[0];
    assert.notEqual(second, first, "who left is not drawn again");
    await atBoth(registrar, address, new URL(registrar.url()).pathname, "recusal-draw", holds);
    await page.goto(address + filing);
    const told = await page.locator("main").innerText();
    assert.match(told, /准许回避/);
    assert.ok(told.includes(`承办法官 ${second} 号`), told);
    step("a recusal forces a new draw");
  } finally {
    stop();
  }
}
