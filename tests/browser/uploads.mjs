// Files handed in from a phone: pictures and a long text, one of them no picture at all; the connection is lost in the middle
// and comes back; each ends with the digest of what was chosen.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createRequire } from "node:module";

const { PNG } = createRequire(new URL("../../web/package.json", import.meta.url))("pngjs");

const digest = (bytes) => createHash("sm3").update(bytes).digest("hex");

/** A photograph of sorts. */
function photograph(shade) {
  const picture = new PNG({ width: 320, height: 240 });
  for (let at = 0; at < picture.data.length; at++) picture.data[at] = at % 4 === 3 ? 255 : (at * shade) % 251;
  return PNG.sync.write(picture);
}

const line = (page, name) => page.locator("[data-files] li", { hasText: name });

/** Adds files at the evidence of a draft; leaves a piece of evidence that is one of them. */
export async function uploads(page, holds) {
  await holds(page, "evidence-empty", 390);
  const photo = photograph(7);
  const exe = Buffer.concat([Buffer.from("MZ\x90\0\x03\0\0\0", "latin1"), Buffer.alloc(9000)]);
  const chooser = page.getByLabel("选择文件或者拍照");
  await chooser.setInputFiles([
    { name: "送货单.png", mimeType: "image/png", buffer: photo },
    { name: "合同.pdf", mimeType: "application/pdf", buffer: exe },
  ]);
  await line(page, "合同.pdf").locator(".said").waitFor();
  assert.match(await line(page, "合同.pdf").innerText(), /内容是 Windows 程序/);
  await page.locator("[data-told]", { hasText: "都传完了" }).waitFor();
  await page.locator("[data-count]", { hasText: "1 个文件" }).waitFor();
  assert.match(await line(page, "送货单.png").innerText(), new RegExp(digest(photo)));

  // the connection is lost in the middle of a long file
  const long = Buffer.from("对方：货收到了，下月付款。\n".repeat(300_000));
  const network = await page.context().newCDPSession(page);
  const slowly = { offline: false, latency: 20, downloadThroughput: 4e6, uploadThroughput: 4e6 };
  await network.send("Network.enable");
  await network.send("Network.emulateNetworkConditions", slowly);
  await chooser.setInputFiles({ name: "聊天记录.txt", mimeType: "text/plain", buffer: long });
  await page.waitForFunction(() => (document.querySelector("[data-files] progress:not([hidden])")?.value ?? 0) > 1e6);
  await network.send("Network.emulateNetworkConditions", { ...slowly, offline: true });
  await page.waitForTimeout(1500);
  await network.send("Network.emulateNetworkConditions", { ...slowly, uploadThroughput: -1, downloadThroughput: -1 });
  await page.locator("[data-count]", { hasText: "2 个文件" }).waitFor();
  assert.match(await line(page, "聊天记录.txt").innerText(), new RegExp(digest(long)));
  await network.detach();

  // a third is taken away again
  await chooser.setInputFiles({ name: "拿错了.png", mimeType: "image/png", buffer: photograph(3) });
  await page.locator("[data-count]", { hasText: "3 个文件" }).waitFor();
  await page.getByRole("button", { name: "删除 拿错了.png" }).click();
  await page.locator("[data-count]", { hasText: "2 个文件" }).waitFor();
  assert.equal(await line(page, "拿错了.png").count(), 0);

  await page.getByLabel("第 1 件证据").fill("送货单三张");
  await page.getByLabel("证明什么").first().fill("已经交货");
  await page.getByLabel("第 2 件证据").fill("聊天记录");
  await page.getByLabel("证明什么").nth(1).fill("被告承认收货");
  assert.equal(await page.getByLabel("对应的文件").first().inputValue(), digest(photo));
  await holds(page, "evidence", 390);
  return [digest(photo), digest(long)];
}

/** Adds a file in a correction; it can be named as a piece of evidence at once. */
export async function adds(page) {
  await page.getByLabel("选择文件或者拍照").setInputFiles({ name: "送货单（清楚）.png", mimeType: "image/png", buffer: photograph(11) });
  await page.locator("[data-count]", { hasText: "1 个文件" }).waitFor();
  const name = page.getByLabel("第 3 件证据");
  await name.fill("重新拍照的送货单");
  await page.getByLabel("证明什么").nth(2).fill("送货的数量和金额");
  assert.match(await page.getByLabel("对应的文件").nth(2).locator("option:checked").innerText(), /清楚/);
}
