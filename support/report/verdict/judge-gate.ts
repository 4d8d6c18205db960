import { type ExitCode, exitCodes } from '../../command/exit-code.ts';
import { countWords } from '../../text/count-words.ts';
import { wordAge } from '../../text/duration.ts';
import { reduceOutcomes } from './reduce.ts';
import type { Verdict, VerdictPart } from './verdict.ts';

export interface GateQuestion {
  /** The deployment that the verdict must be for. */
  deployment?: string;
  /** The project that the verdict must be for: an environment, or `isolation`. */
  project: string;
  /** The commit that it must be for, in full or at least seven characters. */
  commit?: string;
  maxAgeMs?: number;
  now: Date;
}

export interface GateAnswer {
  open: boolean;
  /** Whether there is a fresh and complete verdict of exactly this subject, whatever it says. */
  counts: boolean;
  exitCode: ExitCode;
  /** One sentence, with what to do if the gate is closed. */
  sentence: string;
}

/** As short as git itself abbreviates a hash. */
const shortestCommit = 7;

/** Clocks of two machines differ; a verdict dated further in the future than this is rejected. */
const clockSkewMs = 60_000;

/** Why the gate is closed, and the exit code if it is not `notVerified`. */
interface Closed {
  reason: string;
  exitCode?: ExitCode | null;
  /** A new run would not help: the finding itself has to be corrected. */
  isFinding?: boolean;
}

/** Whether a verdict opens the gate. Anything but a fresh and complete verdict of exactly this project and commit keeps it closed. */
export function judgeGate(verdict: Verdict | { unreadable: string }, question: GateQuestion): GateAnswer {
  if ('unreadable' in verdict) return closedBy({ reason: verdict.unreadable }, question);

  const closed =
    anotherSubject(verdict, question) ??
    notFresh(verdict, question) ??
    notComplete(verdict) ??
    notOpen(verdict) ??
    contradiction(verdict);
  return closed === undefined ? openBy(verdict, question) : closedBy(closed, question);
}

function closedBy({ reason, exitCode, isFinding }: Closed, { project }: GateQuestion): GateAnswer {
  const rerun = isFinding ? '' : `. Run \`npx vitest run --project ${project}\` first.`;
  return {
    open: false,
    counts: isFinding === true,
    exitCode: exitCode || exitCodes.notVerified,
    sentence: `Gate closed: ${reason}${rerun}`,
  };
}

function openBy(verdict: Verdict, { now }: GateQuestion): GateAnswer {
  const { project, deployment, commit, counts, embedded } = verdict;
  const at = commit === null ? '' : ` at ${commit.slice(0, 12)}`;
  const age = wordAge(Math.max(...agesOf(verdict, now)));
  const aside = embedded ? ' This is the embedded twin: your own deployment was not checked.' : '';
  return {
    open: true,
    counts: true,
    exitCode: exitCodes.done,
    sentence: `Gate open: ${project} of ${deployment}${at}, ${age} ago, ${countWords(counts.held ?? 0, 'check')} held.${aside}`,
  };
}

function anotherSubject(
  { deployment, project, commit, state, startedAt, finishedAt }: Verdict,
  asked: GateQuestion,
): Closed | undefined {
  if (asked.deployment !== undefined && deployment !== asked.deployment)
    return { reason: `the verdict is for the deployment ${deployment}, not for ${asked.deployment}` };
  if (project !== asked.project) return { reason: `the verdict is for ${project}, not for ${asked.project}` };
  if (asked.commit !== undefined && !sameCommit(asked.commit, commit))
    return { reason: `the verdict is for commit ${commit ?? '(unknown)'}, not for ${asked.commit}` };
  if (state === 'running' || finishedAt === null) return { reason: `the run of ${startedAt} did not finish` };
  return undefined;
}

/**
 * How old each part of a verdict is, in milliseconds. Later smoke tests do not make the specs before them younger, so the
 * oldest part counts; a part without an end is as old as its beginning.
 */
function agesOf({ parts }: Verdict, now: Date): number[] {
  return partsOf(parts).map((part) => now.getTime() - Date.parse(part.finishedAt ?? part.startedAt));
}

function notFresh(verdict: Verdict, { now, maxAgeMs }: GateQuestion): Closed | undefined {
  const ages = agesOf(verdict, now);
  const ageMs = Math.max(...ages);
  if (Math.min(...ages) < -clockSkewMs)
    return { reason: `the verdict is dated ${verdict.finishedAt}, which is in the future: a clock is wrong` };
  if (maxAgeMs !== undefined && ageMs > maxAgeMs)
    return { reason: `the verdict is ${wordAge(ageMs)} old; at most ${wordAge(maxAgeMs)} is allowed` };
  return undefined;
}

function notComplete({ state, startedAt, exitCode, parts }: Verdict): Closed | undefined {
  if (state === 'interrupted') return { reason: `the run of ${startedAt} was interrupted`, exitCode };

  const partial = partsOf(parts).find((part) => part.partial !== undefined)?.partial;
  if (partial !== undefined) return { reason: `the verdict covers only some of the checks (${partial})` };
  if (parts.specs === undefined) return { reason: 'the verdict contains smoke tests but no checks' };
  return undefined;
}

function notOpen({ exitCode, headline }: Verdict): Closed | undefined {
  if (exitCode === exitCodes.done) return undefined;
  return { reason: headline.replace(/^Gate closed: /, ''), exitCode, isFinding: true };
}

/** The summary of a verdict has to follow from its outcomes: a file that was edited by hand opens nothing. */
function contradiction(verdict: Verdict): Closed | undefined {
  const parts = partsOf(verdict.parts);
  const { exitCode, counts } = reduceOutcomes(
    parts.flatMap(({ outcomes }) => outcomes),
    parts.flatMap(({ breakages }) => breakages),
    false,
  );
  const isComplete = parts.every(({ state }) => state === 'complete');
  if (exitCode !== exitCodes.done || !isComplete || counts.held !== (verdict.counts.held ?? 0))
    return { reason: 'the verdict contradicts its own outcomes' };

  const strange = strangeEnvironment(verdict);
  return strange === undefined
    ? undefined
    : { reason: `the verdict is for ${verdict.project}, but contains outcomes of ${strange}` };
}

function partsOf(parts: Verdict['parts']): VerdictPart[] {
  return Object.values(parts).filter((part) => part !== undefined);
}

/** An environment that the verdict names or has outcomes of, and that does not belong to its project. */
function strangeEnvironment({ project, environments, parts }: Verdict): string | undefined {
  const named = project.split('+');
  // The audit looks at all environments, whatever they are called.
  const own = named.includes('isolation') ? environments : named;
  const seen = Object.values(parts).flatMap((part) => part?.outcomes.map(({ environment }) => environment) ?? []);
  return [...environments, ...seen].find((environment) => !own.includes(environment));
}

function sameCommit(asked: string, seen: string | null): boolean {
  if (seen === null || asked.length < shortestCommit || seen.length < shortestCommit) return false;
  return seen.toLowerCase().startsWith(asked.toLowerCase()) || asked.toLowerCase().startsWith(seen.toLowerCase());
}
