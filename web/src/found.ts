// What is found follows what is typed: after each saving the list is asked for anew, and stays where it is while it is read.

/** Makes a list follow a form that saves as it is typed; without it the button does the same. */
export function follows(list: HTMLElement): void {
  const address = list.dataset["found"];
  if (!address) {
    return;
  }
  let newest = 0;
  document.addEventListener("kept", () => {
    const own = ++newest;
    list.setAttribute("aria-busy", "true");
    void fetch(address, { headers: { "x-background": "1" } })
      .then(async (answer) => {
        const html = await answer.text();
        if (answer.ok && own === newest) {
          replace(list, html);
        }
      })
      .catch(() => undefined)
      .finally(() => {
        if (own === newest) {
          list.removeAttribute("aria-busy");
        }
      });
  });
}

/** Texts that were opened stay open. */
function replace(list: HTMLElement, html: string): void {
  const name = (details: HTMLDetailsElement): string => details.closest("li")?.querySelector("h3")?.textContent ?? "";
  const open = new Set([...list.querySelectorAll<HTMLDetailsElement>("details[open]")].map(name));
  list.innerHTML = html;
  for (const details of list.querySelectorAll<HTMLDetailsElement>("details")) {
    details.open = open.has(name(details));
  }
}
