// A question before something is done: what it means, the words it needs, and every reason against it in place.
import { h } from "./node";
import type { Refusal } from "./view";

export interface Field {
  name: string;
  label: string;
  kind?: "text" | "area" | "number" | "check" | "select";
  options?: [string, string][];
  value?: string;
  /** May stay empty. */
  free?: boolean;
}

export interface Question {
  title: string;
  /** What it means; said before it is done. */
  says?: string;
  fields?: Field[];
  /** The verb on the button. */
  verb: string;
  back?: string;
  /** Cannot be undone. */
  grave?: boolean;
}

export type Answers = Record<string, string>;

/** Reasons against something, each with what it rests on. */
export function reasons(list: Refusal[]): HTMLElement {
  return h(
    "ul",
    { class: "reasons" },
    ...list.map((one) => h("li", {}, one.sentence, one.basis ? h("small", {}, `依据：${one.basis}`) : null)),
  );
}

function control(field: Field): HTMLElement {
  const id = `ask-${field.name}`;
  const given = { id, name: field.name, required: !field.free };
  switch (field.kind ?? "text") {
    case "area": {
      const area = h("textarea", { ...given, rows: 3 });
      area.value = field.value ?? "";
      return area;
    }
    case "select": {
      const select = h("select", given, ...(field.options ?? []).map(([value, zh]) => h("option", { value }, zh)));
      if (field.value !== undefined) select.value = field.value;
      return select;
    }
    case "number":
      return h("input", { ...given, type: "number", min: 1, inputmode: "numeric", value: field.value ?? "" });
    case "check":
      return h("input", { id, name: field.name, type: "checkbox", value: "1" });
    default:
      return h("input", { ...given, type: "text", value: field.value ?? "", autocomplete: "off" });
  }
}

function row(field: Field): HTMLElement {
  const made = control(field);
  const label = h("label", { for: made.id }, field.label);
  return field.kind === "check" ? h("p", { class: "tick" }, made, label) : h("p", {}, label, made);
}

/** Shows a dialog within the room; it is gone when it is closed. */
export function show(dialog: HTMLDialogElement): void {
  dialog.addEventListener("close", () => dialog.remove());
  (document.querySelector("#room") ?? document.body).append(dialog);
  dialog.showModal();
}

/** Asks, and does: `go` gives the reasons against it, which are shown and the question stays. True when it was done. */
export function ask(question: Question, go: (answers: Answers) => Promise<Refusal[]>): Promise<boolean> {
  return new Promise((resolve) => {
    const told = h("div", { role: "alert" });
    const yes = h("button", { class: "primary", type: "submit" }, question.verb);
    const form = h(
      "form",
      { class: "ask-room" },
      h("h2", { id: "ask-title" }, question.title),
      question.says ? h("p", { class: question.grave ? "grave" : null }, question.says) : null,
      ...(question.fields ?? []).map(row),
      told,
      h(
        "div",
        { class: "go" },
        yes,
        h("button", { autofocus: question.grave, onclick: () => dialog.close() }, question.back ?? "返回"),
      ),
    );
    const dialog = h("dialog", { class: "room-dialog", "aria-labelledby": "ask-title" }, form);
    let done = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      yes.disabled = true;
      const answers: Answers = {};
      new FormData(form).forEach((value, name) => (answers[name] = String(value).trim()));
      void go(answers).then((against) => {
        yes.disabled = false;
        done = against.length === 0;
        if (done) dialog.close();
        else told.replaceChildren(reasons(against));
      });
    });
    dialog.addEventListener("close", () => resolve(done));
    show(dialog);
  });
}
