import { absentSetting, ownSection, type Profile } from '../profile/index.ts';
import { WaitingDeadline } from '../reading/index.ts';
import { redactDeep, withoutSecretShapes } from '../redaction/redact.ts';
import { inertDeep } from '../text/inert.ts';
import { causeOfCredential } from './cause.ts';
import type { CheckDefinition } from './definition.ts';
import type { Finding } from './finding.ts';
import { type JudgeOptions, judgeSubject, type Sight, type SubjectResult } from './judge-subject.ts';
import { NotApplicable } from './not-applicable.ts';
import type { Outcome } from './outcome.ts';
import { recordPrinted, shownLines } from './output/printed.ts';
import { type Reason, reasonOf } from './reason.ts';
import { applyWaivers } from './waivers.ts';

/** Whether a check runs on an environment, as far as that is known before anything is sent. */
export type Standing<Subject> =
  | { kind: 'runs'; subjects: readonly Subject[] }
  | { kind: 'not applicable'; reason: string; absent?: string }
  | { kind: 'refused'; reason: string; enable: string };

/**
 * Whether a check runs. That it does not apply comes before that its effect is refused: allowing the effect would change nothing.
 * @throws NotApplicable by what the subjects of the check are, and MissingInput where a value that decides them is missing
 */
export function standingOf<Subject>(definition: CheckDefinition<Subject>, profile: Profile): Standing<Subject> {
  const absent = absentSetting(profile, definition.needs ?? ownSection(definition.platform));
  if (absent !== undefined) return { kind: 'not applicable', reason: absent.sentence, absent: absent.place };

  const subjects = definition.subjects(profile);
  if (!Array.isArray(subjects)) throw new TypeError('`subjects` returns a list');
  if (profile.effects.has(definition.effect)) return { kind: 'runs', subjects };
  return {
    kind: 'refused',
    reason: `${profile.environment} does not allow the effect \`${definition.effect}\``,
    enable: `Name it in environments.${profile.environment}.effects of the deployment config.`,
  };
}

/** Runs one check on one environment. Never throws: whatever happens is an outcome. */
export async function judgeCheck<Subject>(
  definition: CheckDefinition<Subject>,
  options: JudgeOptions,
): Promise<Outcome> {
  const { profile } = options;
  const sight: Sight = { evidence: [], reached: new Set(), retries: 0 };
  const printed: string[] = [];
  const started = performance.now();
  const end = (
    kind: Outcome['kind'],
    findings: readonly Finding[],
    beside: Partial<Outcome> | undefined = undefined,
  ): Outcome => {
    const { id, platform, title, effect, severity, why, remedy, first } = definition;
    const outcome: Outcome = {
      check: id,
      platform,
      environment: profile.environment,
      title,
      effect,
      severity,
      why,
      remedy,
      kind,
      findings,
      ...(first && { first }),
      ...beside,
      evidence: summed(sight.evidence),
      retries: sight.retries,
      reached: [...sight.reached].filter((environment) => environment !== profile.environment),
      durationMs: Math.round(performance.now() - started),
      spec: options.spec,
      ...(printed.length > 0 && { printed: shownLines(printed) }),
      ...(kind === 'not verified' && profile.optional.includes(id) && { optional: true }),
    };
    return inertDeep(redactDeep(withoutSecrets(bounded(applyWaivers(outcome, profile.waivers, options.today)))));
  };

  try {
    const standing = standingOf(definition, profile);
    if (standing.kind !== 'runs') {
      const { kind, ...reason } = standing;
      return end(kind, [], reason);
    }
    const { subjects } = standing;
    if (subjects.length === 0) return end('not verified', [], { reason: 'there is nothing to look at' });
    // A check of local files waits for nobody: only the run ends it.
    using deadline = definition.effect === 'offline' ? undefined : new WaitingDeadline(profile.limits.checkMs);
    const results = await Promise.all(
      subjects.map((subject) =>
        recordPrinted(printed, () => judgeSubject(definition, subject, { ...options, sight, deadline })),
      ),
    );
    const findings = results.flatMap((result) => result.findings);
    const unread = unreadOf(results);
    // What one subject shows is not lost because another could not be read.
    const isGrave = definition.severity === 'critical' && findings.some(({ severity }) => severity !== 'warning');
    const behind = causesOf(results.filter((result) => result.findings.length > 0));
    if (isGrave) return end('failed', findings, { ...unread, ...behind });
    if (unread && (definition.severity === 'critical' || findings.length === 0))
      return end('not verified', findings, { ...unread, ...causesOf(results.filter((result) => result.unread)) });
    if (findings.length > 0) return end('warned', findings, { ...unread, ...behind });
    const inapplicable = results.map((result) => result.inapplicable);
    if (inapplicable.every((reason) => reason !== undefined))
      return end('not applicable', [], { reason: [...new Set(inapplicable)].join('; ') });
    return end('held', []);
  } catch (error) {
    if (error instanceof NotApplicable) return end('not applicable', [], { reason: error.message });
    // A value that decides what is looked at: it is told once, with every other check that needs it.
    const cause = causeOfCredential(error);
    return end('not verified', [], { ...reasonOf(error), ...(cause && { causeOf: [cause] }) });
  }
}

function summed(counts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const each of counts) for (const [what, number] of Object.entries(each)) sum[what] = (sum[what] ?? 0) + number;
  return sum;
}

/** The causes behind what these subjects came to: none where one of them has a reason of its own. */
function causesOf(results: readonly SubjectResult[]): Pick<Outcome, 'causeOf'> {
  const causes = results.map(({ causes = [] }) => causes);
  if (causes.length === 0 || causes.some((each) => each.length === 0)) return {};
  return { causeOf: [...new Map(causes.flat().map((cause) => [cause.id, cause])).values()] };
}

/** More findings of one check help nobody, and ten thousand of each of many checks fit into no file. */
const mostFindings = 200;

/** The outcome with as many findings as are kept; how many are not is counted. What it comes to was decided by all of them. */
function bounded(outcome: Outcome): Outcome {
  const omitted = outcome.findings.length - mostFindings;
  return omitted <= 0
    ? outcome
    : { ...outcome, findings: outcome.findings.slice(0, mostFindings), omittedFindings: omitted };
}

/** What was received, and why nothing was, may quote secrets that only the other side knows. */
function withoutSecrets({ findings, reason, causeOf, printed, ...outcome }: Outcome): Outcome {
  return {
    ...outcome,
    ...(printed && { printed: printed.map(withoutSecretShapes) }),
    ...(causeOf && { causeOf: causeOf.map((cause) => ({ ...cause, what: withoutSecretShapes(cause.what) })) }),
    findings: findings.map((finding) => ({
      ...finding,
      received: withoutSecretShapes(finding.received),
      ...(finding.cause !== undefined && { cause: withoutSecretShapes(finding.cause) }),
    })),
    ...(reason !== undefined && { reason: withoutSecretShapes(reason) }),
  };
}

/** One reason for all subjects that could not be verified; undefined where every one was. */
function unreadOf(results: readonly SubjectResult[]): Reason | undefined {
  const unread = results.flatMap((result) => result.unread ?? []);
  if (unread.length === 0) return undefined;
  const reasons = [...new Set(unread.map(({ reason }) => reason))].join('; ');
  const enable = unread.find((each) => each.enable !== undefined)?.enable;
  return {
    reason: results.length === 1 ? reasons : `${unread.length} of ${results.length} could not be verified: ${reasons}`,
    ...(enable !== undefined && { enable }),
    ...(unread.some(({ configuration }) => configuration) && { configuration: true as const }),
  };
}
