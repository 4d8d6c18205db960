import path from 'node:path';
import { type ExitCode, exitCodes } from '../command/exit-code.ts';
import { complain, say } from '../command/print.ts';
import { UsageError } from '../command/stop-error.ts';
import {
  loadDeployment,
  type Profile,
  resolveProfile,
  type SyncProfile,
  shownPath,
  startEmbedded,
} from '../profile/index.ts';
import { resumeCommand } from './deploy-report.ts';
import { embeddedNotice } from './embedded-notice.ts';
import { Refusal } from './refusal.ts';
import { type AppliedLocal, applyLocal, type LocalFilePlan, planLocal } from './sync-local.ts';
import type { SyncOptions } from './sync-options.ts';

/** More files than these are counted out as they go. */
const quietFiles = 5;

/** `--mode local`. @returns the exit code */
export async function syncLocalCommand(
  { dryRun, verbose, only, json }: SyncOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  const loaded = await loadDeployment();
  const notice = embeddedNotice('npm run sync-env -- --mode local');
  const isEmbedded = loaded.deployment.embedded !== undefined;
  // Files with addresses that lead nowhere a moment later are worse than none, and the next gate would find them stale.
  if (isEmbedded && !dryRun)
    throw new Refusal('configuration', [`${notice}\nLocal files of it would lead nowhere; --dry-run shows them.`]);
  if (isEmbedded && !json) complain(notice);
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
  const { backups, left, brokeOff }: AppliedLocal = dryRun
    ? { backups: [], left: [], brokeOff: undefined }
    : await applyLocal(plans, sync, {
        now: new Date(),
        signal,
        onFile: ({ shown: file }, number) => {
          if (plans.length > quietFiles) complain(`[${number}/${plans.length}] ${file}`);
        },
      });
  const resume = resumeCommand({ deployTo: undefined, only, prune: false }, undefined);
  if (json)
    say(
      JSON.stringify(
        {
          environment: name,
          dryRun,
          files: plans.map(shown),
          backups,
          ...(brokeOff !== undefined && { brokeOff, notWritten: left.map(({ shown: file }) => file), resume }),
        },
        null,
        2,
      ),
    );
  else
    say(
      [
        ...plans.flatMap((plan) => lines(plan, verbose)),
        ...footer({ plans, dryRun, backups, left, brokeOff }),
        ...(path.resolve(loaded.directory) === process.cwd()
          ? []
          : [`The files are in ${shownPath(loaded.directory)}.`]),
        ...(brokeOff !== undefined ? [`To go on:\n  ${resume}`] : []),
      ].join('\n'),
    );
  return brokeOff === undefined ? exitCodes.done : exitCodes.notVerified;
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

function shown({ target, shown: file, reader, state, add, change, remove, unchanged, kept }: LocalFilePlan) {
  return { target, file, reader, state, add, change, remove, unchanged, kept };
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
    ...(verbose ? [`  read by ${plan.reader}`] : []),
    ...counts.flatMap(([keys, word]) =>
      keys.length > 0 && (verbose || (word !== 'unchanged' && word !== 'kept, not in the table'))
        ? [`  ${word}: ${keys.join(', ')}`]
        : [],
    ),
  ];
}

function footer({
  plans,
  dryRun,
  backups,
  left,
  brokeOff,
}: AppliedLocal & { plans: readonly LocalFilePlan[]; dryRun: boolean }): string[] {
  const differing = plans.filter(({ state }) => state !== 'unchanged').length;
  if (dryRun) return ['', `Nothing was written (--dry-run); ${differing} of ${plans.length} files would be.`];
  return [
    '',
    `${differing - left.length} of ${plans.length} files written.`,
    ...(brokeOff !== undefined
      ? [`${brokeOff}; as they were: ${left.map(({ shown: file }) => file).join(', ')}.`]
      : []),
    ...backups.map((file) => `What was there is in ${file}.`),
  ];
}
