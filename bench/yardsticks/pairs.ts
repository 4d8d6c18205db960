import { median } from '../median.ts';

/** A figure beside its anchor: what a plain tool needs for the same, measured in the same run. */
export interface Figure {
  figure: string;
  anchor: string;
  /** Medians, in `unit`. */
  ours: number;
  anchors: number;
  unit: string;
  /** The median of the ratios of all pairs, and their range. */
  ratio: number;
  range: readonly [number, number];
  /** The highest ratio that is promised. */
  aim: number;
}

/** What one figure compares. Each function measures once. */
export interface Comparison {
  figure: string;
  anchor: string;
  unit: string;
  aim: number;
  ours: () => Promise<number>;
  anchors: () => Promise<number>;
  pairs?: number;
  /** Pairs that do not count. */
  warmUps?: number;
}

/** Measures pairs that alternate, after those that do not count: both are warm. */
export async function comparePairs({ ours, anchors, pairs = 5, warmUps = 1, ...told }: Comparison): Promise<Figure> {
  const measured: { own: number; anchor: number }[] = [];
  for (let pair = 0; pair < warmUps + pairs; pair += 1) {
    const anchor = await anchors();
    const own = await ours();
    if (pair >= warmUps) measured.push({ own, anchor });
  }
  const ratios = measured.map(({ own, anchor }) => own / anchor);
  return {
    ...told,
    ours: median(measured.map(({ own }) => own)),
    anchors: median(measured.map(({ anchor }) => anchor)),
    ratio: median(ratios),
    range: [Math.min(...ratios), Math.max(...ratios)],
  };
}

/** One line of the table: figure, ratio, range, aim, and what was measured against what. */
export function formatFigure({ figure, anchor, ours, anchors, unit, ratio, range, aim }: Figure): string {
  const shown = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0));
  return [
    ratio <= aim ? 'reached    ' : 'not reached',
    `${ratio.toFixed(2)} of at most ${aim}`.padEnd(20),
    `(${range.map((value) => value.toFixed(2)).join('–')})`.padEnd(14),
    `${figure}: ${shown(ours)} ${unit}, against ${shown(anchors)} ${unit} of ${anchor}`,
  ].join('  ');
}
