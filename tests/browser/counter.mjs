// Paper at the counter for another court: taken in here, decided there. Each court's desk shows how long it has waited; the
// answer comes back and the party is told on the spot.
import assert from "node:assert/strict";

import { COURT, ELSEWHERE, atBoth, button, emptyCourt, fills, people, sale, staff } from "./court.mjs";

/** The journey. */
export async function counter(browser, { binary, scratch, holds, step }) {
  const { address, run, stop } = await emptyCourt({ binary, scratch }, "counter");
  try {
    const registrar = await staff(browser, address, "registrar");
    await atBoth(registrar, address, "/desk/counter", "counter-empty", holds);
    assert.match(await registrar.locator("main").innerText(), /谁负责什么/);
    await button(registrar, "开始收件").click();
    await fills(registrar, sale([people.wang], { court: ELSEWHERE, electronic: false }));
    await button(registrar, "提交立案").click();
    await registrar.waitForURL((url) => !url.pathname.startsWith("/drafts/"));

    await atBoth(registrar, address, "/desk/relays", "relays", holds);
    await registrar.locator('main a[href^="/desk/relays/"]').first().click();
    const relay = new URL(registrar.url()).pathname;
    assert.match(await registrar.locator("main").innerText(), /管辖法院答复/);
    await atBoth(registrar, address, relay, "relay-waiting", holds);

    const temporary = run("account", "add", "elsewhere", "--name", "立案员乙", "--role", "registrar", "--court", ELSEWHERE).trim();
    const decides = await staff(browser, address, "elsewhere", temporary);
    assert.match(await decides.locator("main").innerText(), /等本院答复/);
    await atBoth(decides, address, "/desk", "relayed-desk", holds);
    await decides.locator('main a[href*="/desk/"]', { hasText: "买卖合同纠纷" }).first().click();
    const there = new URL(decides.url()).pathname;
    assert.ok(decodeURIComponent(there).includes(ELSEWHERE) && !decodeURIComponent(there).includes(COURT), there);
    assert.match(await decides.locator("main").innerText(), /跨域收件已等/);
    await button(decides, "先接收，七日内决定").click();
    assert.match(await decides.locator("main").innerText(), /已经答复协作法院/);
    await atBoth(decides, address, there, "relayed-taken", holds);

    await registrar.goto(address + relay);
    assert.match(await registrar.locator("main").innerText(), /管辖法院已经接收/);
    await button(registrar, "已当场告知当事人").click();
    assert.equal(await button(registrar, "已当场告知当事人").count(), 0, "told once");
    await decides.goto(address + there);
    await button(decides, "登记立案").click();
    await registrar.goto(address + relay);
    assert.match(await registrar.locator("main").innerText(), /已经立案，案号 （\d+）辽0103民初1号/);
    await atBoth(registrar, address, relay, "relay-answered", holds);
    await button(registrar, "已当场告知当事人").click();
    await registrar.goto(address + there);
    assert.match(await registrar.locator("main").innerText(), /不能办理/, "who takes in does not decide");
    step("papers at the counter for another court");
  } finally {
    stop();
  }
}
