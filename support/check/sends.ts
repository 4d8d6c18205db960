import type { PlatformName, Profile } from '../profile/index.ts';

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
