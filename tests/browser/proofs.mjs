// Proofs in the browser: a receipt handed in as file, picture and text; a forged one; a court's log and its heads.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";

/** The verification page: browser and server come to the same verdict, and a forged receipt is refused by both. */
export async function verifies(page, address, { file, width, holds }) {
  const verdicts = async (sound) => {
    await page.locator("[data-browser] ul.checks").waitFor();
    const found = await page.locator("#verdict ul.checks[data-sound]").evaluateAll((lists) => lists.map((list) => list.dataset.sound));
    assert.deepEqual(found, [String(sound), String(sound)], "both verdicts agree");
  };
  await page.goto(`${address}/verify`);
  await holds(page, "verify", width);
  await page.locator("#v-file").setInputFiles(file);
  await page.getByText("核对完毕").waitFor();
  await verdicts(true);
  assert.match(await page.locator("#verdict").innerText(), /回执成立[\s\S]*仍是它的延续/);
  await holds(page, "verify-sound", width);

  await page.goto(`${address}/verify`);
  await page.locator("#v-text").fill(readFileSync(`${file}.forged`, "utf8"));
  await page.getByRole("button", { name: "核对" }).click();
  await verdicts(false);
  assert.match(await page.locator("#verdict").innerText(), /回执不成立/);
  await holds(page, "verify-forged", width);

  await page.goto(`${address}/verify`);
  await page.locator("#v-text").fill('{"<img src=x onerror=alert(1)>": "\u202e"}');
  await page.getByRole("button", { name: "核对" }).click();
  await verdicts(false);
  assert.match(await page.locator("#verdict").innerText(), /不是回执/);
}

/** The QR code on an entry's page, photographed, is read and holds. */
export async function reads(page, address, { entry, file, width, holds }) {
  await page.goto(`${address}${entry}`);
  await page.getByText("回执的二维码").click();
  const code = page.locator("img.qr");
  await code.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelector("img.qr")?.naturalWidth > 0);
  await holds(page, "entry-qr", width);
  const drawn = await (await page.request.get(`${address}${entry}/receipt.svg`)).text();
  const sheet = await page.context().newPage();
  const side = 8 * Number(/viewBox="0 0 (\d+)/.exec(drawn)[1]);
  await sheet.setViewportSize({ width: side, height: side });
  await sheet.setContent(`<body style="margin:0">${drawn.replace("<svg ", `<svg width="${side}" height="${side}" `)}</body>`);
  const picture = `${file}.png`;
  writeFileSync(picture, await sheet.locator("svg").screenshot());
  await sheet.close();
  await page.goto(`${address}/verify`);
  await page.locator("#v-file").setInputFiles(picture);
  await page.getByText("核对完毕").waitFor();
  assert.match(await page.locator("#verdict").innerText(), /回执成立/);
}

/** A court's log: its heads, and any two of them proved to belong together, checked again as a file. */
export async function docket(page, address, { code, width, holds }) {
  await page.goto(`${address}/courts/${code}/docket`);
  await holds(page, "docket", width);
  const sizes = await page.locator("#heads tbody th").allInnerTexts();
  assert.ok(sizes.length > 0, "there is a head");
  const [to, from] = [sizes[0], sizes.at(-1)];
  await page.locator("#d-from").fill(from);
  await page.locator("#d-to").fill(to);
  await page.locator("#between button").click();
  assert.match(await page.locator("#between").innerText(), /原样包含/);
  await holds(page, "docket-between", width);
  const href = await page.locator("#between a[download]").getAttribute("href");
  const proof = await (await page.request.get(address + href)).text();
  await page.goto(`${address}/verify`);
  await page.locator("#v-text").fill(proof);
  await page.getByRole("button", { name: "核对" }).click();
  await page.locator("[data-browser] ul.checks[data-sound=true]").waitFor();
  assert.match(await page.locator("#verdict").innerText(), /首尾相连/);
}
