import { failureRemedy, isUnanswered } from '../http/index.ts';
import type { Profile } from '../profile/index.ts';
import type { FailedReading, Readings, WaitingDeadline } from '../reading/index.ts';
import { type Cause, causeBehind, causeOfCredential, causeOfMachine } from './cause.ts';
import type { CheckDefinition } from './definition.ts';
import type { Finding } from './finding.ts';
import { findingProblem } from './finding-problems.ts';
import { NotApplicable } from './not-applicable.ts';
import { NotVerified } from './not-verified.ts';
import { type Reason, raiseRunLimit, reasonOf } from './reason.ts';

/** Lets a check that ends at its deadline word its own finding before the run gives up on it. */
const graceMs = 500;

/** What a check is judged with. */
export interface JudgeOptions {
  profile: Profile;
  readings: Readings;
  /** Ends with the run. */
  runSignal: AbortSignal;
  runId: string;
  /** Where the check stands: "specs/worker/healthy.spec.ts:4:1". */
  spec: string;
  /** The environments whose origins the check may reach. */
  environments: readonly string[];
  today: Date;
}

/** What was seen so far, of all subjects of a check together. */
export interface Sight {
  /** What was counted, for each subject on its own: their order is that of the subjects, whoever is answered first. */
  evidence: Record<string, number>[];
  reached: Set<string>;
  retries: number;
}

export interface SubjectOptions extends JudgeOptions {
  sight: Sight;
  /** None of a check of local files. */
  deadline: WaitingDeadline | undefined;
}

export interface SubjectResult {
  findings: readonly Finding[];
  /** Why it is not there to be looked at. */
  inapplicable?: string;
  /** Why it could not be verified. */
  unread?: Reason;
  /** What is behind it, where a reading failed. */
  causes?: readonly Cause[];
}

/** Judges one subject. Never throws. A subject at which nothing was looked did not hold, whatever its neighbours show. */
export async function judgeSubject<Subject>(
  definition: CheckDefinition<Subject>,
  subject: Subject,
  { profile, readings, environments, runId, runSignal, sight, deadline }: SubjectOptions,
): Promise<SubjectResult> {
  let looked = false;
  const evidence: Record<string, number> = {};
  sight.evidence.push(evidence);
  const section = labelledSection(subject);
  const label = section?.label;
  const count = (what: string, number: number) => {
    if (!Number.isFinite(number) || number <= 0) return;
    looked = true;
    const counted = label === undefined ? what : `${what} (${label})`;
    evidence[counted] = (evidence[counted] ?? 0) + number;
  };
  const failed: FailedReading[] = [];
  const read = readings.forReader({
    check: definition.id,
    effect: definition.effect,
    environments,
    onRequests: (requests, again, reached) => {
      count('requests', requests);
      sight.retries += again;
      for (const environment of reached) sight.reached.add(environment);
    },
    onFailed: (reading) => failed.push(reading),
    deadline,
  });
  const reachableOthers = profile.others.filter(({ environment }) => environments.includes(environment));
  const signal = deadline?.signal ?? runSignal;
  try {
    const work = (async () => definition.verify({ subject, profile, reachableOthers, read, count, runId, signal }))();
    const findings = await beforeEnd(work, signal, deadline ? checkOver(profile) : runOver(profile));
    const problem = findingProblem(findings);
    if (problem !== undefined) throw new TypeError(problem);
    if (findings.length === 0 && !looked)
      return { findings, unread: said(section, { reason: 'it ended without a finding, but looked at nothing' }) };
    // What a check finds where nothing answers, it finds because of that.
    const silent = failed.filter((reading) => reading.error === undefined && !reading.isHandled);
    return {
      findings: findings.map((finding) => {
        const { what, ...rest } = inSection(section, withRemedy(finding, silent));
        return { what: label === undefined ? what : `${label}: ${what}`, ...rest };
      }),
      causes: silent.map(causeBehind),
    };
  } catch (error) {
    if (error instanceof NotApplicable)
      return { findings: [], inapplicable: said(section, { reason: error.message }).reason };
    return { findings: [], unread: said(section, reasonOf(error)), causes: causesOf(error, failed) };
  }
}

/** Why a subject could not be judged: a credential of its own, a reading that failed, else one behind a reading that did not. */
function causesOf(error: unknown, failed: readonly FailedReading[]): Cause[] {
  const own = causeOfCredential(error) ?? causeOfMachine(error);
  if (own) return [own];
  const unhandled = failed.filter(({ isHandled }) => !isHandled);
  return (unhandled.length > 0 ? unhandled : failed).map(causeBehind);
}

/** The finding with the remedy of the failed request that it tells of, unless it has one of its own. */
function withRemedy(finding: Finding, failed: readonly FailedReading[]): Finding {
  if (finding.remedy !== undefined) return finding;
  const request = failed
    .flatMap(({ requests }) => requests.at(-1) ?? [])
    .find(({ kind, url }) => isUnanswered(kind) && finding.from.includes(url));
  const remedy = request && failureRemedy(request);
  return remedy === undefined ? finding : { ...finding, remedy };
}

/** One of several sections of a platform. */
interface LabelledSection {
  /** "Worker logs". */
  label: string;
  platform?: string;
  /** "platforms.workers.logs". */
  place?: string;
}

/** Which of several sections a subject is, or has: the first one that carries a label. */
function labelledSection(subject: unknown): LabelledSection | undefined {
  if (typeof subject !== 'object' || subject === null) return undefined;
  const candidates = [subject, ...Object.values(subject)] as Partial<LabelledSection>[];
  return candidates.find((each): each is LabelledSection => typeof each?.label === 'string');
}

/** A text that names a setting as it is called where there is one section (`platforms.worker.url`) names that of the section. */
function ofSection({ platform, place }: LabelledSection, text: string): string {
  const single = `platforms.${platform}.`;
  return place === undefined || place.startsWith(single) ? text : text.replaceAll(single, `${place}.`);
}

function inSection(section: LabelledSection | undefined, finding: Finding): Finding {
  if (section === undefined) return finding;
  const { remedy, cause } = finding;
  return {
    ...finding,
    ...(remedy !== undefined && { remedy: ofSection(section, remedy) }),
    ...(cause !== undefined && { cause: ofSection(section, cause) }),
  };
}

function said(section: LabelledSection | undefined, reason: Reason): Reason {
  if (section === undefined) return reason;
  const { enable } = reason;
  return {
    ...reason,
    reason: `${section.label}: ${ofSection(section, reason.reason)}`,
    ...(enable !== undefined && { enable: ofSection(section, enable) }),
  };
}

function checkOver({ limits }: Profile): NotVerified {
  return new NotVerified(`it did not end within its deadline of ${limits.checkMs} ms`);
}

function runOver({ limits }: Profile): NotVerified {
  return new NotVerified(`it had not ended when the run reached its limit of ${limits.runMs} ms`, raiseRunLimit);
}

async function beforeEnd<Value>(work: Promise<Value>, signal: AbortSignal, over: NotVerified): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const giveUp = () => {
    timer = setTimeout(() => reject(over), graceMs);
  };
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', giveUp);
    // What it may still throw after its deadline is nobody's: its outcome stands already.
    work.catch(() => undefined);
  }
}
