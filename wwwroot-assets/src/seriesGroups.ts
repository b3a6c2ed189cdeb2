// Which charts a job's own series get: a series with its validation in one, those with a common first part under it.

export interface SeriesGroup {
  /** the common first part of the names; undefined for the series without one */
  prefix: string | undefined;
  charts: SeriesChart[];
}

export interface SeriesChart {
  /** names a chart among all of the job's */
  name: string;
  /** the name without the group's */
  title: string;
  series: string[];
}

/** In the order in which the series first came, those without a group first. `except` are drawn elsewhere. */
export function seriesGroups(names: Iterable<string>, except: ReadonlySet<string>): SeriesGroup[] {
  const own = [...names].filter(name => !except.has(name));
  const present = new Set(own);
  const charts = own.filter(name => !present.has(measuredOf(name)))
    .map(name => present.has(`val/${name}`) ? [name, `val/${name}`] : [name]);

  const sizes = new Map<string, number>();
  for (const [name] of charts) sizes.set(prefixOf(name), (sizes.get(prefixOf(name)) ?? 0) + 1);
  const groups = new Map<string | undefined, SeriesChart[]>([[undefined, []]]);
  for (const series of charts) {
    const [name] = series;
    const prefix = prefixOf(name);
    // one alone has nothing in common with others
    const group = prefix && sizes.get(prefix)! > 1 ? prefix : undefined;
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group)!.push({ name, title: group === undefined ? name : name.slice(group.length + 1), series });
  }
  return [...groups].filter(([, list]) => list.length).map(([prefix, list]) => ({ prefix, charts: list }));
}

/** The series that a validation series belongs to; nobody's name for others. */
function measuredOf(name: string): string {
  return name.startsWith("val/") ? name.slice("val/".length) : "";
}

/** "layers" for "layers/1/weights"; "" for a name without a first part. */
function prefixOf(name: string): string {
  const slash = name.indexOf("/");
  return slash > 0 && slash < name.length - 1 ? name.slice(0, slash) : "";
}
