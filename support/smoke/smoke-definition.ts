import type { CheckContext, CheckDefinition, Sends } from '../check/definition.ts';
import type { Finding } from '../check/finding.ts';
import type { Profile, SmokeProfile } from '../profile/index.ts';
import type { OpenTab } from './browser/tabs.ts';
import type { PageReading } from './visit/open-page.ts';
import type { OpenPage } from './visit/page-readings.ts';
import type { SignInReading } from './visit/sign-in.ts';
import type { TrialName } from './visit/trials.ts';

/** What a smoke check's `verify` receives. */
export interface SmokeContext extends Omit<CheckContext<SmokeProfile>, 'subject'> {
  smoke: SmokeProfile;
  /** Opens one of the profile's pages, shared with every other smoke check. */
  openPage: OpenPage;
  /** Opens every page of the profile. */
  openPages: () => Promise<PageReading[]>;
  /** Opens a new empty tab for this check alone. */
  openTab: OpenTab;
  /** The findings of one of Airlock's own trials, which may have started while the pages were being watched. */
  trial: (name: TrialName) => Promise<Finding[]>;
  /** Signs in as the profile describes it, once for the run. */
  signIn: () => Promise<SignInReading>;
}

/** A check that looks at the site in a real browser. */
export interface SmokeDefinition
  extends Omit<CheckDefinition<SmokeProfile>, 'platform' | 'subjects' | 'verify' | 'sends'> {
  /** The most that it sends beside what the pages load themselves. */
  sends?: Sends;
  /**
   * Whether the check applies to an environment, beside the settings that it needs; to all if left out.
   * @returns true, or the reason why it does not apply
   */
  appliesTo?: (profile: Profile) => true | string;
  verify: (context: SmokeContext) => Promise<readonly Finding[]>;
}
