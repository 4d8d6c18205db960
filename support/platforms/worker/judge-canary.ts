import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../../check/finding.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { redactedExcerpt } from '../../redaction/redact.ts';
import type { CanaryReading } from './read-canary.ts';

/** Whether a posted log was accepted, is found whole by its trace, and is among the recent traces. The answer alone is not believed. */
export function judgeCanary(reading: CanaryReading, worker: WorkerProfile): Finding[] {
  const { url, sent, status, answer, answerText, stored, storedText, waitedMs, recentTraces } = reading;
  if (status !== 200 || answer?.success !== true) {
    return [
      {
        what: 'a log is not accepted',
        expected: 'status 200 with `success: true`',
        received: `status ${status}: ${redactedExcerpt(answerText, 200)}`,
        from: [`POST ${url}`],
      },
    ];
  }
  const byTrace = `GET ${new URL('/logs', url).href}?trace_id=${sent.trace_id}`;
  if (!stored || stored.logs.length === 0) {
    return [
      {
        what: 'a log that was accepted is not found by its trace',
        expected: `the log within ${worker.ingestWithinMs} ms`,
        received: `nothing after ${waitedMs} ms (${storedText})`,
        from: [`POST ${url}`, byTrace],
      },
    ];
  }
  const findings: Finding[] = [];
  if (stored.logs.length > 1)
    findings.push({
      what: 'one posted log is stored more than once',
      expected: '1 log',
      received: `${stored.logs.length} logs`,
      from: [byTrace],
    });
  const [log] = stored.logs;
  for (const field of ['trace_id', 'message', 'level', 'system', 'user_id', 'context'] as const) {
    if (isDeepStrictEqual(log?.[field], sent[field])) continue;
    findings.push({
      what: `the stored log differs in \`${field}\``,
      expected: JSON.stringify(sent[field]),
      received: JSON.stringify(log?.[field]) ?? '(missing)',
      from: [byTrace],
    });
  }
  if (!recentTraces?.includes(sent.trace_id)) {
    const received = recentTraces === undefined ? 'no list of traces' : `${recentTraces.length} other traces`;
    findings.push({
      what: 'the trace is not among the recent traces',
      expected: sent.trace_id,
      received,
      from: [`GET ${new URL('/traces/recent', url).href}`],
    });
  }
  return findings;
}
