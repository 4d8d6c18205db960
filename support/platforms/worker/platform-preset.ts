import type { WorkerInput } from './platform.ts';
import type { BadInputName } from './platform-input.ts';

const config = 'components.rate_limiter.config';
const counts = 'components.rate_limiter.current_state';
const documented = 'cost_model.rate_limits';

/** What the observed Worker answers 400 to: a trace or a message that is missing, a level or a system that is not known. */
const refused: readonly BadInputName[] = [
  'text',
  'list',
  'no-fields',
  'no-trace',
  'no-message',
  'empty-trace',
  'empty-message',
  'unknown-level',
  'unknown-system',
];

/**
 * What a log-ingestion Worker of the observed kind documents: one fixed window of an hour, 100 logs a trace and 1,000 in all (the
 * system `manual`, as which Airlock posts, has no quota of its own), logs that live for an hour in Redis.
 * Spread it into `platforms.worker` and name what differs: `worker: { ...logIngestionWorker, url: { key: '…' } }`.
 */
export const logIngestionWorker = {
  endpoints: { health: '/health', log: '/log', logs: '/logs', recent: '/traces/recent' },
  adminRoutes: [{ path: '/logs/clear' }],
  components: ['redis', 'rate_limiter'],
  rateLimits: [
    {
      per: 'trace',
      name: 'trace',
      limit: 100,
      windowMs: 3_600_000,
      reported: {
        limit: `${config}.per_trace_limit`,
        documented: `${documented}.per_trace`,
        window: `${config}.window_ms`,
      },
      alsoCounts: [
        {
          name: 'global',
          limit: 1_000,
          reported: {
            limit: `${config}.global_limit`,
            documented: `${documented}.global`,
            used: `${counts}.global_current`,
          },
        },
      ],
    },
  ],
  retention: { seconds: 3_600 },
  noise: ['[vite] connected.'],
  refusesBadInput: [...refused],
} satisfies Partial<WorkerInput>;

/** A limit of a trace beside a system's and a global one, as a Worker reports it whose limits stand in one object of its config. @example "/logs" @example "/log" */
export function traceLimit(limits: { perTrace: number; perSystem: number; global: number; windowMs: number }) {
  return {
    per: 'trace',
    name: 'trace',
    limit: limits.perTrace,
    windowMs: limits.windowMs,
    reported: { limit: `${config}.perTrace`, window: `${config}.windowMs` },
    alsoCounts: [
      {
        name: 'system',
        limit: limits.perSystem,
        reported: { limit: `${config}.perSystem.manual`, used: `${counts}.perSystem.manual` },
      },
      {
        name: 'global',
        limit: limits.global,
        reported: { limit: `${config}.globalPerWindow`, used: `${counts}.global` },
      },
    ],
    headers: ['ratelimit', 'x-ratelimit'],
    whenUnreachable: 'closed',
  } satisfies NonNullable<WorkerInput['rateLimits']>[number];
}
