// Reads a receipt in any of its forms: JSON of an entry or of two heads, or the text of a QR code. Checks nothing.

export interface Head {
  size: number;
  root: string;
  signed_at: number;
  signature: string;
}

export interface EntryReceipt {
  kind: "entry";
  code: string;
  name: string;
  key: string;
  /** The entry's text as it was hashed. */
  entry: string;
  index: number;
  size: number;
  path: string[];
  head: Head;
}

export interface ConsistencyReceipt {
  kind: "consistency";
  code: string;
  name: string;
  key: string;
  from: Head;
  to: Head;
  path: string[];
}

export type Receipt = EntryReceipt | ConsistencyReceipt;

const COMPACT = "MJR1.";

/** The receipt, or nothing when the text is none. */
export function read(text: string): Receipt | undefined {
  const trimmed = text.trim();
  try {
    return trimmed.startsWith(COMPACT) ? compact(trimmed.slice(COMPACT.length)) : file(JSON.parse(trimmed));
  } catch {
    return undefined;
  }
}

type Json = Record<string, unknown>;

function object(value: unknown): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("no object");
  return value as Json;
}

function text(value: unknown): string {
  if (typeof value !== "string") throw new Error("no text");
  return value;
}

function whole(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw new Error("no whole number");
  return value;
}

function hex(value: unknown, bytes: number): string {
  const found = text(value);
  if (found.length !== 2 * bytes || !/^[0-9a-f]*$/i.test(found)) throw new Error("no digest");
  return found.toLowerCase();
}

function hashes(value: unknown): string[] {
  if (!Array.isArray(value)) throw new Error("no list");
  return value.map((hash) => hex(hash, 32));
}

function head(value: unknown): Head {
  const part = object(value);
  return {
    size: whole(part["size"]),
    root: hex(part["root"], 32),
    signed_at: whole(part["signed_at"]),
    signature: hex(part["signature"], 64),
  };
}

function file(value: unknown): Receipt | undefined {
  const whole_ = object(value);
  const court = object(whole_["court"]);
  const common = { code: text(court["code"]), name: text(court["name"]), key: hex(court["public_key"], 33) };
  switch (whole_["format"]) {
    case "mingjing.receipt.v1": {
      const proof = object(whole_["proof"]);
      return {
        kind: "entry",
        ...common,
        entry: canonical(whole_["entry"]),
        index: whole(proof["index"]),
        size: whole(proof["size"]),
        path: hashes(proof["hashes"]),
        head: head(whole_["head"]),
      };
    }
    case "mingjing.consistency.v1":
      return { kind: "consistency", ...common, from: head(whole_["from"]), to: head(whole_["to"]), path: hashes(whole_["hashes"]) };
    default:
      return undefined;
  }
}

/** Canonical JSON (RFC 8785): the script's own way of writing numbers and texts, with the names in order. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value as Json).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(",")}}`;
}

function compact(coded: string): Receipt {
  const binary = atob(coded.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
  let at = 0;
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new Error("too short");
    at += length;
    return bytes.subarray(at - length, at);
  };
  const words = (): string => {
    const [high = 0, low = 0] = take(2);
    return new TextDecoder("utf-8", { fatal: true }).decode(take(high * 256 + low));
  };
  const number = (): number => {
    const part = take(8);
    return whole(Number(new DataView(part.buffer, part.byteOffset, 8).getBigInt64(0)));
  };
  const digest = (length: number): string => toHex(take(length));
  const [code, name, entry] = [words(), words(), words()];
  const [signed_at, index, size] = [number(), number(), number()];
  const stated: Head = { size, signed_at, root: digest(32), signature: digest(64) };
  const key = digest(33);
  const path: string[] = [];
  while (at < bytes.length) path.push(digest(32));
  return { kind: "entry", code, name, key, entry, index, size, path, head: stated };
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function fromHex(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
