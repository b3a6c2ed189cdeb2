// Numbers, times and sizes as people read them.

export type NumberFormat = "number" | "percent" | "scientific" | "integer" | "rate" | "bytes";

/** From here on digits are too many to read, whatever the format. */
const unreadable = 1e15;

export function formatNumber(value: number | undefined, format: NumberFormat = "number"): string {
  if (value === undefined) return "–";
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  if (Math.abs(value) >= unreadable && format !== "percent") return minus(value.toExponential(3)) + (format === "bytes" ? " B" : "");
  switch (format) {
    case "integer": return formatCount(Math.round(value));
    case "percent": return `${minus(percent(value))} %`;
    case "scientific": return value === 0 ? "0" : minus(value.toExponential(1));
    case "bytes": return formatBytes(value);
    case "rate": return minus(value >= 100 ? formatCount(Math.round(value)) : significant(value, 3));
    default: return minus(significant(value, 4));
  }
}

function percent(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return hundredfold(value.toExponential(3));
  return size !== 0 && size < 5e-5 ? (value * 100).toExponential(1) : (value * 100).toFixed(2);
}

/** Of a number as text, since the number may be too large for it. */
function hundredfold(exponential: string): string {
  return exponential.replace(/e\+(\d+)$/, (_, exponent: string) => `e+${Number(exponent) + 2}`);
}

/** `digits` significant digits; scientific only where plain notation would be unreadable. */
export function significant(value: number, digits: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-3) return value.toExponential(Math.min(digits - 1, 2));
  if (size >= unreadable) return value.toExponential(digits - 1);
  if (size >= 10 ** digits) return formatCount(Math.round(value));
  // below 1, "0.0612" has the digits that count; keep as many decimals as a value near 1 has
  const decimals = size < 1 ? digits : Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return value.toFixed(decimals);
}

/** 1482000 → "1,482,000" */
export function formatCount(value: number): string {
  return minus(Math.trunc(value).toString().replace(/\B(?=(\d{3})+$)/g, ","));
}

/** 238400000 → "238 MB", in powers of a thousand */
export function formatBytes(value: number): string {
  const power = Math.min(4, Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(value))) / 3)));
  const amount = value / 1000 ** power;
  return minus(`${amount.toFixed(power > 0 && Math.abs(amount) < 10 ? 1 : 0)} ${["B", "kB", "MB", "GB", "TB"][power]}`);
}

/** Seconds → "6 s", "3 m 20 s", "2 h 5 m", "4 d 3 h". */
export function formatDuration(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds) || seconds < 0) return "–";
  if (seconds < 1) return seconds === 0 ? "0 s" : "under 1 s";
  const whole = Math.round(seconds);
  const parts: [number, string][] = [
    [Math.floor(whole / 86400), "d"], [Math.floor(whole / 3600) % 24, "h"], [Math.floor(whole / 60) % 60, "m"], [whole % 60, "s"]];
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts.slice(first, first + 2).filter(([amount]) => amount > 0).map(([amount, unit]) => `${amount} ${unit}`).join(" ");
}

/** Unix milliseconds → local "10:42:07", or with milliseconds "10:42:07.114". */
export function formatClock(at: number, milliseconds = false): string {
  const time = new Date(at);
  const two = (n: number) => String(n).padStart(2, "0");
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  return milliseconds ? `${clock}.${String(time.getMilliseconds()).padStart(3, "0")}` : clock;
}

/** The honest label under a chart. */
export function formatCoverage(shown: number, total: number): string {
  return shown >= total ? `all ${formatCount(total)} points` : `${formatCount(shown)} of ${formatCount(total)} points, extremes kept`;
}

function minus(text: string): string {
  return text.replace(/^-/, "−").replace("e+", "e").replace("e-", "e−");
}
