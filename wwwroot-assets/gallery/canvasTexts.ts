// What is written on a canvas, and whether it can be read: for tests in a browser.

interface Written { text: string; left: number; right: number; y: number; align: CanvasTextAlign }

const written = new WeakMap<HTMLCanvasElement, Written[]>();
let calls = 0;

/** From now on all canvases are listened to. */
export function listen(): void {
  const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (x, y, width, height) {
    written.set(this.canvas, []);
    clearRect.call(this, x, y, width, height);
  };
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    calls++;
    const width = this.measureText(text).width;
    const left = this.textAlign === "right" ? x - width : this.textAlign === "center" ? x - width / 2 : x;
    written.get(this.canvas)?.push({ text, left, right: left + width, y, align: this.textAlign });
    fillText.call(this, text, x, y);
  };
}

/** How often anything was written, on all canvases. */
export function callsSoFar(): number {
  return calls;
}

/** Labels of the value axis, from the bottom, and of the step axis, from the left. */
export function labels(canvas: HTMLCanvasElement): { values: string[]; steps: string[] } {
  const all = written.get(canvas) ?? [];
  const texts = (align: CanvasTextAlign) => all.filter(at => at.align === align).map(at => at.text);
  return { values: texts("right"), steps: texts("center") };
}

/** What is wrong with a canvas' labels, in words. */
export function faults(canvas: HTMLCanvasElement): string[] {
  const found: string[] = [];
  const all = written.get(canvas) ?? [];
  if (all.length > 80) found.push(`${all.length} labels`);
  for (const { text, left, right } of all) {
    if (left < -0.5 || right > canvas.width + 0.5) found.push(`"${text}" is cut: from ${left} to ${right} of ${canvas.width}`);
    if (/NaN|Infinity|undefined|e\+/.test(text)) found.push(`"${text}" cannot be read`);
  }
  const values = all.filter(at => at.align === "right"), steps = all.filter(at => at.align === "center");
  if (values.length < 2) found.push(`${values.length} labels on the value axis`);
  for (const list of [values, steps])
    list.forEach((label, i) => { if (i && label.text === list[i - 1].text) found.push(`"${label.text}" twice`); });
  values.forEach((label, i) => { if (i && Math.abs(label.y - values[i - 1].y) < 12) found.push(`"${label.text}" touches its neighbour`); });
  steps.forEach((label, i) => { if (i && label.left <= steps[i - 1].right) found.push(`"${label.text}" touches "${steps[i - 1].text}"`); });
  return found;
}
