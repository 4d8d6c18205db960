import { check, NotApplicable, NotVerified } from '../../support/check/index.ts';
import {
  logCanarySends,
  logElsewhere,
  ofEach,
  reachableToTry,
  redisKeyElsewhere,
  requireOthers,
  unknownTrace,
} from '../../support/families/isolation/index.ts';
import { type CanaryReading, storesLogs, workerCanary } from '../../support/platforms/worker/index.ts';

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
    const canary = await read(workerCanary, worker);
    const { sent, waitedMs, storedText } = canary;
    // The positive control: a search that finds nothing at home proves nothing elsewhere.
    if (!isFound(canary))
      throw new NotVerified(
        `the canary was not found through its own Worker (worker/ingests): the Worker of ${worker.environment} answered ${storedText || 'nothing'}`,
      );
    count('canaries found at home', 1);
    // As long as it took to be seen at home, and as long again; no longer than it may take at all.
    const absentForMs = Math.max(profile.isolation.canary.absentForMs, Math.min(2 * waitedMs, worker.ingestWithinMs));
    const workers = reachableToTry(profile, others, count).flatMap((each) =>
      each.workers.map((other) => ({ other, mayPost: each.effects.has('canary') && storesLogs(other) })),
    );
    const { values, unlessUnread } = await ofEach(workers, async ({ other, mayPost }) => {
      const { environment } = other;
      const { url, logs, isUnknown } = await read(logElsewhere, {
        worker: other,
        traceId: sent.trace_id,
        absentForMs,
      });
      if (isUnknown) {
        // What it was given itself and gives back shows it best; else what it answers to other questions.
        const own = mayPost ? await read(workerCanary, other).catch(() => undefined) : undefined;
        const shown = isFound(own) ? 'it gives back a canary of its own' : await read(unknownTrace, { worker, other });
        if (shown === undefined)
          throw new NotVerified(
            `the Worker of ${environment} answers 404 to the search for the trace, and nothing shows that it would give it back (${url})`,
            'Allow the effect `canary` there, name its list of recent traces (`endpoints.recent`), or let it answer 200 with an empty list of logs.',
          );
        count(`searches answered with 404 for want of the trace: ${shown}`, 1);
      }
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

/** Whether a posted log came back through the Worker that took it. */
function isFound(canary: CanaryReading | undefined): boolean {
  const { sent, stored } = canary ?? {};
  return (
    stored?.logs.some(({ trace_id, message }) => trace_id === sent?.trace_id || message === sent?.message) ?? false
  );
}
