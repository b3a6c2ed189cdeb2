// A forked job's curve begins with its parent's: what the two have in common, up to the checkpoint between them.
import { SeriesBuffer } from "./seriesBuffer.ts";
import { watchJob } from "./watch.ts";

const deepest = 8;

/** The parent's series, cut after the fork, with its own parent's before them; kept up to date while those are watched. */
export class Trunk {
  private readonly cut = new Map<string, { version: number; before: SeriesBuffer | undefined; buffer: SeriesBuffer }>();
  private readonly parent: ReturnType<typeof watchJob>;
  private root: Trunk | undefined;
  private closed = false;

  constructor(readonly job: string, readonly step: number, onChange: () => void, server: string, depth = 1) {
    this.parent = watchJob(job, model => {
      const origin = model.job?.forkedFrom;
      if (origin && !this.root && !this.closed && depth < deepest) this.root = new Trunk(origin.job, origin.step, onChange, server, depth + 1);
      onChange();
    }, server);
  }

  series(name: string): SeriesBuffer | undefined {
    const whole = this.parent.watch.model.series.get(name);
    const before = this.root?.series(name);
    if (!whole) return before;
    let known = this.cut.get(name);
    if (known?.version !== whole.version || known.before !== before)
      this.cut.set(name, (known = { version: whole.version, before, buffer: joined(before, cutAfter(whole, this.step)) }));
    return known.buffer;
  }

  close(): void {
    this.closed = true;
    this.root?.close();
    this.parent.close();
  }
}

/** One curve of two, of which the second begins where the first ends. */
export function joined(first: SeriesBuffer | undefined, second: SeriesBuffer): SeriesBuffer {
  if (!first?.length) return second;
  const buffer = new SeriesBuffer();
  const before = first.slice(""), after = second.slice("");
  buffer.load({
    name: "", count: first.count + second.count,
    steps: [...first.steps, ...second.steps], times: [...first.times, ...second.times],
    min: [...first.min, ...second.min], max: [...first.max, ...second.max], last: [...first.last, ...second.last],
    notFinite: [...before.notFinite, ...after.notFinite],
  });
  return buffer;
}

/** The buckets of a curve that end at or before a step. */
export function cutAfter(whole: SeriesBuffer, step: number): SeriesBuffer {
  const buffer = new SeriesBuffer();
  const end = whole.steps.findIndex(at => at > step);
  buffer.load(whole.slice("", 0, end < 0 ? whole.length : end));
  return buffer;
}
