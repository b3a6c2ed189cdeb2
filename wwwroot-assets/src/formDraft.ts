import { LiveElement } from "./liveElement.ts";

/**
 * `<form-draft name="…">`, in a form: writes down what is entered, in this tab, so that a page that is loaded anew has it again.
 * The server reads it and fills the form; until it has (`data-ready`), what was written down before is kept.
 */
export class FormDraft extends LiveElement {
  private form: HTMLFormElement | null = null;
  private readonly save = (event: Event): void => this.write(event);

  protected mount(): void {
    this.form = this.closest("form");
    for (const kind of ["input", "change", "submit"]) this.form?.addEventListener(kind, this.save, true);
  }

  protected unmount(): void {
    for (const kind of ["input", "change", "submit"]) this.form?.removeEventListener(kind, this.save, true);
  }

  private write(event: Event): void {
    const name = this.getAttribute("name");
    if (!this.form || !name) return;
    const entered = this.hasAttribute("data-ready")
      ? fieldsOf(this.form)
      : { ...stored(name), ...fieldsOf(this.form, event.target) };
    try {
      sessionStorage.setItem(name, JSON.stringify(entered));
    } catch { /* storage is full, or forbidden: then there is no draft */ }
  }
}

/** What a form holds by the names of its fields, or one of them alone. */
export function fieldsOf(form: HTMLFormElement, only?: EventTarget | null): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const field of form.elements) {
    if (only && field !== only || !(field instanceof HTMLInputElement || field instanceof HTMLSelectElement || field instanceof HTMLTextAreaElement) || !field.name) continue;
    if (field.type === "radio" && !(field as HTMLInputElement).checked) continue;
    fields[field.name] = field.type === "checkbox" ? String((field as HTMLInputElement).checked) : field.value;
  }
  return fields;
}

function stored(name: string): Record<string, string> {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "{}") as Record<string, string>;
  } catch {
    return {};
  }
}
