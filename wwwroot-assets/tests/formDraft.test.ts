// The draft's logic that needs no browser; the element's class extends a stand-in.
import { beforeAll, expect, it, vi } from "vitest";

class Field {
  constructor(readonly name: string, readonly type: string, public value: string, public checked = false) {}
}

beforeAll(() => {
  vi.stubGlobal("HTMLElement", class {});
  vi.stubGlobal("HTMLInputElement", Field);
  vi.stubGlobal("HTMLSelectElement", class {});
  vi.stubGlobal("HTMLTextAreaElement", class {});
});

it("is what a form's fields hold by their names, of radios the chosen one", async () => {
  const { fieldsOf } = await import("../src/formDraft.ts");
  const name = new Field("name", "text", "half done ✓");
  const elements = [
    name, new Field("dataset", "radio", "iris"), new Field("dataset", "radio", "spirals", true),
    new Field("nesterov", "checkbox", "on", true), new Field("", "search", "not mine"), { name: "button", value: "x" },
  ];
  const form = { elements } as unknown as HTMLFormElement;
  expect(fieldsOf(form)).toEqual({ name: "half done ✓", dataset: "spirals", nesterov: "true" });
  expect(fieldsOf(form, name as unknown as EventTarget)).toEqual({ name: "half done ✓" });
});
