// Old cases from a spreadsheet: a dry run that names every wrong row, the list of faults as a file, then all of them at once;
// the same file a second time is refused.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { COURT, atBoth, button, emptyCourt, staff } from "./court.mjs";

const HEADS = ["案号", "案由", "原告或申请人", "原告类型", "被告或被申请人", "被告类型", "标的额", "收到日期", "立案日期", "分案日期", "承办法官", "适用程序", "开庭日期", "结案日期", "结案方式"];

/** A judged sale of 2020, in the order of the heads. */
const row = (serial, judge, more = {}) => {
  const given = {
    案号: `（2020）${COURT}民初${serial}号`, 案由: "买卖合同纠纷", 原告或申请人: "张三", 原告类型: "自然人",
    被告或被申请人: "某某公司", 被告类型: "单位", 标的额: "100000", 收到日期: "2020-03-02", 立案日期: "2020年3月4日",
    分案日期: "2020-03-05", 承办法官: judge, 适用程序: "简易程序", 开庭日期: "2020-04-01", 结案日期: "2020-05-08", 结案方式: "判决", ...more,
  };
  return HEADS.map((head) => given[head]).join(",");
};

const table = (rows) => `${HEADS.join(",")}\r\n${rows.join("\r\n")}\r\n`;

async function uploads(page, address, file) {
  await page.goto(`${address}/desk/import`);
  await page.locator('input[type="file"]').setInputFiles(file);
  await button(page, "上传并核对").click();
  await page.getByRole("heading", { name: /核对结果|不能核对/ }).waitFor();
}

/** The journey. */
export async function imports(browser, { binary, scratch, holds, step }) {
  const { address, stop } = await emptyCourt({ binary, scratch }, "import");
  try {
    const page = await staff(browser, address, "registrar");
    await page.getByRole("link", { name: "导入旧案" }).click();
    await atBoth(page, address, "/desk/import", "import", holds);
    const template = page.waitForEvent("download");
    await page.getByRole("link", { name: /下载模板/ }).click();
    assert.equal(readFileSync(await (await template).path()).subarray(0, 2).toString(), "PK");

    const judge = `judge${await firstJudge(browser, address)}`;
    const file = join(scratch, "old.csv");
    writeFileSync(file, table([row(1, judge), row(2, judge, { 标的额: "一百元", 结案方式: "不了了之" }), row(1, judge)]));
    await uploads(page, address, file);
    const found = await page.locator("main").innerText();
    for (const words of ["读到 3 行，其中 2 行有误", "不是金额", "没有这种结案方式", "与第 2 行的案号相同"]) assert.ok(found.includes(words), `${words} in ${found}`);
    assert.equal(await page.getByRole("button", { name: /^导入这/ }).count(), 0, "what is wrong is not imported");
    await atBoth(page, address, new URL(page.url()).pathname, "import-faults", holds);
    const faults = page.waitForEvent("download");
    await page.getByRole("link", { name: /CSV/ }).click();
    const listed = readFileSync(await (await faults).path(), "utf8");
    assert.equal(listed.trimEnd().split("\r\n").length, 4, listed);

    writeFileSync(file, Buffer.from("%PDF-1.7"));
    await uploads(page, address, file);
    assert.match(await page.locator("main").innerText(), /PDF[\s\S]*另存为/);
    await holds(page, "import-no-table", 1440);

    writeFileSync(file, table([row(1, judge), row(2, judge), row(5, judge, { 结案日期: "", 结案方式: "" })]));
    await uploads(page, address, file);
    const sound = await page.locator("main").innerText();
    assert.match(sound, /全部无误/);
    assert.match(sound, /2 个：3、4/, "the gap is told");
    await atBoth(page, address, new URL(page.url()).pathname, "import-sound", holds);
    await button(page, "导入这 3 件旧案").click();
    await page.getByRole("heading", { name: "导入完成" }).waitFor();
    await holds(page, "import-done", 1440);
    await page.getByRole("link", { name: "看这条记录和回执" }).click();
    assert.match(await page.locator("main").innerText(), /下载回执/, "what was imported is proven");
    await uploads(page, address, file);
    assert.match(await page.locator("main").innerText(), /已经导入过/);
    step("old cases from a spreadsheet");
  } finally {
    stop();
  }
}

/** The number of a judge of the court, as the administrator sees it. */
async function firstJudge(browser, address) {
  const admin = await staff(browser, address, "admin");
  const found = (await admin.locator("main").innerText()).match(/judge(\d+)/);
  await admin.context().close();
  return found[1];
}
