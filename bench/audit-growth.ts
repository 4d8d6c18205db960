import { spawn } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startManyEnvironments } from './many-environments.ts';
import { recordedRequests, recordingTo } from './recorded-requests.ts';

const repository = path.join(import.meta.dirname, '..');

export interface AuditGrowth {
  environments: number;
  requests: number;
  /** The requests divided by those that a linear growth from the smallest audit would send. */
  ratio: number;
}

/** Counts the requests of audits of growing numbers of environments. @throws Error if an audit does not end with a verdict */
export async function benchAuditGrowth(sizes: readonly number[] = [2, 10, 50]): Promise<AuditGrowth[]> {
  const growth: AuditGrowth[] = [];
  for (const environments of sizes) {
    const requests = await requestsOf(environments);
    const [first] = growth;
    const linear = first ? (first.requests / first.environments) * environments : requests;
    growth.push({ environments, requests, ratio: requests / linear });
  }
  return growth;
}

async function requestsOf(environments: number): Promise<number> {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-bench-'));
  await using many = await startManyEnvironments(path.join(directory.path, 'many'), environments);
  const counted = path.join(directory.path, 'requests');
  const child = spawn(
    process.execPath,
    [path.join(repository, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'isolation'],
    {
      cwd: repository,
      env: {
        ...process.env,
        NO_COLOR: '1',
        DEPLOYMENT_CONFIG: many.configFile,
        ...recordingTo(counted),
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the audit of ${environments} environments exited with ${code}`);

  return recordedRequests(counted).length;
}
