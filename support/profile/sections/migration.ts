import { z } from 'zod';
import { partner, strict } from '../../settings/index.ts';

const Snapshot = strict({
  /** A snapshot export (ZIP), relative to the config. @example "snapshots/dev.zip" */
  snapshot: z.string().min(1),
});

/** Data that was moved: where it was, where it is, and the plan that says what may differ. */
export const MigrationSource = strict({
  /** The backend into which the data was moved, where there are several. @example "app" */
  backend: partner('convex', ({ to }: { to?: unknown }) => to !== undefined),
  /** The plan (YAML), relative to the config. @example "plans/companies.yaml" */
  plan: z.string().min(1),
  /** The environment into which the data was moved. @example "prod" */
  into: z.string().min(1),
  /** The export of the source, taken before the move. */
  from: Snapshot,
  /** An export of the target; its live data where left out. */
  to: Snapshot.optional(),
  /** An export of the source, taken after the move: what a plan wants cleaned is looked for there. */
  after: Snapshot.optional(),
  /** Where a comparison that is cut off leaves, encrypted, what it has read and found, relative to the config: the next run goes on there. @example ".airlock/migration" */
  progress: z.string().min(1).optional(),
});
export type MigrationSource = z.infer<typeof MigrationSource>;
