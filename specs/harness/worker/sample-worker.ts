import type { z } from 'zod';
import { Setting, type WorkerProfile } from '../../../support/profile/index.ts';
import { WorkerSource } from '../../../support/profile/worker-source.ts';

/** A Worker's profile as a config would give it. */
export function sampleWorker(
  source: Partial<z.input<typeof WorkerSource>> & { origins?: string } = {},
  url = 'https://logs.example.com',
): WorkerProfile {
  const { origins, ...input } = source;
  const {
    url: _,
    service,
    allowedOrigins,
    ingestToken,
    redis,
    retention,
    durableState,
    version,
    ...rest
  } = WorkerSource.parse({
    url: { value: url },
    ...input,
  });
  return {
    ...rest,
    environment: 'prod',
    url: Setting.of('url', url, 'a spec'),
    ...(origins !== undefined && { allowedOrigins: Setting.of('ALLOWED_ORIGINS', origins, 'app.table:3:1') }),
    ...(ingestToken && {
      ingestToken: Setting.of('INGEST_TOKEN', 'value' in ingestToken ? ingestToken.value : '', 'a spec'),
    }),
    ...(durableState && { durableState }),
    ...(version && { version: { ...version, commit: Setting.of('COMMIT', 'c0ffee0c0ffee0', 'a spec') } }),
  };
}
