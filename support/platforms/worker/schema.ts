import { z } from 'zod';

/** The health answer: JSON or text. What its fields are called and hold, the profile says (`health-status.ts`). */
export type Health = unknown;

/** One stored log: whatever it holds is compared, and no field of it has to be there for the others to count. */
const StoredLog = z.looseObject({});

/** The answer to `GET /logs?trace_id=`. */
export const StoredLogs = z.looseObject({ logs: z.array(StoredLog) });
export type StoredLogs = z.infer<typeof StoredLogs>;

/** The same, where only their number counts: what bad input leaves behind may look like anything. */
export const AnyLogs = z.looseObject({ logs: z.array(z.unknown()) });

/** The answer to `GET /traces/recent`. */
export const RecentTraces = z.looseObject({ traces: z.array(z.looseObject({ id: z.string() })) });
export type RecentTraces = z.infer<typeof RecentTraces>;

/** The answer of Redis over REST to a command whose result is a number. */
export const RedisAnswer = z.looseObject({ result: z.number() });
