// What readers may be sent and what data may hold: forged, endless and hostile addresses, and a docket whose names are
// script, run from right to left, or never end. Nothing runs, nothing turns round, nothing is wider than the window.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";

const SCRIPT = "<script>document.title='被改'</script><img src=x onerror=alert(1)>";
const enc = encodeURIComponent;

/** Addresses that ask for what is not there or cannot be read: path, status, what the page must say. */
const ADDRESSES = [
  ["unknown-court", `/courts/${enc("辽9999")}`, 404, /没有代字为“辽9999”的法院/],
  ["unknown-case", `/cases/${enc("辽0102")}/999999999`, 404, /没有找到/],
  ["unknown-entry", `/entries/${enc("辽0102")}/9223372036854775808`, 404, /不是记录的序号/],
  ["unknown-indicator", "/indicators/I-999", 404, /没有/],
  ["several-wrong", `/cases?court=x&from=2020-02-30&state=y&sort=z&amount_from=${enc("多")}`, 400, /有 5 处不能读[\s\S]*2020-02-30/],
  ["forged-cursor", "/cases?after=9.9.9.9", 400, /翻页的位置/],
  ["stale-cursor", "/cases?sort=amount&after=1.1.1", 400, /翻页的位置/],
  ["forged-figure", "/cases?figure=I-020&part=moon&year=2020", 400, /part/],
  ["endless", `/cases?cause=${enc("长".repeat(7_000))}`, 400, /案由表里没有“长{40}…”/],
  ["script", `/cases?cause=${enc(SCRIPT)}`, 400, /<script>/],
  ["turned", `/cases?cause=${enc("\u202e由案")}`, 400, /⟨U\+202E⟩由案/],
  ["script-path", `/courts/${enc(SCRIPT)}`, 404, /<script>/],
];

/** A page on which nothing may run: a dialog or a changed title fails. */
async function guarded(page, visit) {
  const dialogs = [];
  const note = (dialog) => {
    dialogs.push(dialog.message());
    dialog.dismiss();
  };
  page.on("dialog", note);
  await visit();
  page.off("dialog", note);
  assert.deepEqual(dialogs, [], "no script of a reader runs");
  assert.doesNotMatch(await page.title(), /^被改/, "the title is ours");
}

/** Forged, endless and hostile addresses are answered by a page that says what is wrong. */
export async function addresses(page, address, { width, holds }) {
  for (const [name, path, status, said] of ADDRESSES) {
    await guarded(page, async () => {
      const answer = await page.goto(address + path);
      assert.equal(answer.status(), status, name);
      assert.match(await page.locator("main").innerText(), said, name);
      assert.equal(await page.locator("main script, main img[src=x]").count(), 0, name);
      await holds(page, `hostile-${name}`, width);
    });
  }
}

/** How far the glyphs of a link's text run from its left, in the order of its characters. */
const runsForward = (link) => link.evaluate((element) => {
  const text = element.firstChild;
  const at = (n) => {
    const range = document.createRange();
    range.setStart(text, n);
    range.setEnd(text, n + 1);
    return range.getBoundingClientRect().left;
  };
  return at(0) < at(text.length - 1);
});

async function served(binary, root, scratch) {
  const target = binary.replace(/mingjing$/, "examples/hostile");
  const db = `sqlite://${scratch}/hostile.db`;
  execFileSync(target, [db], { stdio: "inherit" });
  const server = spawn(binary, ["--db", db, "--data", `${scratch}/hostile`, "serve", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const address = await new Promise((done, fail) => {
    server.stdout.on("data", (chunk) => done(String(chunk).trim().replace(/\/$/, "")));
    server.on("exit", (code) => fail(new Error(`the server ended with ${code}`)));
  });
  return { address, stop: () => server.kill("SIGINT") };
}

/** A docket of hostile names is read like any other. */
export async function names(browser, { binary, root, scratch, holds, step }) {
  const { address, stop } = await served(binary, root, scratch);
  try {
    for (const width of [390, 1440]) {
      const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "zh-CN" });
      const page = await context.newPage();
      const faults = [];
      page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
      page.on("request", (request) => request.url().startsWith(address) || request.url().startsWith("data:") || faults.push(request.url()));
      await guarded(page, async () => {
        await page.goto(`${address}/cases`);
        await holds(page, "hostile-list", width);
        await page.locator('main a[href^="/cases/"]').first().click();
        const text = await page.locator("main").innerText();
        for (const shown of ["<script>", "⟨U+202E⟩司公限有告被⟨U+2067⟩有限公司", "（共 3000 字，只显示开头）", "<某"]) {
          assert.ok(text.includes(shown), `${shown} is shown as text`);
        }
        assert.equal(await page.locator("main script, main img[src=x], main b").count(), 0, "no markup of a party");
        for (const link of await page.locator('main a[href^="/entries/"]').all()) {
          if ((await link.innerText()).length > 1) assert.ok(await runsForward(link), "no text beside a turned name is turned");
        }
        await holds(page, "hostile-case", width);
        for (const href of await page.locator('main a[href^="/entries/"]').evaluateAll((links) => links.slice(0, 4).map((link) => link.getAttribute("href")))) {
          await page.goto(address + href);
          await holds(page, `hostile-entry-${href.split("/").at(-1)}`, width);
        }
      });
      assert.deepEqual(faults, [], `faults at ${width}`);
      await context.close();
    }
  } finally {
    stop();
  }
  step("hostile names");
}
