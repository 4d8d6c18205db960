import { createInterface } from 'node:readline/promises';
import { type ExitCode, exitCodes } from '../command/exit-code.ts';
import { complain, say } from '../command/print.ts';
import { UsageError } from '../command/stop-error.ts';
import { applyDeploy } from './apply-deploy.ts';
import { writeBackup } from './backup.ts';
import { readableValues } from './backup-content.ts';
import { compareEnvironment, type EnvironmentComparison } from './compare-environment.ts';
import { planDeploy } from './deploy-plan.ts';
import { appliedJson, formatApplied, formatPlan, resumeCommand } from './deploy-report.ts';
import { embeddedNotice } from './embedded-notice.ts';
import { openReadings, openRun, type ToolRun } from './open-run.ts';
import { Refusal } from './refusal.ts';
import type { SyncOptions } from './sync-options.ts';

/** More keys than these are counted out as they go. */
const quietKeys = 5;

/** `--mode deploy-ENV`. @returns the exit code */
export async function syncDeployCommand(
  options: SyncOptions & { deployTo: string },
  signal: AbortSignal,
): Promise<ExitCode> {
  const { deployTo: environment, only, json, prune } = options;
  await using run = await openRun(environment, { signal: AbortSignal.any([]) });
  const { profile } = run;
  requireTargets(run, only);
  if (run.embedded && !json) complain(embeddedNotice(`npm run sync-env -- --mode deploy-${environment}`));
  const before = await compareEnvironment(profile, run.read, only);
  refuseUnread(before);
  const plan = planDeploy(profile, before.comparisons, { prune });
  const writes = plan.filter(({ action }) => ['add', 'change', 'remove'].includes(action));
  const isBlocked = plan.some(({ action }) => action === 'blocked');
  if (!json) say(formatPlan(plan, environment, options.verbose));
  const goesOn = options.yes && !options.dryRun;
  if (!goesOn || writes.length === 0) {
    const left = options.yes ? '--dry-run only shows it.' : '--yes applies it.';
    const closing = writes.length === 0 ? 'There is nothing to write.' : `Nothing was written; ${left}`;
    if (json) say(JSON.stringify({ environment, plan, applied: [] }, null, 2));
    else say(`\n${closing}`);
    return isBlocked && writes.length === 0 ? exitCodes.failed : exitCodes.done;
  }
  await requireConfirmation(run, options, signal);
  const backup = await backUp(run, only);
  complain(`What can be read of the present values is in ${backup}.`);
  const applied = await applyDeploy(profile, plan, {
    door: run.writingDoor(),
    signal,
    readBack: () => compareEnvironment(profile, openReadings(run), only),
    onStep: (step, number, of) => {
      if (writes.length > quietKeys)
        complain(`[${number}/${of}] ${step.target.target} ${step.writes.map(({ key }) => key).join(', ')}`);
    },
  });
  const resume = resumeCommand(options, profile.class === 'production' ? profile.deployment : undefined);
  if (json) say(JSON.stringify({ environment, plan, ...appliedJson(applied), backup, resume }, null, 2));
  else say(formatApplied(applied, resume, plan));
  const isDone =
    applied.stopped === undefined &&
    applied.keys.every(({ state }) => state === 'applied' || state === 'taken, not readable');
  return isDone && !isBlocked ? exitCodes.done : exitCodes.failed;
}

/** @returns the backup's path. @throws Refusal where it cannot be kept: then nothing is written */
async function backUp({ profile, read }: ToolRun, only: readonly string[] | undefined): Promise<string> {
  const directory = profile.sync?.backupDirectory ?? '';
  const values = await readableValues(profile, read, only);
  const options = { keep: profile.sync?.local.backups ?? 5, now: new Date() };
  return writeBackup(directory, `deploy-${profile.environment}`, values, options).catch((error: unknown) => {
    throw new Refusal('configuration', [
      `The backup of the present values cannot be written: ${(error as Error).message}. Let ${directory} be a folder that can be written.`,
    ]);
  });
}

function requireTargets({ profile }: ToolRun, only: readonly string[] | undefined): void {
  const known =
    profile.sync?.targets.filter(({ platform }) => platform !== undefined).map(({ target }) => target) ?? [];
  if (known.length === 0)
    throw new Refusal('configuration', [
      `No target of the config has a \`platform\` in ${profile.environment} (sync.targets): there is nothing to write to.`,
    ]);
  const unknown = only?.find((target) => !known.includes(target));
  if (unknown !== undefined)
    throw new UsageError(
      `--only ${unknown}: no platform holds it in ${profile.environment}; there are ${known.join(', ')}.`,
    );
}

/** A plan against what could not be read would be a guess. */
function refuseUnread({ unread }: EnvironmentComparison): void {
  if (unread.length === 0) return;
  throw new Refusal(
    'unknown',
    unread.map(
      ({ target, reason, enable }) =>
        `${target} could not be read: ${reason}${enable === undefined ? '' : `. ${enable}`}`,
    ),
  );
}

/** Production is written only by somebody who names it. */
async function requireConfirmation({ profile }: ToolRun, { confirm }: SyncOptions, signal: AbortSignal): Promise<void> {
  if (profile.class !== 'production') return;
  const name = profile.deployment;
  const question = `This writes to production. Type the deployment's name (${name}) to go on: `;
  const given = confirm ?? (await asked(question, signal));
  if (given?.trim() === name) return;
  throw new Refusal('confirmation', [
    given === undefined
      ? `Writing to ${profile.environment} wants the deployment's name, and nobody has typed it: give --confirm ${JSON.stringify(name)}.`
      : `The deployment is called ${JSON.stringify(name)}, and ${JSON.stringify(given)} was given.`,
  ]);
}

/** What somebody types; undefined where there is nobody. @throws Refusal where it is interrupted */
async function asked(question: string, signal: AbortSignal): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  const line = createInterface({ input: process.stdin, output: process.stdout });
  // A terminal that is read line by line hands Ctrl-C to the reader, and to nobody else.
  line.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await line.question(question, { signal });
  } catch (error) {
    if (signal.aborted) throw new Refusal('confirmation', ['It was interrupted before it was confirmed.']);
    // The end of the input (Ctrl-D) is an answer too: nobody has typed the name.
    if (error instanceof Error && error.name === 'AbortError') return undefined;
    throw error;
  } finally {
    line.close();
  }
}
