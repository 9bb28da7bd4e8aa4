// Reports and bulletins: chosen on a page, taken along as files, read month by month.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** From the list of reports to the files, and through the bulletins. */
export async function papers(page, address, scratch, holds, width) {
  await page.goto(`${address}/`);
  await page.getByRole("link", { name: "报告", exact: true }).click();
  await holds(page, "reports", width);
  await page.getByLabel("法院", { exact: true }).selectOption({ label: "沈阳中院" });
  await page.getByRole("button", { name: "查看" }).click();
  assert.match(await page.locator("main").innerText(), /辽宁省沈阳市中级人民法院2020年工作报告/);
  await holds(page, "report-court", width);
  await onPaper(page, address, scratch, width);
  const text = await (await page.request.get(`${address}/reports/2020.md`)).text();
  assert.match(text, /^# 辽宁省法院2020年工作报告/);
  await page.goto(`${address}/reports?year=2020`);
  await page.getByRole("link", { name: "9月", exact: true }).click();
  assert.equal(await page.locator("h1").innerText(), "辽宁省法院2020年9月审判质效通报");
  await holds(page, "bulletin", width);
  await page.getByRole("link", { name: "上月" }).click();
  assert.match(page.url(), /\/bulletins\/2020\/8$/);
}

/** The files a typesetter made. */
async function onPaper(page, address, scratch, width) {
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Word" }).click();
  const file = await download;
  assert.match(file.suggestedFilename(), /沈阳市中级人民法院2020年工作报告\.docx$/);
  const path = join(scratch, `report-${width}.docx`);
  await file.saveAs(path);
  assert.equal(readFileSync(path).subarray(0, 2).toString(), "PK");
  const pdf = await page.request.get(`${address}/reports/2020.pdf`);
  assert.equal(pdf.headers()["content-type"], "application/pdf");
  assert.equal((await pdf.body()).subarray(0, 5).toString(), "%PDF-");
}
