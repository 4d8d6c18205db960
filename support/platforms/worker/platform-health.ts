import { z } from 'zod';
import { strict } from '../../settings/index.ts';
import { HealthPath } from './platform-limits.ts';

/** A status in the health answer. */
const HealthWord = z.union([z.string().min(1), z.boolean(), z.number()]);

/** How a health answer is worded: of a Worker, and of a service in a container. */
export const HealthShape = strict({
  /** Where the status of the whole is. Left out: `status`, `ok`, `healthy`, `health`, `state`, `success` or `code`, also below `data`. */
  status: HealthPath.optional(),
  /** Where the components are. Left out: `components`, `checks`, `services` and the like, and fields named after a store beside the status. */
  components: HealthPath.optional(),
  /** Where a component that is an object says how it is; one that is a word or a boolean says it itself. @example "status" */
  componentStatus: HealthPath.optional(),
  /** The words that mean healthy. Left out: the common ones, such as `healthy`, `ok`, `up`, `pass`, `connected`. */
  healthy: z.array(HealthWord).min(1).optional(),
  /** The words that mean degraded. */
  degraded: z.array(HealthWord).default(['degraded', 'warn', 'warning', 'partial']),
  /** Components that may be unhealthy, with their parts: every other one that the answer reports counts, named in `components` or not. @example ["cache"] */
  ignores: z.array(z.string()).default([]),
  /** How old an answer from a cache may be, in seconds. */
  maxAgeSeconds: z.number().int().nonnegative().default(60),
});
