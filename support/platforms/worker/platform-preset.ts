import type { WorkerInput } from './platform.ts';

const config = 'components.rate_limiter.config';
const counts = 'components.rate_limiter.current_state';

/**
 * What a log-ingestion Worker of the observed kind promises: one fixed window of an hour with three quotas that all count
 * (a trace's 100, its system's, 1,000 in all), logs that live for an hour in Redis, state and version told by `/health`.
 * Spread it into `platforms.worker` and name what differs: `worker: { ...logIngestionWorker, url: { key: '…' } }`.
 */
export const logIngestionWorker = {
  rateLimits: [traceLimit({ perTrace: 100, perSystem: 100, global: 1_000, windowMs: 3_600_000 })],
  retention: { seconds: 3_600 },
  noise: ['[vite] connected.'],
  durableState: {
    stored: 'components.rate_limiter.state_version',
    known: 'components.rate_limiter.known_state_version',
  },
} satisfies Partial<WorkerInput>;

/** The observed Worker's limit of a trace, with other figures; Airlock's own logs are those of the system `manual`. */
export function traceLimit(limits: { perTrace: number; perSystem: number; global: number; windowMs: number }) {
  return {
    per: 'trace',
    name: 'trace',
    limit: limits.perTrace,
    windowMs: limits.windowMs,
    reported: { limit: `${config}.perTrace` },
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
