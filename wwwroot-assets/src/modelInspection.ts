import type { Checkpoint } from "../client/src/contract.ts";
import type { InspectedSample, Inspection } from "../client/src/inspection.ts";
import { h, setText } from "./dom.ts";
import { formatCount, formatNumber } from "./format.ts";
import { histogramFigure } from "./histogram.ts";
import { toRgba } from "./imageGrid.ts";
import { inspect, listCheckpoints, makeCheckpoint } from "./inspectionApi.ts";
import type { JobModel } from "./jobModel.ts";
import { LiveElement } from "./liveElement.ts";
import { predictForm } from "./predictForm.ts";
import { watchJob } from "./watch.ts";

/** `<model-inspection job="ID">`: a look into a job's model at any of its checkpoints, or as it is now. */
export class ModelInspection extends LiveElement {
  static readonly observedAttributes = ["job"];

  private job = "";
  private leave: (() => void) | undefined;
  private asked: string | undefined;
  private looking: AbortController | undefined;
  private readonly choice = h("select", { "aria-label": "Checkpoint" });
  private readonly now = h("button", { type: "button", class: "btn btn-small" }, "Look now");
  private readonly said = h("span", { class: "faint", role: "status" });
  private readonly body = h("div", { class: "inspection" });

  constructor() {
    super();
    this.choice.addEventListener("change", () => void this.look(Number(this.choice.value)));
    this.now.addEventListener("click", () => void this.lookNow());
  }

  protected mount(): void {
    this.job = this.getAttribute("job") ?? "";
    this.replaceChildren(h("div", { class: "inspection-bar toolbar" }, this.choice, this.now, this.said), this.body);
    this.body.replaceChildren();
    const handle = watchJob(this.job, model => this.onChange(model));
    this.leave = () => handle.close();
    void this.list().then(checkpoints => checkpoints.length
      ? this.look(checkpoints[0].step)
      : setText(this.said, "There is no checkpoint yet."));
  }

  protected unmount(): void {
    this.leave?.();
    this.looking?.abort();
  }

  private onChange(model: JobModel): void {
    this.now.disabled = model.status !== "running" && model.status !== "paused" || this.asked !== undefined;
    const receipt = model.receipts.find(told => told.command === this.asked && (told.state === "durable" || told.state === "refused"));
    if (!receipt || !this.asked) return;
    this.asked = undefined;
    if (receipt.state === "refused") setText(this.said, receipt.reason ?? "The checkpoint was refused.");
    else void this.list().then(() => this.look(receipt.step!));
  }

  /** A checkpoint is asked for; what is seen is seen of that. */
  private async lookNow(): Promise<void> {
    this.asked = crypto.randomUUID?.() ?? `look-${Date.now()}-${Math.random().toString(36).slice(2)}`;
    this.now.disabled = true;
    setText(this.said, "Waiting for the batch to end…");
    try {
      await makeCheckpoint(this.job, this.asked);
    } catch (fault) {
      this.asked = undefined;
      this.fail(fault);
    }
  }

  private async list(): Promise<Checkpoint[]> {
    try {
      const checkpoints = await listCheckpoints(this.job);
      const chosen = this.choice.value;
      this.choice.replaceChildren(...checkpoints.map(checkpoint => h("option", { value: String(checkpoint.step) },
        `step ${formatCount(checkpoint.step)}${checkpoint.best ? ", best" : ""}${checkpoint.abandoned ? ", abandoned" : ""}`)));
      if (checkpoints.some(checkpoint => String(checkpoint.step) === chosen)) this.choice.value = chosen;
      return checkpoints;
    } catch (fault) {
      this.fail(fault);
      return [];
    }
  }

  private async look(step: number): Promise<void> {
    this.looking?.abort();
    const looking = this.looking = new AbortController();
    this.choice.value = String(step);
    this.dataset.state = "looking";
    setText(this.said, `Looking into step ${formatCount(step)}…`);
    try {
      const inspection = await inspect(this.job, step, looking.signal);
      if (!looking.signal.aborted) this.show(inspection);
    } catch (fault) {
      if (!looking.signal.aborted) this.fail(fault);
    }
  }

  private fail(fault: unknown): void {
    this.dataset.state = "failed";
    setText(this.said, (fault as Error).message);
  }

  private show(seen: Inspection): void {
    setText(this.said, `${formatCount(seen.samples)} samples held out: loss ${formatNumber(Number(seen.loss))}` +
      (seen.accuracy === undefined ? "" : `, accuracy ${formatNumber(seen.accuracy, "percent")}`));
    const form = predictForm(this.job, seen);
    this.body.replaceChildren(
      section("Parameters and gradients", "of each layer; the gradient is that of the mean loss over up to 512 training samples",
        h("div", { class: "layers" }, ...seen.layers.flatMap(layer => [
          h("h4", {}, layer.name, h("small", {}, `${formatCount(layer.parameters.count)} parameters`)),
          histogramFigure("parameters", layer.parameters, "--c1"), histogramFigure("gradient", layer.gradient, "--c3")]))),
      section("Worst samples", "of those held out, by their loss", seen.worst.some(sample => sample.image) ? pictures(seen.worst) : rows(seen.worst)),
      ...(form ? [section("Ask the model", "about a sample of your own", form)] : []));
    this.dataset.state = "shown";
    this.dataset.step = String(seen.step);
  }
}

function section(title: string, about: string, content: HTMLElement): HTMLElement {
  return h("section", {}, h("h3", {}, title, h("small", {}, about)), content);
}

function verdict(sample: InspectedSample): string {
  const likeliest = sample.prediction.classes[0];
  return likeliest ? `${sample.prediction.value}, ${(likeliest.probability * 100).toFixed(0)} %` : sample.prediction.value;
}

function pictures(samples: InspectedSample[]): HTMLElement {
  return h("div", { class: "worst-images" }, ...samples.flatMap(sample => {
    const { shape, pixels } = sample.image!;
    const rgba = toRgba({ label: sample.actual, ...shape, pixels });
    if (!rgba) return [];
    const canvas = h("canvas", { role: "img", "aria-label": `Sample ${sample.row}: ${sample.actual}, taken for ${sample.prediction.value}` });
    canvas.width = shape.width;
    canvas.height = shape.height;
    canvas.getContext("2d")?.putImageData(new ImageData(rgba, shape.width, shape.height), 0, 0);
    const wrong = sample.prediction.value !== sample.actual;
    return [h("figure", { title: `Sample ${sample.row}, loss ${formatNumber(Number(sample.loss))}` }, canvas,
      h("figcaption", {}, h("b", {}, sample.actual), h("span", { class: wrong ? "wrong" : "" }, ` ${verdict(sample)}`)))];
  }));
}

function rows(samples: InspectedSample[]): HTMLElement {
  const names = samples[0]?.text === undefined ? Object.keys(samples[0]?.cells ?? {}) : ["after"];
  return h("div", { class: "sheet-frame", tabindex: "0", role: "group", "aria-label": "Worst samples" }, h("table", { class: "sheet" },
    h("thead", {}, h("tr", {}, ...["row", "loss", "actual", "model says", ...names].map(name => h("th", { scope: "col" }, name)))),
    h("tbody", {}, ...samples.map(sample => h("tr", {}, ...[
      String(sample.row), formatNumber(Number(sample.loss)), sample.actual, verdict(sample), ...names.map(name => sample.text?.replaceAll("\n", "↵") ?? sample.cells?.[name] ?? "")]
      .map(cell => h("td", { class: "mono" }, cell)))))));
}
