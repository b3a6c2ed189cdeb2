// A forked job's curve begins with its parent's: what the two have in common, up to the checkpoint between them.
import { SeriesBuffer } from "./seriesBuffer.ts";
import { watchJob } from "./watch.ts";

/** The parent's series, cut after the fork; kept up to date while the parent is watched. */
export class Trunk {
  private readonly cut = new Map<string, { version: number; buffer: SeriesBuffer }>();
  private readonly parent: ReturnType<typeof watchJob>;

  constructor(readonly job: string, readonly step: number, onChange: () => void, server: string) {
    this.parent = watchJob(job, onChange, server);
  }

  series(name: string): SeriesBuffer | undefined {
    const whole = this.parent.watch.model.series.get(name);
    if (!whole) return undefined;
    let known = this.cut.get(name);
    if (known?.version !== whole.version) this.cut.set(name, (known = { version: whole.version, buffer: cutAfter(whole, this.step) }));
    return known.buffer;
  }

  close(): void {
    this.parent.close();
  }
}

/** The buckets of a curve that end at or before a step. */
export function cutAfter(whole: SeriesBuffer, step: number): SeriesBuffer {
  const buffer = new SeriesBuffer();
  const end = whole.steps.findIndex(at => at > step);
  const until = end < 0 ? whole.length : end;
  buffer.load({
    name: "", count: until,
    steps: whole.steps.slice(0, until), times: whole.times.slice(0, until),
    min: whole.min.slice(0, until), max: whole.max.slice(0, until), last: whole.last.slice(0, until),
  });
  return buffer;
}
