import type { WorkerInput } from '../../../support/platforms/worker/platform.ts';
import { worker } from '../../../support/platforms/worker/platform.ts';
import { logIngestionWorker, Setting, type WorkerProfile } from '../../../support/profile/index.ts';
import { resolveSection, type SettingResolver } from '../../../support/settings/index.ts';

/** Settings as the config gives them: a value that is written there, or the name of the key. */
const asWritten: SettingResolver = {
  resolve: (source, _, place) =>
    'value' in source
      ? Setting.of(place.split('.').at(-1) ?? place, source.value, 'a spec')
      : Setting.of(source.key, source.key, 'a spec'),
  file: (shown) => ({ path: shown, shown }),
};

const identity = {
  platform: 'worker',
  environment: 'prod',
  name: 'worker',
  place: 'platforms.worker',
  called: 'the Worker',
} as const;

const { endpoints, adminRoutes } = logIngestionWorker;
/** The routes of a Worker that takes logs, as its preset names them. */
export const logRoutes = { endpoints, adminRoutes };

/** A Worker's profile as a config would give it: one that takes logs, where nothing else is said. */
export function workerFrom(input: Omit<WorkerInput, 'url'>, url: string): WorkerProfile {
  const section = worker.settings.parse({ ...logRoutes, ...input, url: { value: url } });
  return { ...resolveSection(worker.settings, section, 'platforms.worker', asWritten), ...identity };
}
