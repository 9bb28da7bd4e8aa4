// The side of the room: one panel at a time, chosen by tabs.
import { h, put } from "./node";

export interface Panel {
  key: string;
  zh: string;
  node: HTMLElement;
  update(): void;
}

export class Panels {
  readonly node: HTMLElement;
  private readonly tabs = h("div", { role: "tablist", "aria-label": "栏目" });
  private readonly body = h("div", { class: "panel-body" });
  private chosen: string;

  constructor(
    private readonly list: Panel[],
    private readonly opened: (key: string) => void,
  ) {
    this.chosen = list[0]?.key ?? "";
    for (const panel of list) {
      const tab = h(
        "button",
        {
          role: "tab",
          id: `tab-${panel.key}`,
          "aria-controls": `panel-${panel.key}`,
          onclick: () => this.open(panel.key),
        },
        panel.zh,
      );
      this.tabs.append(tab);
      this.body.append(
        h(
          "div",
          { role: "tabpanel", id: `panel-${panel.key}`, "aria-labelledby": `tab-${panel.key}`, tabindex: 0 },
          panel.node,
        ),
      );
    }
    this.tabs.addEventListener("keydown", (event) => this.key(event));
    this.node = h(
      "aside",
      { class: "beside", "aria-label": "庭审事项" },
      h("h2", { class: "sr-only" }, "庭审事项"),
      this.tabs,
      this.body,
    );
    this.show();
  }

  has(key: string): boolean {
    return this.list.some((panel) => panel.key === key);
  }

  isOpen(key: string): boolean {
    return this.chosen === key;
  }

  open(key: string): void {
    if (!this.has(key)) return;
    this.chosen = key;
    this.show();
    this.opened(key);
    this.update();
  }

  update(): void {
    for (const panel of this.list) panel.update();
  }

  /** How many unread things a panel has, said on its tab. */
  count(key: string, unread: number): void {
    const panel = this.list.find((one) => one.key === key);
    const tab = this.tabs.querySelector(`#tab-${key}`);
    if (panel && tab) put(tab, unread > 0 ? `${panel.zh}（${unread}）` : panel.zh);
  }

  private show(): void {
    for (const panel of this.list) {
      const on = panel.key === this.chosen;
      const tab = this.tabs.querySelector<HTMLElement>(`#tab-${panel.key}`);
      tab?.setAttribute("aria-selected", String(on));
      if (tab) tab.tabIndex = on ? 0 : -1;
      const body = panel.node.parentElement;
      if (body) body.hidden = !on;
    }
  }

  private key(event: KeyboardEvent): void {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0) return;
    const at = this.list.findIndex((panel) => panel.key === this.chosen);
    const next = this.list[(at + by + this.list.length) % this.list.length];
    if (!next) return;
    event.preventDefault();
    this.open(next.key);
    this.tabs.querySelector<HTMLElement>(`#tab-${next.key}`)?.focus();
  }
}
