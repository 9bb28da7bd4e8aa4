// A mail server (smtp-server) and an HTTP gateway for the tests: real ones, told by the address how to behave. Prints its
// ports, then a line of JSON for each thing it was asked. Ends with its input.
//
//   node post.mjs '{"security":"none|starttls|tls","key":…,"cert":…,"user":…,"password":…,"mailPort":0,"httpPort":0}'
//
// busyN@   answered 451 the first N times      gone@   answered 550
// dies@    the process ends within DATA        holds@  taken, and never said so
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";

const require = createRequire(new URL("../../../../web/package.json", import.meta.url));
const { SMTPServer } = require("smtp-server");
const PostalMime = require("postal-mime").default ?? require("postal-mime");
const ICAL = require("ical.js").default ?? require("ical.js");

const asked = JSON.parse(process.argv[2] ?? "{}");
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);
const turns = new Map();
const turn = (name) => turns.set(name, (turns.get(name) ?? 0) + 1).get(name);
const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });

async function told(raw) {
  const mail = await PostalMime.parse(raw);
  const part = mail.attachments.find((one) => one.mimeType === "text/calendar");
  const header = (name) => mail.headers.find((one) => one.key === name)?.value;
  return {
    mail: {
      to: mail.to?.map((one) => one.address),
      from: mail.from,
      subject: mail.subject,
      id: mail.messageId,
      auto: header("auto-submitted"),
      bcc: header("bcc"),
      text: mail.text,
      ascii: /^[\x00-\x7f]*$/.test(raw.toString("latin1").split("\r\n\r\n")[0]),
      calendar: part && events(new TextDecoder().decode(part.content)),
    },
  };
}

// read by another implementation of RFC 5545
function events(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map((one) => {
    const event = new ICAL.Event(one);
    return {
      uid: event.uid,
      summary: event.summary,
      description: event.description,
      start: event.startDate.toString(),
      end: event.endDate.toString(),
      stamp: one.getFirstPropertyValue("dtstamp").toString(),
    };
  });
}

const smtp = new SMTPServer({
  secure: asked.security === "tls",
  ...(asked.cert ? { key: readFileSync(asked.key), cert: readFileSync(asked.cert) } : {}),
  disabledCommands: [...(asked.security === "starttls" ? [] : ["STARTTLS"]), ...(asked.user ? [] : ["AUTH"])],
  authOptional: !asked.user,
  logger: false,
  onAuth(auth, session, done) {
    const right = auth.username === asked.user && auth.password === asked.password;
    say({ auth: right, secure: session.secure });
    done(right ? null : refusal(535, "no"), right ? { user: auth.username } : undefined);
  },
  onRcptTo({ address }, session, done) {
    const busy = /^busy(\d+)@/.exec(address);
    if (busy && turn(address) <= Number(busy[1])) return done(refusal(451, `try later ${address}`));
    if (address.startsWith("gone@")) return done(refusal(550, `no such user ${address}`));
    done();
  },
  onData(stream, session, done) {
    const to = session.envelope.rcptTo.map((one) => one.address);
    const parts = [];
    stream.on("data", (part) => {
      if (to.some((one) => one.startsWith("dies@"))) process.exit(1);
      parts.push(part);
    });
    stream.on("end", () => {
      void told(Buffer.concat(parts)).then((what) => {
        say({ ...what, secure: session.secure });
        if (!to.some((one) => one.startsWith("holds@"))) done();
      });
    });
  },
});
smtp.on("error", () => {});

const gateway = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    const { phone } = JSON.parse(body);
    say({ sms: JSON.parse(body), token: request.headers["x-token"], method: request.method });
    const busy = phone.endsWith("0503") && turn(phone) <= 1;
    const status = busy ? 503 : phone.endsWith("0400") ? 400 : 200;
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify({ result: { code: phone.endsWith("0007") ? "E7" : "0" }, to: phone }));
  });
});

const listen = (server, port) => new Promise((done) => server.listen(port ?? 0, "127.0.0.1", () => done(server.address().port)));
const http = await listen(gateway, asked.httpPort);
const mail = await new Promise((done) => smtp.listen(asked.mailPort ?? 0, "127.0.0.1", () => done(smtp.server.address().port)));
say({ mail, http });
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
