// A recording of two gigabytes sent by a client of the tus protocol in one go: how much memory it costs the server beyond what
// it holds idle, how quick it is, and whether it ends with the digest it was sent with.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, createReadStream, ftruncateSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

import { binary, data, library, print, scale, serveOver } from "./server.mjs";

const { Upload } = library("tus-js-client");

const SIZE = 2 * 1024 ** 3;
const told = execFileSync(binary, ["--data", data, "internal", "bench", "visitors", "--scale", scale], { encoding: "utf8" });
const { data: folder, db, token } = JSON.parse(told.trim().split("\n").at(-1));

/** A box of an MPEG-4 file, whose length is given in 64 bits where it does not fit into 32. */
function box(name, length) {
  const large = length >= 2 ** 32;
  const head = Buffer.alloc(large ? 16 : 8);
  head.writeUInt32BE(large ? 1 : length);
  head.write(name, 4, "latin1");
  if (large) head.writeBigUInt64BE(BigInt(length), 8);
  return head;
}

mkdirSync(join(data, "bench"), { recursive: true });
const path = join(data, "bench", "recording.mp4");
const file = openSync(path, "w");
writeSync(file, Buffer.concat([box("ftyp", 16), Buffer.from("isom\0\0\0\0"), box("moov", 8), box("mdat", SIZE - 24)]));
ftruncateSync(file, SIZE);
closeSync(file);

const server = await serveOver(db, folder);
try {
  await (await fetch(`${server.address}/api/v1/courts`)).text();
  await server.rests();
  server.forgetPeak();
  const idle = server.memory("VmRSS");
  const begun = performance.now();
  let url;
  await new Promise((done, fail) => {
    const upload = new Upload(createReadStream(path), {
      endpoint: `${server.address}/api/v1/uploads`,
      headers: { authorization: `Bearer ${token}` },
      metadata: { filename: "recording.mp4" },
      uploadSize: SIZE,
      retryDelays: null,
      onError: fail,
      onSuccess: () => {
        url = upload.url;
        done();
      },
    });
    upload.start();
  });
  const seconds = (performance.now() - begun) / 1000;
  const beyond = server.memory("VmHWM") - idle;
  const headers = { authorization: `Bearer ${token}` };
  const sheet = await (await fetch(url, { headers })).json();
  const hash = createHash("sm3");
  for await (const piece of createReadStream(path)) hash.update(piece);
  if (sheet.digest !== hash.digest("hex")) throw new Error(`another digest: ${JSON.stringify(sheet)}`);
  await fetch(url, { method: "DELETE", headers: { ...headers, "tus-resumable": "1.0.0" } });
  print("uploads", "2 GB sent, checked and kept", SIZE / 1e6 / seconds, "MB/s", "");
  print("uploads", "memory of the server beyond idle", beyond / 1e6, "MB", "at most 64");
} finally {
  server.stop();
  rmSync(path);
}
