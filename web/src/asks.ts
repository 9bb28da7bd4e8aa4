// Forms of those who act: a double click sends once, and what is typed is kept as it is typed.

const PAUSE_MS = 1200;

/** Makes a form quicker; it works without. */
export function asks(form: HTMLFormElement): void {
  once(form);
  waits(form);
  if (form.dataset["checks"] !== undefined) {
    checks(form);
  }
  const address = form.dataset["saves"];
  if (address) {
    keep(form, address);
  }
  form.parentElement?.querySelector<HTMLElement>(".note.warn")?.focus();
}

/** Questions that depend on an answer stand back until it is given; what was typed in them stays. */
function waits(form: HTMLFormElement): void {
  const waiting = [...form.querySelectorAll<HTMLElement>("[data-when]")];
  if (waiting.length === 0) {
    return;
  }
  const given = (name: string): string => {
    const controls = [...form.elements].filter(
      (control): control is HTMLInputElement | HTMLSelectElement =>
        (control instanceof HTMLInputElement || control instanceof HTMLSelectElement) && control.name === name,
    );
    for (const control of controls) {
      if (control.closest("[data-when][hidden]")) {
        return "";
      }
      const choice = control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox");
      if (!choice || control.checked) {
        return control.value;
      }
    }
    return "";
  };
  const settle = (): void => {
    for (const one of waiting) {
      const when = one.dataset["when"] ?? "";
      const at = when.indexOf("=");
      const [value, wanted] = [given(when.slice(0, at)), when.slice(at + 1)];
      one.hidden = wanted === "+" ? value === "" : !wanted.split("|").includes(value);
    }
  };
  form.addEventListener("change", settle);
  settle();
}

/** A check list is decided with one key an item: up and down choose it, y says it fits, n that something is missing. */
function checks(form: HTMLFormElement): void {
  const rows = [...form.querySelectorAll<HTMLTableRowElement>("tr[data-check][tabindex]")];
  const typing = (target: EventTarget | null): boolean =>
    target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
  form.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const row = event.target instanceof Element ? event.target.closest<HTMLTableRowElement>("tr[data-check]") : null;
    const at = row ? rows.indexOf(row) : -1;
    const go = (to: number): void => {
      event.preventDefault();
      rows[Math.min(Math.max(to, 0), rows.length - 1)]?.focus();
    };
    const decide = (value: string): void => {
      const radio = row?.querySelector<HTMLInputElement>(`input[type="radio"][value="${value}"]`);
      if (radio) {
        radio.checked = true;
        radio.dispatchEvent(new Event("change", { bubbles: true }));
        go(at + 1);
      }
    };
    if (event.key === "ArrowDown") {
      go(at + 1);
    } else if (event.key === "ArrowUp") {
      go(at - 1);
    } else if (event.key === "y") {
      decide("ok");
    } else if (event.key === "n") {
      decide("defect");
    }
  });
}

/** A form under way is not sent again; coming back to the page lets it. */
function once(form: HTMLFormElement): void {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
    }
    sent = true;
  });
  window.addEventListener("pageshow", () => {
    sent = false;
  });
}

/** Sends what is typed after a pause, one at a time; a lost connection is said and tried again. */
function keep(form: HTMLFormElement, address: string): void {
  const said = form.querySelector<HTMLElement>("[data-saved]");
  const say = (text: string): void => {
    if (said) {
      said.textContent = text;
    }
  };
  let timer: number | undefined;
  let under = Promise.resolve();
  let leaving = false;
  const send = async (): Promise<void> => {
    if (leaving) {
      return;
    }
    try {
      const body = new URLSearchParams();
      new FormData(form).forEach((value, name) => {
        if (typeof value === "string") {
          body.append(name, value);
        }
      });
      const answer = await fetch(address, { method: "POST", body });
      say(answer.ok ? "已保存" : "没有保存，请按“保存”再试");
      if (answer.ok) {
        document.dispatchEvent(new CustomEvent("kept"));
      }
    } catch {
      say("网络中断，内容还在本页；连上后会再保存");
      timer = window.setTimeout(queue, PAUSE_MS * 4);
    }
  };
  const queue = (): void => {
    under = under.then(send);
  };
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(queue, PAUSE_MS);
  });
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    leaving = true;
    const button = (event as SubmitEvent).submitter;
    if (!event.defaultPrevented && button instanceof HTMLButtonElement) {
      // what is under way must not be newer than what the form brings
      event.preventDefault();
      void under.then(() => {
        if (button.name) {
          const extra = document.createElement("input");
          extra.type = "hidden";
          extra.name = button.name;
          extra.value = button.value;
          form.append(extra);
        }
        form.submit();
      });
    }
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
}
