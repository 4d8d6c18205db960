import path from 'node:path';
import { type ExitCode, exitCodes } from '../command/exit-code.ts';
import { complain, say } from '../command/print.ts';
import { UsageError } from '../command/stop-error.ts';
import {
  type LoadedDeployment,
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

/** With more files than this, progress is printed. */
const quietFiles = 5;

/** `--mode local`. @returns the exit code */
export async function syncLocalCommand(
  { dryRun, verbose, only, json }: SyncOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  const loaded = await loadDeployment();
  mindEmbedded(loaded, { dryRun, json });
  const environment = developmentOf(loaded);
  await using embedded = await startEmbedded(loaded);
  const profile = resolveProfile(loaded, environment, {
    cellsOnly: true,
    spanning: true,
    ...(embedded && { variables: embedded.variables }),
  });

  const sync = withFiles(profile, only);
  const plans = await planLocal(profile, sync, only);
  const applied = dryRun ? nothingApplied : await applyLocal(plans, sync, progressOf(plans, signal));

  const resume = resumeCommand({ deployTo: undefined, only, prune: false }, undefined);
  const result = { environment, dryRun, plans, applied, resume, directory: loaded.directory };
  say(json ? jsonOfLocal(result) : wordLocal(result, verbose));
  return applied.brokeOff === undefined ? exitCodes.done : exitCodes.notVerified;
}

const nothingApplied: AppliedLocal = { backups: [], left: [], brokeOff: undefined };

/**
 * Addresses of the embedded twin stop working with the command: files with them are worse than none, and the next gate
 * would find them stale.
 */
function mindEmbedded({ deployment }: LoadedDeployment, { dryRun, json }: { dryRun: boolean; json: boolean }): void {
  if (deployment.embedded === undefined) return;

  const notice = embeddedNotice('npm run sync-env -- --mode local');
  if (!dryRun)
    throw new Refusal('configuration', [
      `${notice}\nThe addresses in its local files would stop working at once; --dry-run shows the files.`,
    ]);
  if (!json) complain(notice);
}

/** The only environment of class development. @throws Refusal if there is none, or more than one */
function developmentOf({ deployment }: LoadedDeployment): string {
  const all = Object.entries(deployment.environments);
  const names = all.filter(([, { class: kind }]) => kind === 'development').map(([name]) => name);
  const [name, ...others] = names;
  if (name === undefined || others.length > 0)
    throw new Refusal('configuration', [
      `Local files contain values of the only environment of class development; the config has ${names.join(', ') || 'none'}.`,
    ]);
  return name;
}

function progressOf(plans: readonly LocalFilePlan[], signal: AbortSignal) {
  return {
    now: new Date(),
    signal,
    onFile: ({ shown: file }: LocalFilePlan, number: number) => {
      if (plans.length > quietFiles) complain(`[${number}/${plans.length}] ${file}`);
    },
  };
}

interface LocalResult {
  environment: string;
  dryRun: boolean;
  plans: readonly LocalFilePlan[];
  applied: AppliedLocal;
  resume: string;
  directory: string;
}

function jsonOfLocal({ environment, dryRun, plans, applied, resume }: LocalResult): string {
  const { backups, left, brokeOff } = applied;
  const notWritten = left.map(({ shown: file }) => file);
  const open = brokeOff === undefined ? {} : { brokeOff, notWritten, resume };
  return JSON.stringify({ environment, dryRun, files: plans.map(shown), backups, ...open }, null, 2);
}

function wordLocal({ dryRun, plans, applied, resume, directory }: LocalResult, verbose: boolean): string {
  const isHere = path.resolve(directory) === process.cwd();
  return [
    ...plans.flatMap((plan) => lines(plan, verbose)),
    ...footer({ plans, dryRun, ...applied }),
    ...(isHere ? [] : [`The files are in ${shownPath(directory)}.`]),
    ...(applied.brokeOff === undefined ? [] : [`To continue:\n  ${resume}`]),
  ].join('\n');
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
      `--only ${unknown}: no local file is for this target; there are files for ${named.map(({ target }) => target).join(', ')}.`,
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
        .join(', ') || 'no keys'
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
    ...(brokeOff !== undefined ? [`${brokeOff}; unchanged: ${left.map(({ shown: file }) => file).join(', ')}.`] : []),
    ...backups.map((file) => `The previous content is in ${file}.`),
  ];
}
