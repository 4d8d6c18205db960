import type { Finding } from '../../support/check/finding.ts';
import type { WorkerName } from '../../support/families/isolation/read-worker-name.ts';
import type { WorkerProfile } from '../../support/profile/index.ts';

/** Whether a Worker is the one that the profile names, and no other environment's. */
export function judgeWorkerName(
  worker: WorkerProfile,
  name: WorkerName,
  others: readonly { worker: WorkerProfile; name: WorkerName }[],
): Finding[] {
  const { environment, service: declared } = worker;
  const findings: Finding[] = [];
  const from = [name.url, worker.url.origin];
  if (declared !== undefined && name.service !== undefined && name.service !== declared)
    findings.push({
      what: `the Worker of ${environment} calls itself otherwise than the profile says`,
      expected: declared,
      received: name.service,
      from,
    });
  if (worker.sharing === 'shared') return findings;
  for (const other of others) {
    if (name.service === undefined || other.name.service !== name.service) continue;
    findings.push({
      what: `${environment} and ${other.worker.environment} have Workers of one name`,
      expected: 'a name of its own for the Worker of each environment',
      received: `${name.service}, by the answer of both`,
      from: [`${name.url} (${environment})`, `${other.name.url} (${other.worker.environment})`],
    });
  }
  return findings;
}
