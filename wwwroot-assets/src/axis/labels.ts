// What stands at an axis' ticks. All of one axis are written in one way, each with all of its digits: no two read the same.
import { per, plain, scientific, type Decimal } from "./decimal.ts";
import type { NumberFormat } from "../format.ts";

/** Longer labels give way to shorter notations, where there are any. */
const comfortable = 6;
/** Up to here those with k and M, which are easier to read than powers of ten. */
const readable = 8;
const bytes = ["B", "kB", "MB", "GB", "TB"];

/** Labels of ticks that are a step apart. */
export function linearLabels(values: readonly Decimal[], format: NumberFormat): string[] {
  const largest = Math.max(-400, ...values.map(magnitude));
  switch (format) {
    case "percent": return withUnit(fullOrScientific(values.map(value => per(value, -2)), largest + 2), "%");
    case "bytes": {
      const unit = byteUnit(largest);
      return withUnit(fullOrScientific(values.map(value => per(value, 3 * unit)), largest - 3 * unit), bytes[unit]);
    }
    case "scientific": {
      const full = values.map(fullWith(decimalsOf(values)));
      return longest(full) < comfortable ? full as string[] : values.map(scientific);
    }
    default: {
      const full = values.map(fullWith(decimalsOf(values)));
      if (longest(full) <= comfortable) return full as string[];
      const short = largest < 3 || largest >= 9 ? [] : largest < 6 ? suffixed(values, 3, "k") : suffixed(values, 6, "M");
      if (short.length && longest(short) <= readable) return short as string[];
      return longest(full) <= longest(values.map(scientific)) ? full as string[] : values.map(scientific);
    }
  }
}

/** Labels of a logarithmic axis: in full where all are short, else each as short as it can be. */
export function logLabels(values: readonly Decimal[], format: NumberFormat): string[] {
  if (format === "bytes") return values.map(value => {
    const unit = byteUnit(magnitude(value)), scaled = per(value, 3 * unit);
    const full = plain(scaled), short = scientific(scaled);
    return `${full !== undefined && full.length <= readable ? full : short} ${bytes[unit]}`;
  });
  const unit = format === "percent" ? "%" : "";
  const shifted = format === "percent" ? values.map(value => per(value, -2)) : values;
  const full = shifted.map(value => plain(value));
  if (longest(full) <= comfortable) return withUnit(full as string[], unit);
  return withUnit(shifted.map((value, i) => {
    const short = scientific(value), long = full[i];
    return long !== undefined && long.length <= short.length ? long : short;
  }), unit);
}

/** Power of ten of a number's first digit. */
function magnitude({ n, power }: Decimal): number {
  return n === 0 ? -Infinity : String(Math.abs(n)).length - 1 + power;
}

/** Which unit a size of this magnitude is written in: what is far beyond the largest, and below the smallest, in bytes. */
function byteUnit(magnitude: number): number {
  return magnitude < 0 || magnitude >= 18 ? 0 : Math.min(bytes.length - 1, Math.floor(magnitude / 3));
}

function decimalsOf(values: readonly Decimal[]): number {
  return Math.max(0, ...values.map(({ power }) => -power));
}

function fullWith(decimals: number): (value: Decimal) => string | undefined {
  return value => plain(value, decimals);
}

function fullOrScientific(values: readonly Decimal[], largest: number): string[] {
  const full = values.map(fullWith(decimalsOf(values)));
  return largest < 7 && longest(full) <= 14 ? full as string[] : values.map(scientific);
}

function suffixed(values: readonly Decimal[], unit: number, suffix: string): (string | undefined)[] {
  return values.map(value => {
    const text = trimmedPlain(per(value, unit));
    return text === undefined || text === "0" ? text : text + suffix;
  });
}

function trimmedPlain(value: Decimal): string | undefined {
  return plain(value)?.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}

function withUnit(texts: readonly string[], unit: string): string[] {
  return texts.map(text => text === "0" || !unit ? text : `${text} ${unit}`);
}

function longest(texts: readonly (string | undefined)[]): number {
  let most = 0;
  for (const text of texts) most = Math.max(most, text === undefined ? Infinity : text.replace(/^−/, "").length);
  return most;
}
