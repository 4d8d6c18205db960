import { check, NotApplicable, NotVerified } from '../../support/check/index.ts';
import {
  logCanarySends,
  logElsewhere,
  ofEach,
  reachableToTry,
  redisKeyElsewhere,
  requireOthers,
} from '../../support/families/isolation/index.ts';
import { storesLogs, workerCanary } from '../../support/platforms/worker/index.ts';

check({
  id: 'isolation/log-canary',
  title: "a log written here is found here and through no other environment's Worker",
  platform: 'isolation',
  effect: 'canary',
  severity: 'critical',
  crosses: true,
  why: 'Two Workers on one Redis show each environment the logs of the other.',
  remedy: "Give each environment's Worker its own Redis (UPSTASH_REDIS_REST_URL and its token), and redeploy it.",
  needs: ['platforms.worker.endpoints.log', 'platforms.worker.endpoints.logs'],
  subjects({ workers, environment, others }) {
    if (others.length === 0) throw new NotApplicable(`${environment} is the only environment`);
    const own = workers.filter(({ sharing }) => sharing === 'isolated');
    if (own.length === 0) throw new NotApplicable('`platforms.worker.sharing` is `shared`');
    return own.filter(storesLogs);
  },
  sends: logCanarySends,
  async verify({ subject: worker, profile, reachableOthers, read, count }) {
    const others = requireOthers(profile, reachableOthers);
    const { sent, stored, waitedMs, storedText } = await read(workerCanary, worker);
    // The positive control: a search that finds nothing at home proves nothing elsewhere.
    if (!stored?.logs.some(({ trace_id, message }) => trace_id === sent.trace_id || message === sent.message))
      throw new NotVerified(
        `the canary was not found through its own Worker (worker/ingests): the Worker of ${worker.environment} answered ${storedText || 'nothing'}`,
      );
    count('canaries found at home', 1);
    // As long as it took to be seen at home, and as long again; no longer than it may take at all.
    const absentForMs = Math.max(profile.isolation.canary.absentForMs, Math.min(2 * waitedMs, worker.ingestWithinMs));
    const workers = reachableToTry(profile, others, count).flatMap((each) => each.workers);
    const { values, unlessUnread } = await ofEach(workers, async (other) => {
      const { environment } = other;
      const { url, logs } = await read(logElsewhere, {
        worker: other,
        traceId: sent.trace_id,
        absentForMs,
      });
      count('searches elsewhere', 1);
      const seen = logs > 0 ? [{ url, how: `${logs} logs of the trace` }] : [];
      if (worker.redis && other.redis) {
        const key = `logs:${sent.trace_id}`;
        const [home, elsewhere] = await Promise.all([
          read(redisKeyElsewhere, { worker, key }),
          read(redisKeyElsewhere, { worker: other, key }),
        ]);
        if (elsewhere.exists)
          seen.push({ url: elsewhere.url.replace(/\/exists\/.*/, ''), how: 'the key of the trace' });
        else if (home.exists) count('keys found in the Redis at home alone', 1);
      }
      return seen.map(({ url: place, how }) => ({
        what: `a log of ${worker.environment} is seen in ${environment}`,
        expected: `nothing of it in ${environment}, for ${absentForMs} ms after it was found in ${worker.environment}`,
        received: how,
        from: [`${place} (${environment})`, `${worker.url.value} (${worker.environment})`],
      }));
    });
    return unlessUnread(values.flat());
  },
});
