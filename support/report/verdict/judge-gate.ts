import { type ExitCode, exitCodes } from '../../command/exit-code.ts';
import { countWords } from '../../text/count-words.ts';
import { wordAge } from '../../text/duration.ts';
import { canonicalJson } from './canonical-json.ts';
import { type AskedPlan, planProblem } from './judge-plan.ts';
import { summarize } from './summarize.ts';
import { type Addresses, partsOf, type Verdict } from './verdict.ts';

/** What a reader of a verdict asks of it: whose it is, and how old it may be. */
export interface GateQuestion extends AskedPlan {
  deployment: string;
  /** The project that the verdict must be for: an environment, or `isolation`. */
  project: string;
  environments: readonly string[];
  /** The hash of the config that is in force. */
  config: string;
  embedded: boolean;
  /** What the addresses resolve to for the reader; an environment or an address that has no value there is not compared. */
  addresses?: Addresses;
  /** Warnings close the gate for this reader, whatever the run was told. */
  strict?: boolean;
  /**
   * The commit that it must be for, in full or at least seven characters; any, if it is left out. Null where the reader has one in mind
   * and cannot say which: then only a verdict of no known commit counts.
   */
  commit?: string | null;
  maxAgeMs?: number;
  now: Date;
}

export interface GateAnswer {
  open: boolean;
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

/** Whether a verdict opens the gate. Anything but a fresh and whole verdict of exactly this subject keeps it closed. */
export function judgeGate(verdict: Verdict | { unreadable: string }, question: GateQuestion): GateAnswer {
  const closed = notCounting(verdict, question);
  if (closed !== undefined) return closedBy(closed, question);

  const whole = verdict as Verdict;
  const found = notOpen(question.strict ? summarize({ ...whole, strict: true }, whole.parts) : whole);
  const closing = found ?? unknownCommit(whole, question);
  return closing === undefined ? openBy(whole, question) : closedBy(closing, question);
}

/** Why a verdict says nothing about what is asked; undefined if it counts, whatever it found. */
export function verdictProblem(verdict: Verdict | { unreadable: string }, question: GateQuestion): string | undefined {
  const closed = notCounting(verdict, question);
  return closed?.isFinding ? undefined : closed?.reason;
}

function notCounting(verdict: Verdict | { unreadable: string }, question: GateQuestion): Closed | undefined {
  if ('unreadable' in verdict) return { reason: verdict.unreadable };
  return (
    anotherSubject(verdict, question) ??
    strangePart(verdict) ??
    notFresh(verdict, question) ??
    otherAddresses(verdict, question) ??
    notComplete(verdict) ??
    contradiction(verdict) ??
    notWhole(verdict, question)
  );
}

function closedBy({ reason, exitCode, isFinding }: Closed, { project }: GateQuestion): GateAnswer {
  const rerun = isFinding ? '' : `. Run \`npx vitest run --project ${project}\` first.`;
  return { open: false, exitCode: exitCode || exitCodes.notVerified, sentence: `Gate closed: ${reason}${rerun}` };
}

function openBy(verdict: Verdict, { now, without }: GateQuestion): GateAnswer {
  const { project, deployment, commit, counts, embedded, parts } = verdict;
  const at = commit === null ? '' : ` at ${commit.slice(0, 12)}`;
  const age = wordAge(Math.max(...agesOf(verdict, now)));
  const left = without.filter((name) => verdict.plan[name] !== undefined && parts[name] === undefined);
  const less = left.length === 0 ? '' : ` Asked without ${left.join(' and ')}: these checks did not run.`;
  const aside = embedded ? ' This is the embedded twin: your own deployment was not checked.' : '';
  return {
    open: true,
    exitCode: exitCodes.done,
    sentence: `Gate open: ${project} of ${deployment}${at}, ${age} ago, ${countWords(counts.held ?? 0, 'check')} held.${less}${aside}`,
  };
}

function anotherSubject(verdict: Verdict, asked: GateQuestion): Closed | undefined {
  const { deployment, project, commit, environments, config, embedded } = verdict;
  if (deployment !== asked.deployment)
    return { reason: `the verdict is for the deployment ${deployment}, not for ${asked.deployment}` };
  if (embedded && !asked.embedded)
    return { reason: 'the verdict is for the embedded twin, and the config describes another deployment' };
  if (project !== asked.project) return { reason: `the verdict is for ${project}, not for ${asked.project}` };
  if (environments.join() !== asked.environments.join())
    return { reason: `the verdict is for ${environments.join(', ')}, not for ${asked.environments.join(', ')}` };
  if (typeof asked.commit === 'string' && !sameCommit(asked.commit, commit))
    return {
      reason: `the verdict is for commit ${commit ?? '(unknown)'}, not for ${asked.commit}${tooShort(asked.commit)}`,
    };
  if (config !== asked.config || embedded !== asked.embedded)
    return { reason: 'the deployment config or its table has changed since the run' };
  return undefined;
}

/** A part that was made at another commit, with another config, or ended before it began. */
function strangePart(verdict: Verdict): Closed | undefined {
  for (const { commit, config, startedAt, finishedAt } of partsOf(verdict)) {
    if (commit !== verdict.commit || config !== verdict.config)
      return { reason: 'the verdict contains outcomes of another commit or another config' };
    if (finishedAt !== undefined && Date.parse(finishedAt) < Date.parse(startedAt))
      return {
        reason: `a part of the verdict ended (${finishedAt}) before it began (${startedAt}): a clock was changed`,
      };
  }
  return undefined;
}

/** A variable may lay another address over the table's: then the run looked at something else. */
function otherAddresses(verdict: Verdict, { addresses = {} }: GateQuestion): Closed | undefined {
  const parts = partsOf(verdict);
  const strays = parts.some(
    (part) => canonicalJson(part.addresses ?? null) !== canonicalJson(parts[0]?.addresses ?? null),
  );
  if (strays) return { reason: 'the parts of the verdict looked at different addresses' };

  for (const [environment, own] of Object.entries(addresses)) {
    const seen = parts[0]?.addresses?.[environment] ?? [];
    const unseen = own.filter((address) => !seen.includes(address)).length;
    if (unseen > 0)
      return {
        reason: `${environment} has ${countWords(unseen, 'address', 'addresses')} now that the run did not look at: a variable was set or changed`,
      };
  }
  return undefined;
}

/**
 * How old each part of a verdict is, in milliseconds. Later smoke tests do not make the specs before them younger, so the
 * oldest part counts; a part without an end is as old as its beginning.
 */
function agesOf(verdict: Verdict, now: Date): number[] {
  return partsOf(verdict).map((part) => now.getTime() - Date.parse(part.finishedAt ?? part.startedAt));
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

/** Everything but the subject follows from the parts: a summary that was edited, or written by something else, opens nothing. */
function contradiction(verdict: Verdict): Closed | undefined {
  const { signature: _, ...said } = verdict;
  const own = summarize(verdict, verdict.parts);
  return canonicalJson(own) === canonicalJson(said)
    ? undefined
    : { reason: 'the verdict contradicts its own outcomes' };
}

function notComplete({ state, startedAt, exitCode, parts }: Verdict): Closed | undefined {
  if (state === 'running') return { reason: `the run of ${startedAt} did not finish` };
  if (state === 'interrupted') return { reason: `the run of ${startedAt} was interrupted`, exitCode };

  const partial = partsOf({ parts }).find((part) => part.partial !== undefined)?.partial;
  return partial === undefined ? undefined : { reason: `the verdict covers only some of the checks (${partial})` };
}

/** What broke explains what is missing because of it, so a verdict with a breakage is worded by its own headline. */
function notWhole(verdict: Verdict, question: GateQuestion): Closed | undefined {
  const broke = partsOf(verdict).some(({ breakages }) => breakages.length > 0);
  if (broke) return notOpen(verdict);

  const reason = planProblem(verdict, question);
  if (reason === undefined) return undefined;
  // A failure says more than what else is missing, and so does a run in which nothing ran.
  const saysMore = verdict.exitCode === exitCodes.failed || verdict.exitCode === exitCodes.configuration;
  return saysMore ? notOpen(verdict) : { reason };
}

function notOpen({ exitCode, headline }: Verdict): Closed | undefined {
  if (exitCode === exitCodes.done) return undefined;
  return { reason: headline.replace(/^Gate closed: /, ''), exitCode, isFinding: true };
}

function unknownCommit({ commit }: Verdict, asked: GateQuestion): Closed | undefined {
  if (asked.commit !== null || commit === null) return undefined;
  return {
    reason: `the verdict is for commit ${commit}, and which commit is under test is not known here. Name it with \`--commit\`, or set AIRLOCK_COMMIT.`,
    isFinding: true,
  };
}

function tooShort(commit: string): string {
  return commit.length < shortestCommit ? ` (a hash has ${shortestCommit} characters or more)` : '';
}

function sameCommit(asked: string, seen: string | null): boolean {
  if (seen === null || asked.length < shortestCommit || seen.length < shortestCommit) return false;
  return seen.toLowerCase().startsWith(asked.toLowerCase()) || asked.toLowerCase().startsWith(seen.toLowerCase());
}
