import type { Effect, PlatformName, Profile } from '../profile/index.ts';
import type { Read } from '../reading/index.ts';
import type { Finding } from './finding.ts';
import type { Severity } from './outcome.ts';

/** A section of the config whose addresses a check contacts; `environment`: any of them. */
export type Contact = PlatformName | 'isolation' | 'sync' | 'environment';

/**
 * The most that a check sends for one subject. Redirects that are followed (five in a row at most) and repeats of a reading
 * after a connection error or 502, 503 and 504 (two at most) come on top.
 */
export interface Sends {
  to: readonly Contact[];
  /** Requests at most; left out where nothing bounds them, and `bound` says what they depend on. */
  requests?: number;
  /** Records that it writes; they are removed or expire. */
  records?: number;
  /** Requests that count against limits of requests that clients share. */
  quota?: number;
  /** What the number depends on, in words. */
  bound?: string;
  /** The reading that makes up nearly all of it, where several checks share one: a run sends it once. */
  reading?: string;
}

/** What decides how much a check sends, besides its subject. */
export interface SendingRun {
  profile: Profile;
  /** The other environments that the run may reach: none in a gate. */
  others: readonly Profile[];
}

export type SendsOf<Subject> = Sends | ((subject: Subject, run: SendingRun) => Sends);

/** What a check's `verify` is given. */
export interface CheckContext<Subject> {
  subject: Subject;
  profile: Profile;
  /** The other environments that this check may reach: none in a gate; all in the audit, where it says `crosses`. */
  reachableOthers: readonly Profile[];
  /** Takes a reading, shared with every other check of the run. */
  read: Read;
  /** Counts what was looked at, as evidence: `count('rows compared', 12)`. Requests are counted by the door. */
  count: (what: string, number: number) => void;
  /** Marks what is written, so that it can be found again. */
  runId: string;
  signal: AbortSignal;
}

/** One check: metadata first, code after. */
export interface CheckDefinition<Subject> {
  /** `platform/what-holds`, the path of its spec. */
  id: string;
  /** The passing state, in the present tense. */
  title: string;
  platform: string;
  effect: Effect;
  severity: Severity;
  /** The version that it arrived with: a critical check warns until the next minor version. Left out: it was there from the start. */
  since?: string;
  /** The audit lets it reach the other environments too: for a check of `isolation/` that cannot be made from home. */
  crosses?: boolean;
  /** Others fail because of it, so reports tell it before them: "the Worker answers" before what the Worker does. */
  first?: true;
  /** Why it matters, in one sentence. */
  why: string;
  /** The command or step that puts it right. */
  remedy: string;
  /**
   * The settings without which the check is not applicable: `platforms.worker.version`. Left out: the section of its platform.
   * Where there are several sections, one that has the setting is enough.
   */
  needs?: readonly string[];
  /**
   * What is looked at in one environment: where it is a section of the config or has one, each finding names it. Empty:
   * there is nothing to look at, and the check is not verified.
   * @throws NotApplicable where it has nothing to look at for another reason than a setting that is not set
   */
  subjects: (profile: Profile) => readonly Subject[];
  /** The most that it sends for one subject, which `npm run plan` shows before a run; left out where its effect is `offline`. */
  sends?: SendsOf<Subject>;
  /** Every mismatch, as data; none where it holds. */
  verify: (context: CheckContext<Subject>) => Promise<readonly Finding[]> | readonly Finding[];
}

const effects: Record<Effect, true> = { offline: true, read: true, canary: true, burst: true, destructive: true };

/** Only the passing state, in the present tense: a "should" is a wish, and to "verify" is what every check does. */
const wishes = /\b(should(n['’]t)?|verif(y|ies)|ensures?)\b/i;
const idForm = /^[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * What is wrong with a check's metadata, as sentences; empty where nothing is.
 * @param specPath the spec's path below `specs/`, without its ending: the id it has to have
 */
export function metadataProblems<Subject>(definition: Partial<CheckDefinition<Subject>>, specPath?: string): string[] {
  const problems: string[] = [];
  for (const field of ['id', 'title', 'platform', 'effect', 'severity', 'why', 'remedy'] as const) {
    if (typeof definition[field] !== 'string' || definition[field].trim() === '')
      problems.push(`\`${field}\` is missing: it is a text.`);
  }
  for (const field of ['subjects', 'verify'] as const) {
    if (typeof definition[field] !== 'function') problems.push(`\`${field}\` is missing: it is a function.`);
  }
  if (problems.length > 0) return problems;
  const { id = '', title = '', platform, effect, severity, since, crosses, first } = definition;
  if (!idForm.test(id)) problems.push('`id` has the form `platform/what-holds`, in lower case.');
  if (id.split('/')[0] !== platform)
    problems.push(`\`platform\` is ${platform}, but the id begins with ${id.split('/')[0]}.`);
  if (specPath !== undefined && specPath !== id)
    problems.push(`\`id\` is the path of the spec: this one would stand in specs/${id}.spec.ts.`);
  if (wishes.test(title))
    problems.push('`title` says the passing state in the present tense, without "should", "verify" or "ensure".');
  if (!Object.hasOwn(effects, effect ?? '')) problems.push(`\`effect\` is one of ${Object.keys(effects).join(', ')}.`);
  if (severity !== 'critical' && severity !== 'warning') problems.push('`severity` is critical or warning.');
  if (since !== undefined && !/^\d+\.\d+\.\d+$/.test(since)) problems.push('`since` is a version: `1.4.0`.');
  if (first !== undefined && first !== true) problems.push('`first` is true or left out.');
  if (crosses !== undefined && typeof crosses !== 'boolean') problems.push('`crosses` is true or left out.');
  if (crosses === true && platform !== 'isolation')
    problems.push('`crosses` is for checks of `isolation/` only: no other may leave its environment.');
  return problems;
}
