import { z } from 'zod';

/** `GET /health` of a log-ingestion Worker. Loose: only the fields that are judged. */
export const Health = z.looseObject({
  status: z.string(),
  service: z.string().optional(),
  components: z.record(z.string(), z.looseObject({ status: z.string() })).optional(),
});
export type Health = z.infer<typeof Health>;

/** The answer to `POST /log`. */
export const LogAnswer = z.looseObject({
  success: z.boolean(),
  trace_id: z.string().optional(),
  error: z.string().optional(),
  remaining_quota: z.number().optional(),
});
export type LogAnswer = z.infer<typeof LogAnswer>;

/** The answer to `GET /logs?trace_id=`. */
export const StoredLogs = z.looseObject({
  trace_id: z.string(),
  logs: z.array(
    z.looseObject({
      trace_id: z.string(),
      system: z.string(),
      level: z.string(),
      message: z.string(),
      user_id: z.string().nullish(),
      context: z.unknown(),
    }),
  ),
});
export type StoredLogs = z.infer<typeof StoredLogs>;

/** The answer to `GET /traces/recent`. */
export const RecentTraces = z.looseObject({ traces: z.array(z.looseObject({ id: z.string() })) });
export type RecentTraces = z.infer<typeof RecentTraces>;
