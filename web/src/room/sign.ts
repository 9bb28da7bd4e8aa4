// A signature by hand: drawn with a finger, a pen or a mouse, sent as a picture bound to the digest of what is signed.
import { h } from "./node";
import type { Room } from "./room";
import type { Put } from "./view";

/** A signature shorter than this, in points of the canvas, is a slip of the hand. */
const LEAST = 60;
const WIDE = 600;
const HIGH = 200;
const PEN = 4;

export class Sign {
  readonly node: HTMLElement;
  private readonly canvas = h("canvas", {
    width: WIDE,
    height: HIGH,
    tabindex: 0,
    role: "img",
    "aria-label": "签名板：用手指、笔或者鼠标书写姓名",
  });
  private readonly go = h(
    "button",
    { class: "primary", disabled: true, onclick: () => void this.send() },
    "签名并提交",
  );
  private length = 0;
  private last: { x: number; y: number } | null = null;

  constructor(
    private readonly room: Room,
    private readonly put: () => Put | null,
    private readonly done: () => void,
  ) {
    const clear = h("button", { onclick: () => this.clear() }, "重写");
    this.node = h(
      "div",
      { class: "sign" },
      h("p", {}, h("b", {}, "手写签名"), "：请用正楷书写您的姓名。签名后笔录再有改动的，本签名失效，需要重新签。"),
      this.canvas,
      h("div", { class: "go" }, this.go, clear),
    );
    this.canvas.addEventListener("pointerdown", (event) => this.down(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const kind of ["pointerup", "pointercancel"]) this.canvas.addEventListener(kind, () => (this.last = null));
  }

  clear(): void {
    this.canvas.getContext("2d")?.clearRect(0, 0, WIDE, HIGH);
    this.length = 0;
    this.go.disabled = true;
  }

  private at(event: PointerEvent): { x: number; y: number } {
    const box = this.canvas.getBoundingClientRect();
    return { x: ((event.clientX - box.left) * WIDE) / box.width, y: ((event.clientY - box.top) * HIGH) / box.height };
  }

  private down(event: PointerEvent): void {
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.last = this.at(event);
  }

  private move(event: PointerEvent): void {
    if (!this.last) return;
    const context = this.canvas.getContext("2d");
    for (const one of event.getCoalescedEvents?.() ?? [event]) {
      const to = this.at(one);
      if (context) this.line(context, this.last, to);
      this.length += Math.hypot(to.x - this.last.x, to.y - this.last.y);
      this.last = to;
    }
    this.go.disabled = this.length < LEAST;
  }

  private line(context: CanvasRenderingContext2D, from: { x: number; y: number }, to: { x: number; y: number }): void {
    // ink is black on every theme: it is read on the paper of the file
    context.strokeStyle = "black";
    context.lineWidth = PEN;
    context.lineCap = "round";
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }

  private async send(): Promise<void> {
    const put = this.put();
    if (!put) return;
    this.go.disabled = true;
    const against = await this.room.link.send("POST", "/transcript/sign", {
      digest: put.digest,
      image: this.canvas.toDataURL("image/png"),
    });
    this.room.refuse(against);
    this.go.disabled = against.length === 0;
    if (against.length > 0) return;
    this.clear();
    this.room.say("已签名");
    this.done();
  }
}
