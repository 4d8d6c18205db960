import { z } from 'zod';

/** The health answer: an object. What its fields are called and hold, the profile says (`health-status.ts`). */
export const Health = z.looseObject({});
export type Health = z.infer<typeof Health>;

/** The answer to `POST /log`. */
export const LogAnswer = z.looseObject({
  success: z.boolean(),
  trace_id: z.string().optional(),
  error: z.string().optional(),
  remaining_quota: z.number().optional(),
});
export type LogAnswer = z.infer<typeof LogAnswer>;

/** Whether a log was taken, as the answer has it: some Workers answer 201 or 202. */
export function isTaken({ status, answer }: { status: number; answer: LogAnswer | undefined }): boolean {
  return status >= 200 && status <= 299 && answer?.success === true;
}

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
      context: z.unknown().optional(),
    }),
  ),
});
export type StoredLogs = z.infer<typeof StoredLogs>;

/** The same, where only their number counts: what bad input leaves behind may look like anything. */
export const AnyLogs = z.looseObject({ logs: z.array(z.unknown()) });

/** The answer to `GET /traces/recent`. */
export const RecentTraces = z.looseObject({ traces: z.array(z.looseObject({ id: z.string() })) });
export type RecentTraces = z.infer<typeof RecentTraces>;

/** The answer of Redis over REST to a command whose result is a number. */
export const RedisAnswer = z.looseObject({ result: z.number() });
