import type { WorkerInput } from '../../../support/platforms/worker/platform.ts';
import { Setting, type WorkerProfile } from '../../../support/profile/index.ts';
import { workerFrom } from '../profile/worker-from.ts';

/** A Worker's profile as a config would give it. */
export function sampleWorker(
  source: Partial<WorkerInput> & { origins?: string } = {},
  url = 'https://logs.example.com',
): WorkerProfile {
  const { origins, url: _, ...input } = source;
  const worker = workerFrom(input, url);
  return {
    ...worker,
    ...(origins !== undefined && { allowedOrigins: Setting.of('ALLOWED_ORIGINS', origins, 'app.table:3:1') }),
    ...(worker.ingestToken && { ingestToken: Setting.of('INGEST_TOKEN', worker.ingestToken.value, 'a spec') }),
    ...(worker.version && { version: { ...worker.version, commit: Setting.of('COMMIT', 'c0ffee0c0ffee0', 'a spec') } }),
  };
}
