// Where the reader's hand is: what is pointed at, focused, touched or being selected stays as it is until let go.

const LET_GO = ["pointerout", "pointerup", "pointercancel", "focusout", "selectionchange"] as const;

/** Knows what is held; says when something was let go, while anybody waits for it. */
export class Hands {
  private touched: Element | null = null;
  private watching = false;

  constructor(private readonly letGo: () => void) {
    document.addEventListener("pointerdown", (event) => {
      this.touched = event.target instanceof Element ? event.target : null;
    });
    for (const kind of ["pointerup", "pointercancel"]) {
      document.addEventListener(kind, () => {
        this.touched = null;
      });
    }
    for (const kind of LET_GO) {
      document.addEventListener(kind, () => {
        // what is focused or pointed at next is known only after the event
        if (this.watching) setTimeout(() => this.watching && this.letGo());
      });
    }
  }

  /** Whether something waits for what is held. */
  watch(watching: boolean): void {
    this.watching = watching;
  }

  /** Whether a figure is held. */
  hold(figure: HTMLElement | SVGElement): boolean {
    const zone = figure.closest("dd, td, li") ?? figure;
    if (zone.matches(":hover") || (this.touched !== null && zone.contains(this.touched))) return true;
    const focused = document.activeElement;
    if (focused && focused !== document.body && (zone.contains(focused) || focused.contains(figure) && focused.id !== "main")) return true;
    const selection = getSelection();
    return selection !== null && !selection.isCollapsed && selection.containsNode(zone, true);
  }
}
