import type { Finding } from '../../support/check/finding.ts';
import { componentIn, componentNames, isHealthy, statusIn } from '../../support/platforms/worker/health-status.ts';
import { valueAt } from '../../support/platforms/worker/health-value.ts';
import type { HealthReading } from '../../support/platforms/worker/read-health.ts';
import type { Health } from '../../support/platforms/worker/schema.ts';
import type { WorkerProfile } from '../../support/profile/index.ts';

/**
 * Whether the Worker is healthy, each component that it has to report is, and the limits that it reports are the promised
 * ones. `degraded` (some of it works) is told from `unhealthy`.
 */
export function judgeHealth(reading: HealthReading, worker: WorkerProfile): Finding[] {
  if (!reading.answers)
    return [
      {
        what: 'no log-ingestion Worker answers',
        expected: reading.expected,
        received: reading.received,
        from: [reading.url, worker.url.origin],
        ...(reading.received.startsWith('status 2') && {
          remedy:
            'Correct the address; where it is the Worker and words its health otherwise, say how in `platforms.worker.health` of the deployment config.',
        }),
      },
    ];
  const { health, status, url } = reading;
  const healthy = worker.health.healthy.join(' or ');
  const findings: Finding[] = [];
  const said = statusIn(health, worker);
  if (status !== 200 || !isHealthy(said, worker)) {
    findings.push({
      what: worker.health.degraded.some((word) => String(word) === said)
        ? 'the Worker is degraded: a part of it does not work'
        : 'the Worker is not healthy',
      expected: `status 200, ${healthy}`,
      received: `status ${status}, ${said}`,
      from: [url],
    });
  }
  const service = valueAt(health, 'service');
  if (worker.service !== undefined && service !== worker.service) {
    findings.push({
      what: 'another Worker answers',
      expected: worker.service,
      received: typeof service === 'string' ? service : '(no service name)',
      from: [url, worker.url.origin],
    });
  }
  for (const name of worker.components) {
    const seen = componentIn(health, name, worker);
    if (isHealthy(seen, worker)) continue;
    const names = componentNames(health, worker);
    const missing = !names.includes(name);
    findings.push({
      what: missing
        ? `the component ${name} is missing from the answer`
        : `the component ${name} ${seen === undefined ? 'does not say how it is' : `is ${seen}`}`,
      expected: healthy,
      received: seen ?? `${worker.health.components}: ${names.join(', ') || 'none'}`,
      from: [url],
    });
  }
  return [...findings, ...judgeReportedLimits(health, url, worker)];
}

/** What the answer says of its own limits, against the profile: a limit in code differs from the one that is documented. */
function judgeReportedLimits(health: Health, url: string, worker: WorkerProfile): Finding[] {
  const { rateLimits, components } = worker;
  const limiterWorks = components.every((name) => isHealthy(componentIn(health, name, worker), worker));
  const quotas = rateLimits.flatMap((rateLimit) => [
    { name: rateLimit.name ?? rateLimit.per, limit: rateLimit.limit, reported: rateLimit.reported },
    ...rateLimit.alsoCounts,
  ]);
  return quotas.flatMap(({ name, limit, reported }) => {
    const findings: Finding[] = [];
    if (reported.limit !== undefined) {
      const seen = valueAt(health, reported.limit);
      if (seen !== limit)
        findings.push({
          what: `the limit of the quota ${name} that the Worker reports is not the one that it promises`,
          expected: String(limit),
          received: seen === undefined ? '(missing)' : JSON.stringify(seen),
          from: [`${url} › ${reported.limit}`],
          remedy:
            "Correct the limit in the Worker's code and redeploy it, or correct `rateLimits` in the deployment config.",
        });
    }
    // A limiter that says it is ill need not count; one that says it is well was asked, and knows its count.
    if (reported.used !== undefined && limiterWorks && typeof valueAt(health, reported.used) !== 'number')
      findings.push({
        what: `the Worker calls itself healthy and gives no count of the quota ${name}`,
        expected: 'a number',
        received: JSON.stringify(valueAt(health, reported.used)) ?? '(missing)',
        from: [`${url} › ${reported.used}`],
        remedy: 'Ask the limiter and the store in the health endpoint, and report what they say.',
      });
    return findings;
  });
}
