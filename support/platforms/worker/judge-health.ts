import type { Finding } from '../../check/finding.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import type { HealthReading } from './read-health.ts';

/** Whether the Worker is healthy, and each component that it has to report is. */
export function judgeHealth(reading: HealthReading, worker: WorkerProfile): Finding[] {
  if (!reading.answers)
    return [
      {
        what: 'no log-ingestion Worker answers',
        expected: reading.expected,
        received: reading.received,
        from: [reading.url, worker.url.origin],
      },
    ];
  const { health, status, url } = reading;
  const findings: Finding[] = [];
  if (status !== 200 || health.status !== 'healthy') {
    findings.push({
      what: 'the Worker is not healthy',
      expected: 'status 200, healthy',
      received: `status ${status}, ${health.status}`,
      from: [url],
    });
  }
  if (worker.service !== undefined && health.service !== worker.service) {
    findings.push({
      what: 'another Worker answers',
      expected: worker.service,
      received: health.service ?? '(no service name)',
      from: [url, worker.url.origin],
    });
  }
  for (const name of worker.components) {
    const seen = health.components?.[name]?.status;
    if (seen === 'healthy') continue;
    findings.push({
      what:
        seen === undefined ? `the component ${name} is missing from the answer` : `the component ${name} is ${seen}`,
      expected: 'healthy',
      received: seen ?? `components: ${Object.keys(health.components ?? {}).join(', ') || 'none'}`,
      from: [url],
    });
  }
  return findings;
}
