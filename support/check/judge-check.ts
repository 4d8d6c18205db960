import { RequestFailure } from '../http/index.ts';
import { MissingInput, type Profile } from '../profile/index.ts';
import type { Readings } from '../reading/index.ts';
import { redactDeep } from '../redaction/redact.ts';
import type { CheckDefinition } from './definition.ts';
import type { Finding } from './finding.ts';
import { NotVerified } from './not-verified.ts';
import type { Outcome } from './outcome.ts';
import { applyWaivers } from './waivers.ts';

/** Lets a check that ends at its deadline word its own finding before the run gives up on it. */
const graceMs = 500;

export interface JudgeOptions {
  profile: Profile;
  readings: Readings;
  runId: string;
  /** Where the check stands: "specs/worker/healthy.spec.ts:4:1". */
  spec: string;
  /** The environments whose origins the check may reach. */
  environments: readonly string[];
  today: Date;
}

/** Runs one check on one environment. Never throws: whatever happens is an outcome. */
export async function judgeCheck<Subject>(
  definition: CheckDefinition<Subject>,
  options: JudgeOptions,
): Promise<Outcome> {
  const { profile } = options;
  const evidence: Record<string, number> = {};
  const reached = new Set<string>();
  const count = (what: string, number: number) => {
    if (number > 0) evidence[what] = (evidence[what] ?? 0) + number;
  };
  let retries = 0;
  const started = performance.now();
  const end = (
    kind: Outcome['kind'],
    findings: readonly Finding[],
    more: Pick<Outcome, 'reason' | 'enable'> = {},
  ): Outcome => {
    const { id, platform, title, effect, severity, why, remedy } = definition;
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
      ...more,
      evidence,
      retries,
      reached: [...reached].filter((environment) => environment !== profile.environment),
      durationMs: Math.round(performance.now() - started),
      spec: options.spec,
      ...(kind === 'not verified' && profile.optional.includes(id) && { optional: true }),
    };
    return redactDeep(applyWaivers(outcome, profile.waivers, options.today));
  };

  try {
    const subjects = definition.subjects(profile);
    if (subjects === undefined)
      return end('not applicable', [], { reason: `the deployment has no ${definition.platform} that this looks at` });
    if (!profile.effects.has(definition.effect)) {
      return end('refused', [], {
        reason: `${profile.environment} does not allow the effect \`${definition.effect}\``,
        enable: `Name it in environments.${profile.environment}.effects of the deployment config.`,
      });
    }
    const signal = AbortSignal.timeout(profile.limits.checkMs);
    const read = options.readings.forReader({
      check: definition.id,
      effect: definition.effect,
      environments: options.environments,
      onRequests: (requests, again, environments) => {
        count('requests', requests);
        retries += again;
        for (const environment of environments) reached.add(environment);
      },
    });
    const reachableOthers = profile.others.filter(({ environment }) => options.environments.includes(environment));
    const verified = subjects.map(async (subject) =>
      definition.verify({ subject, profile, reachableOthers, read, count, runId: options.runId, signal }),
    );
    const settled = await Promise.allSettled(verified.map((work) => beforeDeadline(work, profile.limits.checkMs)));
    const findings = settled.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    const unread = settled.find((each) => each.status === 'rejected');
    // What one subject shows is not lost because another could not be read.
    if (findings.length > 0)
      return end(definition.severity === 'critical' ? 'failed' : 'warned', findings, unread && reasonOf(unread.reason));
    if (unread) return end('not verified', [], reasonOf(unread.reason));
    if (Object.keys(evidence).length === 0) {
      return end('not verified', [], {
        reason:
          subjects.length === 0 ? 'there is nothing to look at' : 'it ended without a finding, but looked at nothing',
      });
    }
    return end('held', []);
  } catch (error) {
    return end('not verified', [], reasonOf(error));
  }
}

async function beforeDeadline<Value>(work: Promise<Value>, deadlineMs: number): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new NotVerified(`it did not end within its deadline of ${deadlineMs} ms`)),
    deadlineMs + graceMs,
  );
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

function reasonOf(error: unknown): Pick<Outcome, 'reason' | 'enable'> {
  if (error instanceof MissingInput) return { reason: `${error.message} (${error.origin})`, enable: error.enable };
  if (error instanceof NotVerified)
    return { reason: error.message, ...(error.enable !== undefined && { enable: error.enable }) };
  if (error instanceof RequestFailure) return { reason: error.message };
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return {
    reason: `the check itself broke: ${text}`,
    enable: 'This is a mistake in the check or in what it builds on, not in the deployment.',
  };
}
