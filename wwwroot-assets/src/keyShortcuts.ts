import { h } from "./dom.ts";
import { LiveElement } from "./liveElement.ts";

const stored = "shortcuts";

/**
 * `<key-shortcuts>`: one key for each button or link that says so with `aria-keyshortcuts`, and a button, also `?`, for
 * the list of those that can be pressed now. They can be switched off, as a dictation program types keys too.
 */
export class KeyShortcuts extends LiveElement {
  private readonly press = (event: KeyboardEvent): void => this.onKey(event);
  private dialog: HTMLDialogElement | undefined;

  protected mount(): void {
    const button = h("button", { type: "button", class: "btn btn-ghost btn-small" }, "Shortcuts ", h("kbd", { "aria-hidden": "true" }, "?"));
    button.addEventListener("click", () => this.show());
    this.replaceChildren(button);
    document.addEventListener("keydown", this.press);
  }

  protected unmount(): void {
    document.removeEventListener("keydown", this.press);
    this.dialog?.remove();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.repeat || !isPlain(event) || isTyping(event.target) || document.querySelector("dialog[open], .rz-dialog")) return;
    if (event.key === "?") this.show();
    else if (isOn()) {
      const target = pressable().find(({ key }) => key.toLowerCase() === event.key.toLowerCase());
      if (!target) return;
      target.element.click();
    } else return;
    event.preventDefault();
  }

  private show(): void {
    this.dialog?.remove();
    const on = h("input", { type: "checkbox" });
    on.checked = isOn();
    on.addEventListener("change", () => switchOn(on.checked));
    const close = h("button", { type: "submit", class: "btn", autofocus: true }, "Close");
    const dialog = this.dialog = h("dialog", { class: "shortcuts", "aria-labelledby": "shortcuts-title" },
      h("form", { method: "dialog" },
        h("h2", { id: "shortcuts-title" }, "Shortcuts"),
        h("dl", {}, ...pressable().flatMap(({ key, label }) => [h("dt", {}, h("kbd", {}, key.toUpperCase())), h("dd", {}, label)]),
          h("dt", {}, h("kbd", {}, "←"), " ", h("kbd", {}, "→")), h("dd", {}, "Read values, on a chart"),
          h("dt", {}, h("kbd", {}, "?")), h("dd", {}, "This list")),
        h("label", {}, on, " Single keys work"), close));
    dialog.addEventListener("click", event => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    dialog.showModal();
  }
}

interface Pressable {
  element: HTMLElement;
  key: string;
  label: string;
}

function pressable(): Pressable[] {
  return [...document.querySelectorAll<HTMLElement>("[aria-keyshortcuts]")]
    .filter(element => !(element instanceof HTMLButtonElement && element.disabled) && element.checkVisibility())
    .map(element => ({ element, key: element.getAttribute("aria-keyshortcuts")!, label: ownText(element) || element.title }));
}

/** What the element itself says, without what it holds besides, such as a count. */
function ownText(element: Element): string {
  return [...element.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.textContent?.trim() ?? "").join(" ").trim();
}

/** A key alone; Shift may be needed to type it. */
export function isPlain(event: Pick<KeyboardEvent, "ctrlKey" | "altKey" | "metaKey">): boolean {
  return !event.ctrlKey && !event.altKey && !event.metaKey;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select, [role=listbox], [role=combobox]"));
}

function isOn(): boolean {
  try {
    return localStorage.getItem(stored) !== "off";
  } catch {
    return true; // storage may be forbidden
  }
}

function switchOn(on: boolean): void {
  try {
    if (on) localStorage.removeItem(stored);
    else localStorage.setItem(stored, "off");
  } catch { /* then they stay on */ }
}
