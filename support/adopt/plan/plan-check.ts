import type { CheckDefinition, Contact, SendingRun, Sends } from '../../check/definition.ts';
import { standingOf } from '../../check/judge-check.ts';
import { NotApplicable } from '../../check/not-applicable.ts';
import { type Effect, MissingInput, originsOf, type Profile, placedAddresses, urlsOf } from '../../profile/index.ts';

// The subjects of different checks have nothing in common.
// biome-ignore lint/suspicious/noExplicitAny: a definition's subject is its own affair
export type AnyCheck = CheckDefinition<any>;

/** What one check will do to an environment, as far as that is known before it runs. */
export interface PlannedCheck {
  check: string;
  effect: Effect;
  /** `unknown`: a value that decides it is missing. */
  kind: 'runs' | 'not applicable' | 'refused' | 'unknown';
  /** Why it does not run. */
  reason?: string;
  /** The setting that would let it run. */
  enable?: string;
  /** The setting without which it does not apply. */
  absent?: string;
  /** Undefined: nothing bounds them, and `bounds` say what they depend on. */
  requests: number | undefined;
  records: number;
  quota: number;
  bounds: readonly string[];
  /** Checks that share a reading send it once. */
  reading?: string;
  /** The origins that it may contact. */
  hosts: readonly string[];
}

/** Pages are kept at home: a browser reaches what the environment has for its pages, and the third parties of the config. */
const browserSends: Sends = {
  to: ['pages', 'convex', 'worker', 'services'],
  bound: 'what its pages load, also from `platforms.smoke.thirdParties`',
  reading: 'visits',
};
const nothing = { requests: 0, records: 0, quota: 0, bounds: [], hosts: [] };

/** Plans one check on one environment, and sends nothing. */
export function planCheck(definition: AnyCheck, run: SendingRun): PlannedCheck {
  const { id: check, effect } = definition;
  const head = { check, effect };
  try {
    const standing = standingOf(definition, run.profile);
    if (standing.kind !== 'runs') {
      const { kind, ...reason } = standing;
      return { ...head, kind, ...reason, ...nothing };
    }
    return { ...head, kind: 'runs', ...sentBy(definition, standing.subjects, run) };
  } catch (error) {
    if (error instanceof NotApplicable) return { ...head, kind: 'not applicable', reason: error.message, ...nothing };
    if (!(error instanceof MissingInput)) throw error;
    return { ...head, kind: 'unknown', reason: `${error.message} (${error.origin})`, enable: error.enable, ...nothing };
  }
}

function sentBy({ effect, sends, platform }: AnyCheck, subjects: readonly unknown[], run: SendingRun) {
  if (effect === 'offline') return nothing;
  const sent = subjects.map((subject): Sends => {
    if (typeof sends === 'function') return sends(subject, run);
    if (sends) return sends;
    return platform === 'smoke' ? browserSends : { to: ['environment'], bound: 'its spec does not declare it' };
  });
  const counted = sent.map(({ requests }) => requests);
  const isBounded = counted.every((each) => each !== undefined);
  return {
    requests: isBounded ? Math.ceil(sum(counted as number[])) : undefined,
    records: Math.ceil(sum(sent.map(({ records = 0 }) => records))),
    quota: Math.ceil(sum(sent.map(({ quota = 0 }) => quota))),
    bounds: [...new Set(sent.flatMap(({ bound }) => bound ?? []))],
    ...(sent[0]?.reading !== undefined && { reading: sent[0].reading }),
    hosts: [...new Set(sent.flatMap(({ to }) => to.flatMap((contact) => hostsOf(contact, run))))].sort(),
  };
}

/** The origins of a section of the config: of E, and of the other environments that the run reaches. */
function hostsOf(contact: Contact, { profile, others }: SendingRun): string[] {
  return [profile, ...others].flatMap((each) =>
    contact === 'environment' ? originsOf(each) : originsAt(contact, each),
  );
}

function originsAt(contact: Contact, profile: Profile): string[] {
  return placedAddresses(profile)
    .filter(({ section, place }) => section.platform === contact || place.split('.').includes(contact))
    .flatMap((placed) => urlsOf(placed).map(({ origin }) => origin));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
