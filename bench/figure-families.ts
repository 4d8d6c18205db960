/** The families of ratios, in the order in which they are measured. */
export const figureFamilies = ['process', 'network', 'smoke'] as const;

export type FigureFamily = (typeof figureFamilies)[number];

/** The ratios of each family, by the names that `--only` takes, in the order in which they are measured. */
export const figureNames = {
  process: ['gate', 'table', 'config-checks', 'many-config-checks', 'references', 'documents'],
  network: ['distance', 'in-a-row', 'burst', 'burst-at-distance'],
  smoke: ['visits', 'watched-visits', 'smoke-project'],
} as const satisfies Readonly<Record<FigureFamily, readonly string[]>>;

export type FigureName<Family extends FigureFamily = FigureFamily> = (typeof figureNames)[Family][number];

/** Every ratio, of all families. */
export const allFigures: readonly FigureName[] = figureFamilies.flatMap(
  (family): readonly FigureName[] => figureNames[family],
);

/** What `--only` means: the ratios of a family, or one of them; none where it names neither. */
export function figuresNamed(name: string): readonly FigureName[] {
  const family = figureFamilies.find((each) => each === name);
  return family === undefined ? allFigures.filter((each) => each === name) : figureNames[family];
}

/** What has figures of its own beside the ratios, in the order in which it is measured. */
export const ownFamilies = [
  'table',
  'overhead',
  'worker',
  'contract',
  'drift',
  'smoke',
  'isolation',
  'audit',
  'auditGrowth',
] as const;

export type OwnFamily = (typeof ownFamilies)[number];
