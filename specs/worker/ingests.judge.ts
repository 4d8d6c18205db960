import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { enableToken, isRefusedToken } from '../../support/platforms/worker/client-headers.ts';
import type { CanaryReading } from '../../support/platforms/worker/read-canary.ts';
import { isTaken, type StoredLogs } from '../../support/platforms/worker/schema.ts';
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
  if (!isTaken(reading)) {
    return [
      {
        what: 'a log is not accepted',
        expected: 'a 2xx with `success: true`',
        received: `status ${status}: ${answerText}`,
        from: [`POST ${url}`],
      },
    ];
  }
  if (!stored || stored.logs.length === 0) {
    return [
      {
        what: 'a log that was accepted is not found by its trace',
        expected: `the log within ${worker.ingestWithinMs} ms`,
        received: `nothing after ${waitedMs} ms (${storedText})`,
        from: [`POST ${url}`, `GET ${readUrl}`],
      },
    ];
  }
  const isSecret = ({ message }: { message: string }) => message.startsWith(secret.marker);
  const findings = [
    ...judgePlain(
      reading,
      stored.logs.filter((log) => !isSecret(log) && !worker.noise.includes(log.message)),
    ),
    ...(worker.redactsSecrets ? judgeSecrets(reading, stored.logs.filter(isSecret)) : []),
    ...judgeNoise(reading, stored.logs),
    ...judgeRecent(reading, worker),
    ...judgeReadable(reading),
  ];
  if (findings.length === 0 && reading.recentProblem !== undefined) throw new NotVerified(reading.recentProblem);
  return findings;
}

type Logs = StoredLogs['logs'];

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

/** The secrets themselves stand in no finding, made up or not. */
function judgeSecrets({ url, readUrl, secret }: CanaryReading, logs: Logs): Finding[] {
  const findings: Finding[] = secret.leaked.map((field) => ({
    what: `a secret that was posted in \`${field}\` comes back`,
    expected: 'it is stored redacted',
    received: 'the secret, as it was posted',
    from: [`POST ${url}`, `GET ${readUrl}`],
    remedy: 'Redact messages, stacks and contexts before they are stored, and redeploy the Worker.',
  }));
  if (!isTaken(secret))
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
    if (!isTaken(posted))
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

/** A log that a browser posts is no loss of the log, but its page is told of an error (Fetch standard, CORS check). */
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
