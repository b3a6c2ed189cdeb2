import type { InputColumn, Inspection, Prediction, Shape } from "../client/src/inspection.ts";
import { h } from "./dom.ts";
import { predict } from "./inspectionApi.ts";

/** Asks the model about a row or a text that is typed, or an image that is dropped or chosen. */
export function predictForm(job: string, inspection: Inspection): HTMLElement | undefined {
  const { columns, image, text } = inspection.input ?? {};
  const answer = h("div", { class: "prediction", "aria-live": "polite" });
  const ask = async (input: Parameters<typeof predict>[2]) => {
    try {
      show(answer, await predict(job, inspection.step, input));
    } catch (fault) {
      answer.replaceChildren(h("p", { class: "field" }, h("span", { class: "error" }, (fault as Error).message)));
    }
  };
  if (columns) return rowForm(columns, answer, cells => ask({ cells }));
  if (image) return imageForm(image, answer, pixels => ask({ pixels }));
  if (text) return textForm(text, answer, typed => ask({ text: typed }));
  return undefined;
}

function rowForm(columns: InputColumn[], answer: HTMLElement, ask: (cells: Record<string, string>) => Promise<void>): HTMLElement {
  const inputs = columns.map(column => {
    const input = column.levels.length
      ? h("select", {}, h("option", { value: "" }, "missing"), ...column.levels.map(level => h("option", { value: level }, level)))
      : h("input", { type: "text", inputmode: column.type === "date" ? undefined : "decimal", autocomplete: "off" });
    input.value = column.example;
    return input;
  });
  const form = h("form", { class: "predict" },
    h("div", { class: "field-group" }, ...columns.map((column, i) => h("div", { class: "field" }, h("label", {}, h("span", { class: "field-label" }, column.name), inputs[i])))),
    h("button", { type: "submit", class: "btn" }, "Ask the model"), answer);
  form.addEventListener("submit", event => {
    event.preventDefault();
    void ask(Object.fromEntries(columns.flatMap((column, i) => inputs[i].value.trim() ? [[column.name, inputs[i].value.trim()]] : [])));
  });
  return form;
}

function textForm(example: string, answer: HTMLElement, ask: (text: string) => Promise<void>): HTMLElement {
  const input = h("textarea", { rows: "4", spellcheck: "false", "aria-label": "Text" });
  input.value = example;
  const form = h("form", { class: "predict" }, h("div", { class: "field" }, input), h("button", { type: "submit", class: "btn" }, "What comes next?"), answer);
  form.addEventListener("submit", event => {
    event.preventDefault();
    void ask(input.value);
  });
  return form;
}

function imageForm(shape: Shape, answer: HTMLElement, ask: (pixels: string) => Promise<void>): HTMLElement {
  const canvas = h("canvas", { role: "img", "aria-label": "What the model is shown" });
  canvas.width = shape.width;
  canvas.height = shape.height;
  canvas.hidden = true;
  const invert = h("input", { type: "checkbox" });
  const file = h("input", { type: "file", accept: "image/*" });
  let shown: ImageBitmap | undefined;
  const draw = async () => {
    if (!shown) return;
    const context = canvas.getContext("2d", { willReadFrequently: true })!;
    canvas.hidden = false;
    context.fillStyle = "#000";
    context.fillRect(0, 0, shape.width, shape.height);
    // as large as fits, in the middle, so that nothing is stretched
    const scale = Math.min(shape.width / shown.width, shape.height / shown.height);
    context.drawImage(shown, (shape.width - shown.width * scale) / 2, (shape.height - shown.height * scale) / 2, shown.width * scale, shown.height * scale);
    const picture = context.getImageData(0, 0, shape.width, shape.height);
    const bytes = toChannels(picture.data, shape.channels, invert.checked);
    for (let i = 0; i < shape.width * shape.height; i++)
      for (let c = 0; c < 3; c++) picture.data[4 * i + c] = bytes[(shape.channels === 1 ? 0 : c * shape.width * shape.height) + i];
    context.putImageData(picture, 0, 0);
    await ask(btoa(String.fromCharCode(...bytes)));
  };
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    try {
      shown = await createImageBitmap(chosen);
      await draw();
    } catch {
      answer.replaceChildren(h("p", { class: "field" }, h("span", { class: "error" }, `“${chosen.name}” is no image that this browser reads.`)));
    }
  };
  file.addEventListener("change", () => void take(file.files?.[0]));
  invert.addEventListener("change", () => void draw());
  const zone = h("label", { class: "drop" }, h("span", {}, "Drop an image here, or choose one"), file);
  zone.addEventListener("dragover", event => event.preventDefault());
  zone.addEventListener("drop", event => {
    event.preventDefault();
    void take(event.dataTransfer?.files[0]);
  });
  return h("div", { class: "predict" }, zone, h("label", { class: "check" }, invert, h("span", {}, "Invert it: dark on light, where the dataset is light on dark")),
    h("div", { class: "predict-image" }, canvas, answer));
}

/** RGBA, interleaved → one channel of grey or three of colour, one plane after another. */
export function toChannels(rgba: ArrayLike<number>, channels: number, invert: boolean): Uint8Array {
  const count = rgba.length / 4;
  const bytes = new Uint8Array(count * channels);
  for (let i = 0; i < count; i++)
    for (let c = 0; c < channels; c++) {
      // Rec. 601 luma
      const value = channels === 1 ? Math.round(0.299 * rgba[4 * i] + 0.587 * rgba[4 * i + 1] + 0.114 * rgba[4 * i + 2]) : rgba[4 * i + c];
      bytes[c * count + i] = invert ? 255 - value : value;
    }
  return bytes;
}

function show(answer: HTMLElement, prediction: Prediction): void {
  answer.replaceChildren(
    h("p", {}, "The model says ", h("strong", {}, prediction.value)),
    ...prediction.classes.map(({ name, probability }) => h("div", { class: "likelihood" },
      h("span", {}, name), h("meter", { min: "0", max: "1", value: String(probability), "aria-label": name }), h("b", {}, `${(probability * 100).toFixed(1)} %`))));
}
