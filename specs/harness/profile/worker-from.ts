import type { WorkerInput } from '../../../support/platforms/worker/platform.ts';
import { worker } from '../../../support/platforms/worker/platform.ts';
import { Setting, type WorkerProfile } from '../../../support/profile/index.ts';
import { resolveSection, type SettingResolver } from '../../../support/settings/index.ts';

/** Settings as the config gives them: a value that is written there, or the name of the key. */
const asWritten: SettingResolver = {
  resolve: (source, _, place) =>
    'value' in source
      ? Setting.of(place.split('.').at(-1) ?? place, source.value, 'a spec')
      : Setting.of(source.key, source.key, 'a spec'),
  file: (shown) => ({ path: shown, shown }),
};

/** A Worker's profile as a config would give it. */
export function workerFrom(input: Omit<WorkerInput, 'url'>, url: string): WorkerProfile {
  const section = worker.settings.parse({ ...input, url: { value: url } });
  return { ...resolveSection(worker.settings, section, 'platforms.worker', asWritten), environment: 'prod' };
}
