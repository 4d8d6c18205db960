import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { CanaryReading, LeakedSecret } from '../../support/platforms/worker/canary/read-canary.ts';
import { enableToken, isRefusedToken } from '../../support/platforms/worker/client-headers.ts';
import type { StoredLogs } from '../../support/platforms/worker/schema.ts';
import type { WorkerProfile } from '../../support/profile/index.ts';

/**
 * Whether posted logs were accepted, are found by their trace as they were posted, without the secrets that they held and
 * without the noise, and are among the recent traces. The answer alone is not believed.
 * @throws NotVerified where the caller's token is refused, and where nothing else is wrong and the recent traces cannot be read
 */
export function judgeCanary(reading: CanaryReading, worker: WorkerProfile): Finding[] {
  const { url, readUrl, status, answerText, stored, storedText, waitedMs, secret } = reading;
  if (isRefusedToken(status))
    throw new NotVerified(`the Worker refuses the caller: status ${status}: ${answerText}`, enableToken(worker));
  if (reading.taking === 'refused') return [judgeRefusal(reading, worker)];
  if (!stored || stored.logs.length === 0) {
    if (reading.taking === 'unreadable')
      throw new NotVerified(
        `whether the log was taken cannot be read from the answer (status ${status}: ${answerText}), and it is not found by its trace (${storedText})`,
        'Say in `platforms.worker.success` where the answer tells it.',
      );
    return [
      {
        what: 'a log that was accepted is not found by its trace',
        expected: `the log within ${worker.ingestWithinMs} ms`,
        received: `nothing after ${waitedMs} ms (${storedText})`,
        from: [`POST ${url}`, `GET ${readUrl}`],
        remedy:
          'Look at what the Worker does after it answers: whether its store (its address and token) takes the log, and where it reads from.',
      },
    ];
  }
  const messageOf = ({ message }: Logs[number]) => (typeof message === 'string' ? message : '');
  const isSecret = (log: Logs[number]) => secret !== undefined && messageOf(log).startsWith(secret.marker);
  const findings = [
    ...judgePlain(
      reading,
      stored.logs.filter((log) => !isSecret(log) && !worker.noise.includes(messageOf(log))),
    ),
    ...judgeSecrets(reading, stored.logs.filter(isSecret)),
    ...judgeNoise(reading, stored.logs),
    ...judgeRecent(reading, worker),
    ...judgeReadable(reading),
  ];
  if (findings.length === 0 && reading.recentProblem !== undefined) throw new NotVerified(reading.recentProblem);
  return findings;
}

type Logs = StoredLogs['logs'];

/**
 * A log that was refused, with the remedy that its cause has.
 * @throws NotVerified where a quota is spent: what the Worker does with a log is not seen then
 */
function judgeRefusal({ url, status, answerText, location }: CanaryReading, worker: WorkerProfile): Finding {
  if (status === 429 || worker.rateLimits.some(({ refusal }) => refusal.status === status && status < 500))
    throw new NotVerified(
      `the first log is refused with status ${status}: a quota was spent before the run, or something in front of the Worker refuses: ${answerText}`,
      'Run it again when the window has ended, or let the run pass what stands in front of the Worker.',
    );
  return {
    what: 'a log is not accepted',
    expected: 'a 2xx without a sign of failure',
    received: `status ${status}${location === null ? '' : `, to ${location}`}: ${answerText}`,
    from: [`POST ${url}`],
    remedy: remedyOf(status, answerText, location),
  };
}

function remedyOf(status: number, text: string, location: string | null): string {
  if (location !== null) return `Name the address that it redirects to as the address of the Worker: ${location}`;
  if (status === 404 || status === 405)
    return 'Correct the address, or say in `platforms.worker.endpoints.log` where logs are posted; look at the route of the Worker.';
  if (status === 413 || status === 415 || status === 422 || status === 400)
    return 'The Worker does not take the log that Airlock posts: compare its answer with `POST /log` in docs/worker.md.';
  if (/redis|upstash/i.test(text))
    return "Check the Worker's Redis URL and token, then post a log by hand and read it back.";
  return 'Look at what the Worker says of it: `npx wrangler tail`. Where it was taken, say in `platforms.worker.success` how the answer tells so.';
}

function judgePlain({ sent, readUrl }: CanaryReading, logs: Logs): Finding[] {
  const from = [`GET ${readUrl}`];
  if (logs.length !== 1)
    return [
      {
        what:
          logs.length === 0
            ? 'a log that was accepted is not found by its trace'
            : 'one posted log is stored more than once',
        expected: '1 log',
        received: `${logs.length} logs`,
        from,
      },
    ];
  const [log] = logs;
  return (['trace_id', 'message', 'level', 'system', 'user_id', 'context'] as const).flatMap((field) => {
    if (isDeepStrictEqual(log?.[field], sent[field])) return [];
    // What a Worker does not store is not a loss where nothing is found by it: the trace is what was asked for.
    if ((field === 'system' || field === 'trace_id') && (log?.[field] ?? null) === null) return [];
    return [
      {
        what: `the stored log differs in \`${field}\``,
        expected: JSON.stringify(sent[field]),
        received: JSON.stringify(log?.[field]) ?? '(missing)',
        from,
      },
    ];
  });
}

const remainsInWords: Record<LeakedSecret['remains'], string> = {
  whole: 'the secret, as it was posted',
  unlabelled: 'the secret, without the words around it',
  encoded: 'the secret, encoded',
  part: 'some of its characters: its beginning, its end or more',
};

/** The secrets themselves stand in no finding, made up or not. */
function judgeSecrets({ url, readUrl, secret }: CanaryReading, logs: Logs): Finding[] {
  if (secret === undefined) return [];
  const findings: Finding[] = secret.leaked.map(({ field, remains }) => ({
    what: `${remains === 'part' ? 'a part of ' : ''}a secret that was posted in \`${field}\` comes back`,
    expected: 'it is stored redacted',
    received: remainsInWords[remains],
    from: [`POST ${url}`, `GET ${readUrl}`],
    remedy:
      remains === 'part'
        ? 'Redact all of it before it is stored, and redeploy the Worker; where the part may be kept, say in `becomes` of the sample in `platforms.worker.redacts` what is stored.'
        : 'Redact it before it is stored, and redeploy the Worker; what the Worker does not promise is left out of `platforms.worker.redacts`.',
  }));
  for (const { field, becomes } of secret.otherwise)
    findings.push({
      what: `what was posted in \`${field}\` is not redacted as promised`,
      expected: becomes ?? '',
      received: 'it stands nowhere in the log',
      from: [`GET ${readUrl}`],
      remedy: 'Correct the redaction of the Worker, or `becomes` of the sample in `platforms.worker.redacts`.',
    });
  if (secret.taking === 'refused')
    findings.push({
      what: 'a log with secrets in it is not accepted',
      expected: 'a 2xx with `success: true`',
      received: `status ${secret.status}: ${secret.answerText}`,
      from: [`POST ${url}`],
    });
  else if (logs.length !== 1)
    findings.push({
      what: 'a log with secrets in it is not found by its trace once',
      expected: '1 log, its secrets redacted',
      received: `${logs.length} logs`,
      from: [`POST ${url}`, `GET ${readUrl}`],
    });
  return findings;
}

function judgeNoise({ url, readUrl, noise }: CanaryReading, logs: Logs): Finding[] {
  return noise.flatMap((posted): Finding[] => {
    const { message, status, answerText } = posted;
    const findings: Finding[] = [];
    if (posted.taking === 'refused')
      findings.push({
        what: 'noise is not answered with success',
        expected: `a 2xx with \`success: true\` for \`${message}\``,
        received: `status ${status}: ${answerText}`,
        from: [`POST ${url}`],
      });
    if (logs.some((log) => log.message === message))
      findings.push({
        what: 'noise is stored',
        expected: `\`${message}\` is suppressed`,
        received: 'it stands under its trace',
        from: [`GET ${readUrl}`],
      });
    return findings;
  });
}

/** A log that a browser posts is not a loss of the log, but its page is told of an error (Fetch standard, CORS check). */
function judgeReadable({ url, site, allowOrigin }: CanaryReading): Finding[] {
  if (site === undefined || allowOrigin === site || allowOrigin === '*') return [];
  return [
    {
      what: 'the answer to a log that the site posts is kept from its page',
      expected: `Access-Control-Allow-Origin: ${site}`,
      received: allowOrigin ?? '(none)',
      from: [`POST ${url}`],
      remedy: 'Set the CORS headers on the answers of every method, errors included.',
    },
  ];
}

function judgeRecent(
  { sent, recentTraces, recentProblem, recentUrl }: CanaryReading,
  worker: WorkerProfile,
): Finding[] {
  if (recentProblem !== undefined || worker.endpoints.recent === false || recentTraces?.includes(sent.trace_id))
    return [];
  return [
    {
      what: 'the trace is not among the recent traces',
      expected: sent.trace_id,
      received: recentTraces === undefined ? 'no list of traces' : `${recentTraces.length} other traces`,
      from: [`GET ${recentUrl}`],
    },
  ];
}
