/** The milliseconds of its own thread that work takes: what other processes do meanwhile has no share in it. */
export function threadMs(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

/** The median of several measurements. */
export function medianMs(work: () => unknown, times: number): number {
  const measured = Array.from({ length: times }, () => threadMs(work)).sort((one, other) => one - other);
  return measured[Math.floor(times / 2)] ?? 0;
}

/**
 * The growth of works of doubling sizes. Where it looks like too much, all are measured again, and the shortest time of each is its time: the
 * compiler and the collector of garbage make a time longer, and never shorter.
 * @returns the growth for each doubling, and the times
 */
export function growthOf(works: readonly (() => unknown)[], most: number): { growth: number; times: number[] } {
  let times = works.map(() => Number.POSITIVE_INFINITY);
  let growth = Number.POSITIVE_INFINITY;
  for (let round = 0; round < mostRounds && growth > most; round += 1) {
    times = works.map((work, at) => Math.min(times[at] ?? 0, medianMs(work, 3)));
    growth = growthPerDoubling(times, floorMs);
  }
  return { growth, times };
}

const mostRounds = 4;
const floorMs = 25;

/**
 * By how much the time grows with each doubling, as the mean over a row of doublings. Times below the floor say nothing of
 * growth: there the clock and the collector of garbage are measured.
 */
export function growthPerDoubling(times: readonly number[], floorMs: number): number {
  const [first = 0] = times;
  const last = times.at(-1) ?? 0;
  if (last < floorMs || times.length < 2) return 1;
  return (last / Math.max(first, floorMs / 2 ** (times.length - 1))) ** (1 / (times.length - 1));
}
