import { createHash } from 'node:crypto';
import type { Finding } from '../../check/finding.ts';
import type { Outcome, OutcomeKind } from '../../check/outcome.ts';
import { firstLine } from '../../text/one-line.ts';
import { type GateQuestion, verdictProblem } from '../verdict/judge-gate.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** One thing that is not as it should be: a finding, a check that could not be verified, or a spec that did not load. */
export interface Problem {
  /** Of check, environment, what and from: the same finding has the same one in the next audit. */
  digest: string;
  check: string;
  environment: string;
  kind: OutcomeKind;
  what: string;
  /** The number that what was received begins with: documents in common, for example. */
  amount?: number | undefined;
}

/** The newest verdict, if it counts. */
export interface AuditRan {
  ran: true;
  exitCode: number;
  headline: string;
  finishedAt: string;
  problems: readonly Problem[];
  /** The outcome of every check, by `check environment`. */
  outcomes: ReadonlyMap<string, OutcomeKind>;
}

/** No verdict counts: there is none, or it is of something else, cut off, or too old. */
export interface AuditDidNotRun {
  ran: false;
  because: string;
  /** When this audit last ended; null where that is not known. */
  finishedAt: string | null;
}

export type AuditState = AuditRan | AuditDidNotRun;

/** Kinds that are worth a message; the others are as they should be, or as the profile says. */
const told: readonly OutcomeKind[] = ['failed', 'not verified', 'warned'];

/** What the verdict file says of the audit. Whether it counts is decided as everywhere, by `verdictProblem`. */
export function auditState(verdict: Verdict | { unreadable: string }, question: GateQuestion): AuditState {
  const problem = verdictProblem(verdict, question);
  const because = problem ?? ('unreadable' in verdict ? verdict.unreadable : 'the run did not finish');
  if ('unreadable' in verdict) return { ran: false, because, finishedAt: null };

  const { finishedAt, exitCode, headline, deployment, project } = verdict;
  const isOwn = deployment === question.deployment && project === question.project;
  if (problem !== undefined || finishedAt === null || exitCode === null)
    return { ran: false, because, finishedAt: isOwn ? finishedAt : null };

  const outcomes = outcomesOf(verdict);
  return {
    ran: true,
    exitCode,
    headline,
    finishedAt,
    problems: [...outcomes.flatMap(problemsOf), ...breakagesOf(verdict)],
    outcomes: new Map(outcomes.map(({ check, environment, kind }) => [`${check} ${environment}`, kind])),
  };
}

function outcomesOf({ parts }: Verdict): readonly Outcome[] {
  return Object.values(parts).flatMap((part) => part?.outcomes ?? []);
}

function problemsOf({ check, environment, kind, optional, findings, reason = '' }: Outcome): Problem[] {
  if (!told.includes(kind) || optional === true) return [];

  const subject = { check, environment };
  const found = findings.map((finding) =>
    problemOf(subject, finding.severity === 'warning' ? 'warned' : kind, finding),
  );
  // What could not be verified is named by its reason, in which numbers change from night to night.
  if (kind !== 'not verified' && found.length > 0) return found;
  return [...found, { ...subject, kind, what: reason, digest: digestOf(subject, withoutNumbers(reason), []) }];
}

function problemOf(
  subject: Pick<Problem, 'check' | 'environment'>,
  kind: OutcomeKind,
  { what, from, received }: Finding,
): Problem {
  return { ...subject, kind, what, digest: digestOf(subject, what, from), amount: amountIn(received) };
}

function breakagesOf({ parts }: Verdict): Problem[] {
  return Object.values(parts).flatMap((part) =>
    (part?.breakages ?? []).map(({ place, message }): Problem => {
      const subject = { check: place, environment: 'run' };
      const what = firstLine(message);
      return { ...subject, kind: 'not verified', what, digest: digestOf(subject, withoutNumbers(what), []) };
    }),
  );
}

function digestOf(
  { check, environment }: Pick<Problem, 'check' | 'environment'>,
  what: string,
  from: readonly string[],
): string {
  const text = JSON.stringify([check, environment, what, ...from]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function withoutNumbers(text: string): string {
  return text.replace(/\d+/g, '#');
}

/** `3 of 9`, `40,000: a = b`; no time, address, version or id. */
function amountIn(received: string): number | undefined {
  const [, digits] = /^([\d,]{1,20})(?![\w./-]|:\S)/.exec(received) ?? [];
  const amount = Number(digits?.replaceAll(',', ''));
  return digits === undefined || Number.isNaN(amount) ? undefined : amount;
}
