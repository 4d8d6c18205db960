import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { StoredKeyReading } from '../../support/platforms/worker/read-stored-key.ts';
import type { WorkerProfile } from '../../support/profile/index.ts';

/** The log was posted a moment ago. */
const slackSeconds = 60;

/**
 * Whether what was stored expires when the profile says.
 * @throws NotVerified where nothing was stored: then nothing tells which Redis it would be in
 */
export function judgeRetention(reading: StoredKeyReading, { retention }: WorkerProfile): Finding[] {
  const { url, ttlSeconds, isFound } = reading;
  const seconds = retention?.seconds ?? 0;
  if (ttlSeconds === -2 && !isFound)
    throw new NotVerified('the log that was posted is found neither by its trace nor in the Redis (worker/ingests)');
  if (ttlSeconds === -2) return [absentKey(reading)];
  if (ttlSeconds <= seconds && ttlSeconds >= Math.max(0, seconds - slackSeconds)) return [];
  return [
    {
      what: ttlSeconds === -1 ? 'a stored log never expires' : 'a stored log does not expire when it has to',
      expected: `a time to live of ${seconds} s`,
      received: ttlSeconds === -1 ? 'none' : `${ttlSeconds} s`,
      from: [`GET ${url}`],
      remedy: 'Set the expiry in the pipeline that stores the log, and redeploy the Worker.',
    },
  ];
}

/** A log that the Worker gives back, and that is not in the Redis of its environment, stands in another. */
export function judgeStoredInOwnRedis(reading: StoredKeyReading): Finding[] {
  return reading.ttlSeconds === -2 && reading.isFound ? [absentKey(reading)] : [];
}

function absentKey({ url, key }: StoredKeyReading): Finding {
  return {
    what: 'the Worker keeps its logs in another Redis than the one of its environment',
    expected: `the key ${key}`,
    received: 'no such key',
    from: [`GET ${url}`],
    remedy: "Set the Worker's UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN to those of its own environment.",
  };
}
