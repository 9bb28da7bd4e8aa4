// Pictures of pages kept in the repository: few colours, so that they are small, and read back to the same pixels.
import { createRequire } from "node:module";
import { deflateSync } from "node:zlib";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { PNG } = require("pngjs");
const pixelmatch = require("pixelmatch").default;

/** Colours of a kept picture. */
const COLOURS = 64;
/** Colours nearer than this are one (distance over three channels). */
const NEAR = 14;

const distance = (a, b) => Math.abs((a >> 16) - (b >> 16)) + Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)) + Math.abs((a & 255) - (b & 255));
const rgb = (data, at) => (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];

/** The most frequent colours that are not alike. */
function paletteOf({ data }) {
  const counts = new Map();
  for (let at = 0; at < data.length; at += 4) counts.set(rgb(data, at), (counts.get(rgb(data, at)) ?? 0) + 1);
  const chosen = [];
  for (const [colour] of [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
    if (chosen.length === COLOURS) break;
    if (chosen.every((other) => distance(other, colour) >= NEAR)) chosen.push(colour);
  }
  return chosen;
}

/** For each pixel the number of the nearest colour. */
function indexed({ data }, palette) {
  const known = new Map();
  const nearest = (colour) => {
    let best = 0;
    palette.forEach((other, n) => distance(other, colour) < distance(palette[best], colour) && (best = n));
    known.set(colour, best);
    return best;
  };
  const out = Buffer.alloc(data.length / 4);
  for (let at = 0; at < data.length; at += 4) out[at / 4] = known.get(rgb(data, at)) ?? nearest(rgb(data, at));
  return out;
}

function crc(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

function chunk(name, body) {
  const out = Buffer.alloc(body.length + 12);
  out.writeUInt32BE(body.length, 0);
  out.write(name, 4, "latin1");
  body.copy(out, 8);
  out.writeUInt32BE(crc(out.subarray(4, body.length + 8)), body.length + 8);
  return out;
}

/** A picture as a PNG with a palette. */
export function small(picture) {
  const { width, height } = picture;
  const palette = paletteOf(picture);
  const pixels = indexed(picture, palette);
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row += 1) pixels.copy(rows, row * (width + 1) + 1, row * width, (row + 1) * width);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const parts = [chunk("IHDR", head), chunk("PLTE", colours), chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), ...parts]);
}

export const read = (bytes) => PNG.sync.read(bytes);

/** How much of a picture differs from a kept one, as a share; and a picture of where. */
export function differs(picture, kept) {
  const { width, height } = picture;
  const again = read(small(picture));
  const where = new PNG({ width, height });
  const n = pixelmatch(again.data, kept.data, where.data, width, height, { threshold: 0.05 });
  return { share: n / (width * height), where: PNG.sync.write(where) };
}
