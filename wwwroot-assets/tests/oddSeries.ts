// Series of every shape that numbers can have, for tests of what is drawn of them. The same at every run.

export interface OddSeries {
  name: string;
  steps: number[];
  values: number[];
}

const next = (value: number, by = 1): number => {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(by));
  return view.getFloat64(0);
};

let seed = 1;
const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
const ordinary = (count: number) => upTo(count).map(i => i + 1);
const of = (name: string, values: number[], steps = ordinary(values.length)): OddSeries => ({ name, steps, values });

/** Any double there is, finite or not. */
function anyDouble(): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setUint32(0, Math.floor(random() * 2 ** 32));
  view.setUint32(4, Math.floor(random() * 2 ** 32));
  return view.getFloat64(0);
}

export function oddSeries(generated = 30): OddSeries[] {
  seed = 1;
  const constants = [0, -0, 0.7, 1, 2, 100, -1, 1 / 3, 1e12, 123456789, 1e21, 5e-324, -5e-324, 2.2e-308, 1e-100, Number.MAX_VALUE, -Number.MAX_VALUE, NaN, Infinity, -Infinity];
  const sizes = [0.7, 1, 1e-5, 1e12, 1e300, 5e-320, Number.MAX_VALUE / 2];
  return [
    ...constants.map(value => of(`${value} for ever`, upTo(300).map(() => value))),
    ...constants.map(value => of(`one point, ${value}`, [value])),
    ...sizes.map(value => of(`neighbouring doubles at ${value}`, upTo(300).map(i => next(value, i % 3)))),
    ...sizes.map(value => of(`almost one value, ${value}`, upTo(300).map(i => value * (1 + 2e-9 * (i % 5))))),
    of("converged", upTo(400).map(i => 1 - 0.5 * Math.exp(-i / 5))),
    of("nothing", []),
    of("one finite among NaN", upTo(99).map(i => i === 50 ? 0.25 : NaN)),
    of("alternating NaN", upTo(5000).map(i => i % 2 ? NaN : i)),
    of("denormals", upTo(200).map(i => i * 5e-324)),
    of("denormals on both sides", upTo(200).map(i => (i - 100) * 5e-324)),
    of("both ends", upTo(200).map(i => i % 2 ? Number.MAX_VALUE : -Number.MAX_VALUE)),
    of("both ends and infinities", upTo(200).map(i => [Number.MAX_VALUE, -Number.MAX_VALUE, Infinity, -Infinity, NaN, 0][i % 6])),
    of("largest and smallest", upTo(200).map(i => i % 2 ? Number.MAX_VALUE : 5e-324)),
    of("24 decades", upTo(241).map(i => 10 ** (i / 10 - 12))),
    of("600 decades", upTo(601).map(i => Number(`1e${i - 300}`))),
    of("log with zeros and negatives", upTo(200).map(i => [0, -1, 1e-9, 1e9, -0][i % 5])),
    of("nothing above zero", upTo(200).map(i => -i)),
    of("mixed signs", upTo(200).map(i => (i % 2 ? 1 : -1) * 10 ** (i / 20))),
    of("a spike", upTo(9000).map(i => i === 4321 ? 1e308 : Math.sin(i))),
    of("learning rate", upTo(300).map(i => 2e-3 - i * 1e-7)),
    of("near the ceiling", upTo(300).map(i => 0.99999 + (i % 2) * 1e-6)),
    of("above the ceiling", upTo(300).map(i => 0.9 + (i % 2))),
    of("threads", upTo(300).map(i => 12 + (i % 2))),
    of("steps far apart", upTo(50).map(i => i), upTo(50).map(i => i * 1e14)),
    of("steps close to 2^53", upTo(50).map(i => i), upTo(50).map(i => 2 ** 53 - 100 + i)),
    of("the largest steps", [1, 2, 3], [1, 2 ** 62, 2 ** 63 - 1024]),
    of("one large step", [1], [2 ** 53 - 1]),
    of("step 0", [1], [0]),
    of("two steps", [1, 2], [7, 8]),
    ...upTo(generated).map(i => of(`any doubles, ${i}`, upTo(1 + Math.floor(random() * 400)).map(anyDouble))),
    ...upTo(generated).map(i => {
      // of one size, shaken: near to one another in all degrees
      const centre = anyDouble(), spread = 10 ** -(random() * 18);
      return of(`around one double, ${i}`, upTo(200).map(() => centre * (1 + spread * (random() - 0.5))));
    }),
    ...upTo(generated).map(i => {
      const size = 10 ** (random() * 40 - 20);
      let step = 0;
      return of(`a walk with gaps, ${i}`, upTo(500).map(() => random() < 0.05 ? NaN : size * (random() + random() - 1)), upTo(500).map(() => (step += 1 + Math.floor(random() ** 8 * 1e6))));
    }),
  ];
}
