// The review of a masked text by keys: j and k go from place to place, a keeps, x drops, e words anew, n adds what is selected.
// Every decision is a form that is sent as it would be without this; the page that answers takes the place of this one.

const AT_ONCE = ["a", "x"];

/** Makes a review quicker; it works without. */
export function review(section: HTMLElement): void {
  let current = location.hash.startsWith("#r") ? location.hash.slice(2) : "";
  let under = Promise.resolve();

  const rows = (): HTMLElement[] => [...section.querySelectorAll<HTMLElement>(".spans > li")];
  const row = (): HTMLElement | undefined => rows().find((one) => one.dataset["id"] === current);

  const say = (text: string): void => {
    const told = section.querySelector<HTMLElement>("[data-told]");
    if (told) {
      told.hidden = text === "";
      told.textContent = text;
    }
  };

  /** Marks a place on both sides and in the list, and brings it into sight there; the page itself stays where it is. */
  const show = (): void => {
    section.querySelectorAll(".here").forEach((one) => one.classList.remove("here"));
    for (const one of section.querySelectorAll<HTMLElement>(`[data-id="${CSS.escape(current)}"]`)) {
      one.classList.add("here");
      const side = one.closest<HTMLElement>("[data-side]");
      if (side) {
        const at = one.getBoundingClientRect().top - side.getBoundingClientRect().top + side.scrollTop;
        side.scrollTop = at - side.clientHeight / 2;
      }
    }
  };

  const go = (to: number): void => {
    const all = rows();
    const next = all[Math.min(Math.max(to, 0), all.length - 1)];
    if (next) {
      current = next.dataset["id"] ?? "";
      show();
    }
  };

  const step = (by: number): void => {
    const at = rows().findIndex((one) => one.dataset["id"] === current);
    go(at < 0 ? 0 : at + by);
  };

  /** Sends a decision and takes over the page that answers; where the reader is stays. */
  const send = async (form: HTMLFormElement, button: HTMLElement | null): Promise<boolean> => {
    const body = new URLSearchParams();
    new FormData(form, button).forEach((value, name) => {
      if (typeof value === "string") body.append(name, value);
    });
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("[data-review]");
      if (!answer.ok || !next) {
        say(page.querySelector("main")?.textContent?.trim().replace(/\s+/g, " ") ?? "没有保存，请刷新后再试");
        return false;
      }
      const sides = [...section.querySelectorAll("[data-side]")].map((side) => side.scrollTop);
      section.replaceChildren(...next.childNodes);
      section.querySelectorAll("[data-side]").forEach((side, at) => {
        side.scrollTop = sides[at] ?? 0;
      });
      const anchor = new URL(answer.url).hash;
      if (form.dataset["mark"] !== undefined && anchor.startsWith("#r")) current = anchor.slice(2);
      return true;
    } catch {
      say("网络中断，这一处没有保存；连上后请再定一次");
      return false;
    }
  };

  const decide = async (key: string): Promise<void> => {
    const button = row()?.querySelector<HTMLButtonElement>(key === "a" ? "[data-keep]" : "[data-drop]");
    if (button?.form && (await send(button.form, button))) step(1);
  };

  /** Puts what is selected in the original into the form that adds a place. */
  const add = (): boolean => {
    const form = section.querySelector<HTMLFormElement>("[data-mark]");
    const original = section.querySelector("[data-original]");
    if (!form || !original) return false;
    const [phrase, at] = ["phrase", "at"].map((name) => form.elements.namedItem(name) as HTMLInputElement);
    const selection = getSelection();
    const range = selection && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    if (phrase && at && range && original.contains(range.commonAncestorContainer)) {
      const before = document.createRange();
      before.setStart(original, 0);
      before.setEnd(range.startContainer, range.startOffset);
      const text = range.toString();
      phrase.value = text.trim();
      at.value = String(before.toString().length + text.length - text.trimStart().length);
    }
    const next = phrase?.value ? form.elements.namedItem("wording") : phrase;
    if (next instanceof HTMLElement) next.focus();
    return true;
  };

  const word = (): boolean => {
    const field = row()?.querySelector<HTMLInputElement>("[data-wording]");
    field?.focus();
    field?.select();
    return field !== undefined && field !== null;
  };

  const act = (key: string): boolean => {
    if (key === "j" || key === "k") {
      step(key === "j" ? 1 : -1);
      return true;
    }
    if (AT_ONCE.includes(key) && section.querySelector("[data-keep]")) {
      under = under.then(() => decide(key));
      return true;
    }
    if (key === "e") return word();
    return key === "n" && add();
  };

  const typing = (target: EventTarget | null): boolean =>
    target instanceof HTMLElement && target.closest("input, select, textarea, dialog") !== null;

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (typing(event.target)) {
        if (event.key === "Escape" && event.target instanceof HTMLElement) event.target.blur();
        return;
      }
      if (act(event.key)) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    { capture: true },
  );
  section.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.dataset["decide"] === undefined) return;
    event.preventDefault();
    const button = (event as SubmitEvent).submitter;
    const own = form.closest<HTMLElement>("li")?.dataset["id"];
    under = under.then(async () => {
      if (own) current = own;
      if (await send(form, button)) show();
    });
  });
  // words that were changed by hand are looked for anew
  section.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.name !== "phrase") return;
    const at = field.form?.elements.namedItem("at");
    if (at instanceof HTMLInputElement) at.value = "";
  });
  section.addEventListener("click", (event) => {
    const marked = event.target instanceof Element ? event.target.closest<HTMLElement>("mark[data-id], .what a") : null;
    const own = marked?.closest<HTMLElement>("[data-id]")?.dataset["id"];
    if (own) {
      event.preventDefault();
      current = own;
      show();
    }
  });
  const first = rows().find((one) => one.classList.contains("open")) ?? rows()[0];
  if (!current) current = first?.dataset["id"] ?? "";
  show();
}
