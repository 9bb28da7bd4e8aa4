// Checks a receipt with nothing but the receipt: SM3 over the entry, the way to the root, SM2 over the head.
// The steps and their order are those of the server, so that both verdicts can be laid side by side.
import { sm2, sm3 } from "sm-crypto-v2";

import { canonical, fromHex, type ConsistencyReceipt, type EntryReceipt, type Head, type Receipt } from "./read";

/** One thing that was checked: its code, and whether it holds. `undefined` is not reached. */
export interface Step {
  code: string;
  holds: boolean | undefined;
}

/** Steps in the order of checking; the first that fails ends the check. */
export function check(receipt: Receipt): Step[] {
  const steps = receipt.kind === "entry" ? ofEntry(receipt) : ofHeads(receipt);
  let failed = false;
  return steps.map(([code, test]) => {
    if (failed) return { code, holds: undefined };
    let holds = false;
    try {
      holds = test();
    } catch {
      holds = false;
    }
    failed = !holds;
    return { code, holds };
  });
}

type Test = [code: string, test: () => boolean];

function ofEntry(receipt: EntryReceipt): Test[] {
  const entry = (): Record<string, unknown> => JSON.parse(receipt.entry) as Record<string, unknown>;
  return [
    ["receipt.entry", () => canonical(entry()) === receipt.entry],
    ["receipt.court", () => entry()["court"] === receipt.code],
    ["receipt.position", () => entry()["position"] === receipt.index + 1],
    ["receipt.size", () => receipt.size === receipt.head.size],
    ["receipt.path", () => rootOf(receipt) === receipt.head.root],
    ["receipt.signature", () => signed(receipt.code, receipt.head, receipt.key)],
  ];
}

function ofHeads(receipt: ConsistencyReceipt): Test[] {
  const { code, key, from, to } = receipt;
  return [
    ["receipt.signature", () => signed(code, from, key) && signed(code, to, key)],
    ["receipt.rewritten", () => continues(from, to, receipt.path)],
  ];
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function digest(...parts: Uint8Array[]): string {
  return sm3(joined(...parts));
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

function node(left: string, right: string): string {
  return digest(NODE, fromHex(left), fromHex(right));
}

/** The root that the entry leads to (RFC 9162, 2.1.3.2); nothing when the way does not fit the size. */
function rootOf(receipt: EntryReceipt): string | undefined {
  let hash = digest(LEAF, new TextEncoder().encode(receipt.entry));
  let [index, last] = [BigInt(receipt.index), BigInt(receipt.size) - 1n];
  if (index < 0n || index > last) return undefined;
  for (const sibling of receipt.path) {
    if (last === 0n) return undefined;
    if ((index & 1n) === 1n || index === last) {
      hash = node(sibling, hash);
      while ((index & 1n) === 0n && index !== 0n) [index, last] = [index >> 1n, last >> 1n];
    } else {
      hash = node(hash, sibling);
    }
    [index, last] = [index >> 1n, last >> 1n];
  }
  return last === 0n ? hash : undefined;
}

/** Whether the later head continues the earlier (RFC 9162, 2.1.4.2). */
function continues(from: Head, to: Head, path: string[]): boolean {
  if (from.size < 1 || from.size > to.size) return false;
  if (from.size === to.size) return path.length === 0 && from.root === to.root;
  const power = (BigInt(from.size) & (BigInt(from.size) - 1n)) === 0n;
  const [first, ...rest] = power ? [from.root, ...path] : path;
  if (first === undefined) return false;
  let [index, last] = [BigInt(from.size) - 1n, BigInt(to.size) - 1n];
  while ((index & 1n) === 1n) [index, last] = [index >> 1n, last >> 1n];
  let [early, late] = [first, first];
  for (const hash of rest) {
    if (last === 0n) return false;
    if ((index & 1n) === 1n || index === last) {
      early = node(hash, early);
      late = node(hash, late);
      while ((index & 1n) === 0n && index !== 0n) [index, last] = [index >> 1n, last >> 1n];
    } else {
      late = node(late, hash);
    }
    [index, last] = [index >> 1n, last >> 1n];
  }
  return last === 0n && early === from.root && late === to.root;
}

/** Whether the key signed the head: SM2 (GB/T 32918) over the head's canonical text. */
function signed(court: string, head: Head, key: string): boolean {
  const { root, signed_at, size } = head;
  const stated = canonical({ court, root, signed_at, size });
  return sm2.doVerifySignature(new TextEncoder().encode(stated), head.signature, key, { hash: true });
}

