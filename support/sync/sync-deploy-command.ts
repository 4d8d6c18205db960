import { createInterface } from 'node:readline/promises';
import { type ExitCode, exitCodes } from '../command/exit-code.ts';
import { complain, say } from '../command/print.ts';
import { UsageError } from '../command/stop-error.ts';
import { applyDeploy } from './apply-deploy.ts';
import { writeBackup } from './backup.ts';
import { readableValues } from './backup-content.ts';
import { compareEnvironment, type EnvironmentComparison } from './compare-environment.ts';
import { type PlannedKey, planDeploy } from './deploy-plan.ts';
import { appliedJson, formatApplied, formatPlan, resumeCommand } from './deploy-report.ts';
import { embeddedNotice } from './embedded-notice.ts';
import { openReadings, openRun, type ToolRun } from './open-run.ts';
import { Refusal } from './refusal.ts';
import type { SyncOptions } from './sync-options.ts';

/** With more keys than this, progress is printed. */
const quietKeys = 5;

type DeployOptions = SyncOptions & { deployTo: string };

/** `--mode deploy-ENV`. @returns the exit code */
export async function syncDeployCommand(options: DeployOptions, signal: AbortSignal): Promise<ExitCode> {
  const { deployTo: environment, only, json, prune } = options;
  await using run = await openRun(environment, { signal: AbortSignal.any([]) });
  requireTargets(run, only);
  if (run.embedded && !json) complain(embeddedNotice(`npm run sync-env -- --mode deploy-${environment}`));

  const before = await compareEnvironment(run.profile, run.read, only);
  refuseUnread(before);
  const plan = planDeploy(run.profile, before.comparisons, { prune });
  if (!json) say(formatPlan(plan, environment, options.verbose));

  const writes = plan.filter(({ action }) => ['add', 'change', 'remove'].includes(action));
  if (!options.yes || options.dryRun || writes.length === 0) return endWithPlan(plan, writes.length, options);

  await requireConfirmation(run, options, signal);
  return await applyPlan(run, { plan, keys: writes.length }, options, signal);
}

/** Ends without writing anything. */
function endWithPlan(
  plan: readonly PlannedKey[],
  writes: number,
  { deployTo: environment, yes, json }: DeployOptions,
): ExitCode {
  const left = yes ? '--dry-run only shows it.' : '--yes applies it.';
  const closing = writes === 0 ? 'There is nothing to write.' : `Nothing was written; ${left}`;
  say(json ? JSON.stringify({ environment, plan, applied: [] }, null, 2) : `\n${closing}`);
  return isBlocked(plan) && writes === 0 ? exitCodes.failed : exitCodes.done;
}

/** Backs up the current values, writes the plan, and reads everything back. */
async function applyPlan(
  run: ToolRun,
  { plan, keys }: { plan: readonly PlannedKey[]; keys: number },
  options: DeployOptions,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { profile } = run;
  const backup = await backUp(run, options.only);
  complain(`The current values, as far as they can be read, are in ${backup}.`);

  const applied = await applyDeploy(profile, plan, {
    door: run.writingDoor(),
    signal,
    readBack: () => compareEnvironment(profile, openReadings(run), options.only),
    onStep: (step, number, of) => {
      const names = step.writes.map(({ key }) => key).join(', ');
      if (keys > quietKeys) complain(`[${number}/${of}] ${step.target.target} ${names}`);
    },
  });

  const resume = resumeCommand(options, profile.class === 'production' ? profile.deployment : undefined);
  const result = { environment: profile.environment, plan, ...appliedJson(applied), backup, resume };
  say(options.json ? JSON.stringify(result, null, 2) : formatApplied(applied, resume, plan));

  const isDone = applied.keys.every(({ state }) => state === 'applied' || state === 'taken, not readable');
  return isDone && applied.stopped === undefined && !isBlocked(plan) ? exitCodes.done : exitCodes.failed;
}

function isBlocked(plan: readonly PlannedKey[]): boolean {
  return plan.some(({ action }) => action === 'blocked');
}

/** @returns the path of the backup. @throws Refusal if it cannot be written: then nothing else is written either */
async function backUp({ profile, read }: ToolRun, only: readonly string[] | undefined): Promise<string> {
  const directory = profile.sync?.backupDirectory ?? '';
  const values = await readableValues(profile, read, only);
  const options = { keep: profile.sync?.local.backups ?? 5, now: new Date() };
  return writeBackup(directory, `deploy-${profile.environment}`, values, options).catch((error: unknown) => {
    throw new Refusal('configuration', [
      `The backup of the current values cannot be written: ${(error as Error).message}. Make ${directory} a folder that can be written to.`,
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
      `--only ${unknown}: no platform of ${profile.environment} has this target; there are ${known.join(', ')}.`,
    );
}

/** A plan based on what could not be read would be a guess. */
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

/** Writing to production requires its name. */
async function requireConfirmation({ profile }: ToolRun, { confirm }: SyncOptions, signal: AbortSignal): Promise<void> {
  if (profile.class !== 'production') return;
  const name = profile.deployment;
  const question = `This writes to production. Type the deployment's name (${name}) to continue: `;
  const given = confirm ?? (await asked(question, signal));
  if (given?.trim() === name) return;
  throw new Refusal('confirmation', [
    given === undefined
      ? `Writing to ${profile.environment} needs the deployment's name as a confirmation: add --confirm ${JSON.stringify(name)}.`
      : `The deployment is called ${JSON.stringify(name)}, not ${JSON.stringify(given)}.`,
  ]);
}

/** What the user types; undefined without a terminal. @throws Refusal if it is interrupted */
async function asked(question: string, signal: AbortSignal): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  const line = createInterface({ input: process.stdin, output: process.stdout });
  // While a terminal is read line by line, Ctrl-C reaches only the reader.
  line.once('SIGINT', () => process.kill(process.pid, 'SIGINT'));
  try {
    return await line.question(question, { signal });
  } catch (error) {
    if (signal.aborted) throw new Refusal('confirmation', ['It was interrupted before anyone confirmed it.']);
    // The end of the input (Ctrl-D) means that no name was typed.
    if (error instanceof Error && error.name === 'AbortError') return undefined;
    throw error;
  } finally {
    line.close();
  }
}
