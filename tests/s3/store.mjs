// A real server of S3 for the tests of files: one bucket, in a folder of its own that goes with it. It knows one key.
// Prints its address once it listens, and ends when its input ends.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const web = new URL("../../web/node_modules/", import.meta.url);
const { default: S3rver } = await import(new URL("s3rver/lib/s3rver.js", web));

const directory = mkdtempSync(join(tmpdir(), "store-"));
const store = new S3rver({
  address: "127.0.0.1",
  port: 0,
  silent: true,
  directory,
  configureBuckets: [{ name: "court" }],
});
const { port } = await store.run();
process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
process.stdin.on("end", () => process.exit(0)).resume();
console.log(`http://127.0.0.1:${port}`);
