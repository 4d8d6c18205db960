import { loadDeployment, type Profile, resolveProfile, type SyncProfile, startEmbedded } from '../profile/index.ts';
import { Refusal } from './refusal.ts';
import { say, UsageError } from './run-tool.ts';
import { applyLocal, type LocalFilePlan, planLocal } from './sync-local.ts';
import type { SyncOptions } from './sync-options.ts';

/** `--mode local`. @returns the exit code */
export async function syncLocalCommand({ dryRun, verbose, only, json }: SyncOptions): Promise<number> {
  const loaded = await loadDeployment();
  const development = Object.entries(loaded.deployment.environments).filter(
    ([, { class: kind }]) => kind === 'development',
  );
  const [name] = development[0] ?? [];
  if (name === undefined || development.length > 1)
    throw new Refusal('configuration', [
      `Local files hold values of the one environment of the class development; the config has ${development.length === 0 ? 'none' : development.map(([each]) => each).join(', ')}.`,
    ]);
  await using embedded = (await startEmbedded(loaded)) ?? { variables: undefined, async [Symbol.asyncDispose]() {} };
  const profile = resolveProfile(loaded, name, {
    cellsOnly: true,
    spanning: true,
    ...(embedded.variables && { variables: embedded.variables }),
  });
  const sync = withFiles(profile, only);
  const plans = await planLocal(profile, sync, only);
  const backups = dryRun ? [] : await applyLocal(plans, sync, { now: new Date() });
  if (json) say(JSON.stringify({ environment: name, dryRun, files: plans.map(shown), backups }, null, 2));
  else say([...plans.flatMap((plan) => lines(plan, verbose)), ...footer(plans, backups, dryRun)].join('\n'));
  return 0;
}

function withFiles({ sync }: Profile, only: readonly string[] | undefined): SyncProfile {
  const named = sync?.targets.filter(({ localFile }) => localFile) ?? [];
  if (!sync || named.length === 0)
    throw new Refusal('configuration', [
      'No target of the config has a `localFile` (sync.targets.TARGET.localFile): there is nothing to write.',
    ]);
  const unknown = only?.find((target) => !named.some((each) => each.target === target));
  if (unknown !== undefined)
    throw new UsageError(
      `--only ${unknown}: no local file is for it; there are files for ${named.map(({ target }) => target).join(', ')}.`,
    );
  return sync;
}

function shown({ target, shown: file, state, add, change, remove, unchanged, kept }: LocalFilePlan) {
  return { target, file, state, add, change, remove, unchanged, kept };
}

function lines(plan: LocalFilePlan, verbose: boolean): string[] {
  const counts = [
    [plan.add, 'added'],
    [plan.change, 'changed'],
    [plan.remove, 'removed'],
    [plan.unchanged, 'unchanged'],
    [plan.kept, 'kept, not in the table'],
  ] as const;
  return [
    `${plan.shown} (${plan.target}): ${plan.state}; ${
      counts
        .filter(([keys]) => keys.length > 0)
        .map(([keys, word]) => `${keys.length} ${word}`)
        .join(', ') || 'no key'
    }`,
    ...counts.flatMap(([keys, word]) =>
      keys.length > 0 && (verbose || (word !== 'unchanged' && word !== 'kept, not in the table'))
        ? [`  ${word}: ${keys.join(', ')}`]
        : [],
    ),
  ];
}

function footer(plans: readonly LocalFilePlan[], backups: readonly string[], dryRun: boolean): string[] {
  const differing = plans.filter(({ state }) => state !== 'unchanged').length;
  if (dryRun) return ['', `Nothing was written (--dry-run); ${differing} of ${plans.length} files would be.`];
  return [
    '',
    `${differing} of ${plans.length} files written.`,
    ...backups.map((file) => `What was there is in ${file}.`),
  ];
}
