import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { WorkerName } from '../../support/families/isolation/read-worker-name.ts';
import type { WorkerProfile } from '../../support/profile/index.ts';

/**
 * Whether a Worker is the one that the profile names, and no other environment's.
 * @throws NotVerified where another environment's Worker reports no name, and nothing was found
 */
export function judgeWorkerName(
  worker: WorkerProfile,
  name: WorkerName,
  others: readonly { worker: WorkerProfile; name: WorkerName; apart?: string | undefined }[],
): Finding[] {
  const { environment, service: declared } = worker;
  const findings: Finding[] = [];
  const from = [name.url, worker.url.origin];
  if (declared !== undefined && name.service !== undefined && name.service !== declared)
    findings.push({
      what: `the Worker of ${environment} reports another name than the profile`,
      expected: declared,
      received: name.service,
      from,
    });
  if (worker.sharing === 'shared') return findings;
  for (const other of others) {
    if (name.service === undefined || other.name.service !== name.service) continue;
    // One code has one name in it wherever it runs: what proves that two Workers are apart counts for more.
    if (other.apart !== undefined) continue;
    findings.push({
      what: `${environment} and ${other.worker.environment} have Workers with the same name`,
      expected: "a different name for each environment's Worker",
      received: `${name.service}, as both report`,
      from: [`${name.url} (${environment})`, `${other.name.url} (${other.worker.environment})`],
      remedy:
        'Correct the route or the address. Where both run the same code, with one name in it, let the run prove that they are apart: allow the effect `canary`, so that a trace of one can be looked for in the other; addresses of `workers.dev` prove it by their script names.',
    });
  }
  const silent = others.find(({ name: { service } }) => service === undefined);
  if (findings.length === 0 && silent !== undefined)
    throw new NotVerified(
      `the Worker of ${silent.worker.environment} does not report its name (${silent.name.url}), so it may be ${name.service} too`,
      'Return a field `service` from `GET /` in every environment.',
    );
  return findings;
}
