// Numbers on an axis as whole digits and a power of ten: n · 10^power. Written from those they are exact, however large,
// small or near to one another, where sums of doubles would run over, run under or come out the same.

export interface Decimal {
  /** a whole number, exact in a double */
  n: number;
  power: number;
}

/** What would be longer than this is not written in full. */
const longest = 24;

/** 10^power; 0 or infinite outside of what a double holds. */
export function tenTo(power: number): number {
  return Number(`1e${power}`);
}

/** value / 10^power, for a value of about that size: neither end of what a double holds is left on the way. */
export function inUnits(value: number, power: number): number {
  if (power < -300) return value * 1e150 * tenTo(-power - 150);
  return power < 0 ? value * tenTo(-power) : value / tenTo(power);
}

/** The nearest double. */
export function toDouble({ n, power }: Decimal): number {
  return Number(`${n}e${power}`);
}

/** "1,250" or "0.0250", with so many decimals at least; undefined where that would be very long. */
export function plain({ n, power }: Decimal, decimals = 0): string | undefined {
  if (n === 0) return "0";
  const digits = String(Math.abs(n));
  const behind = Math.max(decimals, -power, 0);
  if (digits.length + Math.abs(power) > longest || behind > longest) return undefined;
  // as many zeros as the decimals ask for, so that the last `behind` digits are those after the point
  const all = (digits + "0".repeat(power + behind)).padStart(behind + 1, "0");
  const whole = all.slice(0, all.length - behind).replace(/\B(?=(\d{3})+$)/g, ",");
  return sign(n) + whole + (behind ? `.${all.slice(-behind)}` : "");
}

/** Without zeros at the end: "2.5" for 250 · 10^-2. */
export function trimmed({ n, power }: Decimal): Decimal {
  while (n !== 0 && n % 10 === 0) {
    n /= 10;
    power++;
  }
  return { n, power: n === 0 ? 0 : power };
}

/** "1.25e−7" */
export function scientific(value: Decimal): string {
  const { n, power } = trimmed(value);
  if (n === 0) return "0";
  const digits = String(Math.abs(n));
  const exponent = power + digits.length - 1;
  return `${sign(n)}${digits[0]}${digits.length > 1 ? `.${digits.slice(1)}` : ""}e${exponent < 0 ? "−" : ""}${Math.abs(exponent)}`;
}

/** n · 10^power in units of 10^unit. */
export function per({ n, power }: Decimal, unit: number): Decimal {
  return { n, power: power - unit };
}

function sign(n: number): string {
  return n < 0 ? "−" : "";
}
