import { countWords } from '../../text/count-words.ts';
import { wordAge } from '../../text/duration.ts';
import { exitCodes } from './exit-code.ts';
import { reduceOutcomes } from './reduce.ts';
import type { Verdict } from './verdict.ts';

export interface GateQuestion {
  /** The project the verdict has to be of: an environment, or `isolation`. */
  project: string;
  /** The commit it has to be of, whole or at least seven characters. */
  commit?: string;
  maxAgeMs?: number;
  now: Date;
}

export interface GateAnswer {
  open: boolean;
  exitCode: number;
  /** One sentence, with what to do where the gate is closed. */
  sentence: string;
}

/** As short as git itself abbreviates a hash. */
const shortestCommit = 7;

/** Clocks of two machines differ; a verdict from further ahead than this is not believed. */
const clockSkewMs = 60_000;

/** Whether a verdict opens the gate. Whatever is not surely a fresh and whole verdict of this very thing keeps it closed. */
export function judgeGate(verdict: Verdict | { unreadable: string }, question: GateQuestion): GateAnswer {
  const rerun = `Run \`npx vitest run --project ${question.project}\` first.`;
  const closed = (reason: string, exitCode: number = exitCodes.notVerified): GateAnswer => ({
    open: false,
    exitCode,
    sentence: `Gate closed: ${reason}`,
  });
  if ('unreadable' in verdict) return closed(`${verdict.unreadable}. ${rerun}`);
  if (verdict.project !== question.project)
    return closed(`the verdict is of ${verdict.project}, and ${question.project} was asked for. ${rerun}`);
  if (question.commit !== undefined && !sameCommit(question.commit, verdict.commit))
    return closed(
      `the verdict is of commit ${verdict.commit ?? '(unknown)'}, and ${question.commit} was asked for. ${rerun}`,
    );
  if (verdict.state === 'running' || verdict.finishedAt === null)
    return closed(`the run of ${verdict.startedAt} did not end. ${rerun}`);
  const parts = Object.values(verdict.parts).filter((part) => part !== undefined);
  // Smoke tests that were run later make the specs before them no younger: the oldest part counts, and its beginning
  // does where it has no end.
  const ages = parts.map((part) => question.now.getTime() - Date.parse(part.finishedAt ?? part.startedAt));
  const ageMs = Math.max(...ages);
  if (Math.min(...ages) < -clockSkewMs)
    return closed(`the verdict is of ${verdict.finishedAt}, which is yet to come: a clock is wrong. ${rerun}`);
  if (question.maxAgeMs !== undefined && ageMs > question.maxAgeMs)
    return closed(
      `the verdict is ${wordAge(ageMs)} old, and at most ${wordAge(question.maxAgeMs)} was asked for. ${rerun}`,
    );
  if (verdict.state === 'interrupted')
    return closed(
      `the run of ${verdict.startedAt} was interrupted. ${rerun}`,
      verdict.exitCode || exitCodes.notVerified,
    );
  const partial = parts.find((part) => part.partial !== undefined)?.partial;
  if (partial !== undefined) return closed(`the verdict is of a part of the checks only (${partial}). ${rerun}`);
  if (verdict.parts.specs === undefined) return closed(`the verdict holds no checks, smoke tests alone. ${rerun}`);
  if (verdict.exitCode !== exitCodes.held)
    return closed(verdict.headline.replace(/^Gate closed: /, ''), verdict.exitCode ?? exitCodes.notVerified);
  // What it says of itself has to follow from what it holds: a file that was put together by hand opens nothing.
  const reduced = reduceOutcomes(
    parts.flatMap(({ outcomes }) => outcomes),
    parts.flatMap(({ breakages }) => breakages),
    false,
  );
  if (reduced.exitCode !== exitCodes.held || parts.some(({ state }) => state !== 'complete'))
    return closed(`the verdict contradicts the outcomes that it holds. ${rerun}`);
  const strange = strangeEnvironment(verdict);
  if (strange !== undefined)
    return closed(`the verdict is of ${verdict.project}, and holds what was seen of ${strange}. ${rerun}`);
  return {
    open: true,
    exitCode: exitCodes.held,
    sentence: `Gate open: ${verdict.project} of ${verdict.deployment}${verdict.commit === null ? '' : ` at ${verdict.commit.slice(0, 12)}`}, ${wordAge(ageMs)} ago, ${countWords(reduced.counts.held, 'check')} held.${verdict.embedded ? ' This is the embedded twin: nothing of your own deployment was looked at.' : ''}`,
  };
}

/** An environment that the verdict holds something of, or says that it does, and that its project does not name. */
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
