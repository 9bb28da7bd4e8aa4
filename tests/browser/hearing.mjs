// A trial held online from the first call to the signed transcript: judge, clerk, two parties, a lawyer and a witness who is
// called and leaves, each with a browser, a camera and a microphone of their own. What each sees and hears is read from
// their own connection, phase by phase, and held to the rules.
import assert from "node:assert/strict";

import { button, byPhone, demonstration, draws, files, people, sale, staff, atDesk } from "./court.mjs";

const PEOPLE = [
  ["审判长", "张法官"],
  ["书记员", "陈书记"],
  ["原告", "张三"],
  ["诉讼代理人", "王律师", "张三"],
  ["被告", "李四"],
  ["证人", "孙某"],
];

/** The judge of a case, with the password the administrator gave. */
async function judgeOf(browser, address, number) {
  const admin = await staff(browser, address, "admin");
  await admin.goto(`${address}/admin/accounts/${number}`);
  await admin.locator('form[action$="/reset"] button').click();
  const temporary = (await admin.locator(".note.good").first().innerText()).match(/[：:]\s*([^\s，。]+)/)[1];
  return staff(browser, address, `judge${number}`, temporary);
}

/** Makes the hearing at the judge's desk; gives each one's link. */
async function scheduled(judge, address, filing, holds) {
  await judge.goto(`${address}${atDesk(filing)}/hearings`);
  await holds(judge, "hearing-desk", 1440);
  const soon = new Date(Date.now() + 8 * 3600_000 + 20 * 60_000).toISOString();
  await judge.getByLabel("开庭日期").fill(soon.slice(0, 10));
  await judge.getByLabel("开庭时间").fill(soon.slice(11, 16));
  await judge.getByLabel("参加人").fill(PEOPLE.map((one) => one.join(" ")).join("\n"));
  await button(judge, "排定在线庭审").click();
  assert.match(await judge.locator("main").innerText(), /没有都同意/, "nobody is summoned online without consent");
  await judge.getByLabel(/都已同意在线庭审/).check();
  await button(judge, "排定在线庭审").click();
  const rows = judge.locator("table tbody tr");
  await rows.first().waitFor();
  const links = {};
  for (const row of await rows.all()) {
    const label = (await row.innerText()).split(/\s+/)[1];
    links[label] = address + (await row.locator("a").getAttribute("href"));
  }
  await holds(judge, "hearing-links", 1440);
  return links;
}

/** Somebody opens their link, has their devices tried, and waits. */
async function comes(browser, link, width) {
  const context = await browser.newContext({
    viewport: { width, height: width === 390 ? 844 : 900 },
    locale: "zh-CN",
    permissions: ["camera", "microphone"],
  });
  const page = await context.newPage();
  await page.addInitScript(() => {
    window.lines = [];
    const Plain = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Plain {
      constructor(...given) {
        super(...given);
        window.lines.push(this);
      }
    };
  });
  await page.goto(link);
  await button(page, "打开摄像头和麦克风").click();
  await button(page, "进入候庭").click();
  return page;
}

/** Does something in the room as the page does; gives the refusals. */
const acts = (page, command) =>
  page.evaluate(async (command) => {
    const base = location.pathname;
    const answer = await fetch(`${base}/act`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(command),
    });
    return answer.ok ? [] : (await answer.json()).refusals?.map((one) => one.sentence) ?? [String(answer.status)];
  }, command);

const does = async (page, command) => assert.deepEqual(await acts(page, command), [], JSON.stringify(command));

const view = (page) => page.evaluate(async () => (await fetch(`${location.pathname}/view`)).json());

/** Waits until somebody's view is as it must be. */
async function until(page, what, holds) {
  for (let tries = 0; tries < 100; tries += 1) {
    const now = await view(page);
    if (holds(now)) return now;
    await page.waitForTimeout(200);
  }
  assert.fail(`${what}: ${JSON.stringify((await view(page)).people)}`);
}

/** What reaches a page in a second: packets of sound and frames of picture, over all its lines. */
async function receives(page) {
  const counts = () =>
    page.evaluate(async () => {
      const sums = { audio: 0, video: 0 };
      for (const pc of window.lines ?? []) {
        (await pc.getStats()).forEach((one) => {
          if (one.type === "inbound-rtp" && one.kind === "audio") sums.audio += one.packetsReceived;
          if (one.type === "inbound-rtp" && one.kind === "video") sums.video += one.framesReceived ?? 0;
        });
      }
      return sums;
    });
  const before = await counts();
  await page.waitForTimeout(1_500);
  const after = await counts();
  return { audio: after.audio - before.audio, video: after.video - before.video };
}

/** The journey. */
export async function hearing(browser, { binary, scratch, holds, step }) {
  const { address, stop } = await demonstration({ binary, scratch }, "hearing", "0.001");
  try {
    const { name, id } = people.zhang;
    const party = await byPhone(browser, address, "13900007777", { name, id_number: id });
    const filing = await files(party, sale([people.zhang]));
    const registrar = await staff(browser, address, "registrar");
    const judge = await judgeOf(browser, address, await draws(registrar, address, filing));
    const links = await scheduled(judge, address, filing, holds);
    step("an online hearing is scheduled, with consent, and each has a link");
    await held(browser, links, { holds, step });
  } finally {
    stop();
  }
}

async function held(browser, links, { holds, step }) {
  const clerk = await comes(browser, links["陈书记"], 1440);
  const clerkOn = await until(clerk, "the clerk is on", (now) => now.me.on);
  assert.equal(clerkOn.phase.word, "scheduled");
  await does(clerk, { kind: "advance", to: "waiting" });
  const presiding = await comes(browser, links["张法官"], 1440);
  const plaintiff = await comes(browser, links["张三"], 390);
  const agent = await comes(browser, links["王律师"], 1440);
  const defendant = await comes(browser, links["李四"], 1440);
  const witness = await comes(browser, links["孙某"], 390);
  await until(clerk, "all have come", (now) => now.people.every((one) => one.on));
  const waits = await receives(witness);
  assert.deepEqual(waits, { audio: 0, video: 0 }, "H-090: a witness receives nothing before being called");
  assert.deepEqual((await view(witness)).people.map((one) => one.label), ["孙某"], "and knows of nobody");
  await holds(plaintiff, "room-waiting", 390);
  await holds(clerk, "room-roll-call", 1440);
  for (const page of [plaintiff, agent, defendant, witness]) {
    await button(page, "已知悉").click({ timeout: 30_000 });
  }
  for (const person of [3, 4, 5, 6]) {
    await does(clerk, { kind: "check_identity", method: "video", person, score: 100 });
  }
  for (const person of [3, 4, 5]) await does(clerk, { kind: "admit", person });
  await until(clerk, "the recording is on the disk", (now) => now.recording.state === "running");
  step("roll call: identity, discipline, the recording on the disk before the opening");

  await does(presiding, { kind: "advance", to: "identity" });
  const early = await acts(plaintiff, { kind: "advance", to: "debate" });
  assert.ok(early.length > 0, "only the presiding judge leads the trial");
  const sees = await receives(defendant);
  assert.ok(sees.audio > 20 && sees.video > 5, `the defendant sees and hears the bench: ${JSON.stringify(sees)}`);
  await does(presiding, { kind: "advance", to: "composition" });
  await does(presiding, { kind: "advance", to: "rights" });
  for (const page of [plaintiff, defendant]) await does(page, { kind: "answer_rights" });
  await does(agent, { kind: "answer_rights" });
  await does(presiding, { kind: "advance", to: "statements" });
  await does(presiding, { kind: "grant_floor", person: 3, seconds: 120 });
  const speaks = await until(plaintiff, "the plaintiff speaks", (now) => now.me.send.microphone);
  assert.equal(speaks.me.silent, null);
  assert.ok((await view(defendant)).me.silent, "the defendant is told why nobody hears them");
  await holds(presiding, "room-statements", 1440);
  await holds(plaintiff, "room-speaking", 390);
  step("statements: the floor is the plaintiff's, and nobody else's");
  await stands(presiding, clerk, { plaintiff, agent, defendant, witness }, { holds, step });
}

/** What is missing to go on, as the presiding judge is told. */
const missing = async (page) => (await view(page)).outline.find((one) => one.stands)?.missing ?? [];

async function stands(presiding, clerk, { plaintiff, agent, defendant, witness }, { holds, step }) {
  await does(presiding, { kind: "grant_floor", person: 5, seconds: 120 });
  await does(presiding, { kind: "revoke_floor" });
  await does(presiding, { kind: "put_focus", points: ["货款是否已经付清"], ruled: false });
  for (const page of [plaintiff, defendant]) await does(page, { kind: "answer_focus", agrees: true, text: "" });
  await acts(agent, { kind: "answer_focus", agrees: true, text: "" });
  assert.deepEqual(await missing(presiding), []);
  await does(presiding, { kind: "advance", to: "evidence" });
  await does(presiding, { kind: "call_witness", person: 6 });
  await does(clerk, { kind: "sign_undertaking", person: 6, incapable: false, read_aloud: true });
  await until(witness, "the witness is in the room", (now) => now.people.length > 1);
  const called = await receives(witness);
  assert.ok(called.video > 5, `a witness who was called sees the court: ${JSON.stringify(called)}`);
  await does(presiding, { kind: "grant_floor", person: 6, seconds: 60 });
  await does(presiding, { kind: "dismiss_witness", person: 6 });
  await witness.waitForTimeout(500);
  assert.deepEqual(await receives(witness), { audio: 0, video: 0 }, "H-090: nothing after being dismissed");
  step("a witness is called, heard and leaves");

  await does(presiding, { kind: "recess", minutes: 5, reason: "合议程序事项" });
  await plaintiff.waitForTimeout(500);
  assert.equal((await receives(plaintiff)).audio, 0, "nobody hears anybody in a recess");
  await does(presiding, { kind: "resume" });
  await does(presiding, { kind: "advance", to: "debate" });
  await does(presiding, { kind: "close_debate" });
  await does(presiding, { kind: "advance", to: "final" });
  for (const page of [plaintiff, defendant]) await acts(page, { kind: "waive_word" });
  await acts(agent, { kind: "waive_word" });
  for (const page of [plaintiff, defendant]) await acts(page, { kind: "answer_mediation", willing: false });
  await does(presiding, { kind: "advance", to: "sign" });
  await signed(presiding, clerk, { plaintiff, agent, defendant, witness }, { holds, step });
}

async function signed(presiding, clerk, parties, { holds, step }) {
  const saves = await clerk.evaluate(async () => {
    const paragraphs = [
      { at: Date.now(), person: 1, label: "审判长", text: "现在开庭。" },
      { at: Date.now(), person: 3, label: "原告", text: "请求判令被告支付货款十万元。" },
      { at: Date.now(), person: 6, label: "证人", text: "货是我送到被告仓库的。" },
    ];
    const headers = { "content-type": "application/json" };
    const base = location.pathname;
    const saved = await fetch(`${base}/transcript`, { method: "PUT", headers, body: JSON.stringify({ paragraphs }) });
    const put = await fetch(`${base}/transcript/put`, { method: "POST" });
    return [saved.status, put.status];
  });
  assert.deepEqual(saves, [204, 204]);
  for (const page of [presiding, clerk, ...Object.values(parties)]) {
    await page.waitForTimeout(2_200);
    await does(page, { kind: "read_page", page: 1 });
    const status = await page.evaluate(async () => {
      const base = location.pathname;
      const { digest } = await (await fetch(`${base}/transcript`)).json();
      const canvas = document.createElement("canvas");
      canvas.getContext("2d").fillRect(10, 10, 80, 30);
      const body = JSON.stringify({ digest, image: canvas.toDataURL() });
      const headers = { "content-type": "application/json" };
      const answer = await fetch(`${base}/transcript/sign`, { method: "POST", headers, body });
      return [answer.status, answer.ok ? "" : await answer.text()];
    });
    assert.deepEqual(status, [204, ""]);
  }
  await holds(parties.plaintiff, "room-signed", 390);
  await does(presiding, { kind: "close" });
  const over = await until(presiding, "the hearing is closed", (now) => now.phase.word === "closed");
  assert.equal(over.transcript.unsigned.length, 0, "everybody signed");
  step("the transcript is read and signed page by page, and the hearing is closed");
}
