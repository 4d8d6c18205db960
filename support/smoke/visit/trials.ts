import path from 'node:path';
import type { Finding } from '../../check/finding.ts';
import type { SmokePage, SmokeProfile } from '../../profile/index.ts';
import type { OpenTab } from '../browser/tabs.ts';
import { tryNavigation } from './try-navigation.ts';
import { tryPhone } from './try-phone.ts';

/**
 * What a check does in tabs of its own, by the name of the check. It does not depend on the visits that all checks share, so it can start
 * while these are still being watched.
 */
export const trials = {
  'fits-a-phone': async (openTab: OpenTab, smoke: SmokeProfile): Promise<Finding[]> =>
    (await Promise.all(publicPages(smoke).map((page) => tryPhone(openTab, smoke, page)))).flat(),
  navigates: (openTab: OpenTab, smoke: SmokeProfile): Promise<Finding[]> =>
    tryNavigation(openTab, smoke, publicPages(smoke)),
};

export type TrialName = keyof typeof trials;

export function isTrial(name: string): name is TrialName {
  return Object.hasOwn(trials, name);
}

/** The trials that the specs of a run need. */
export function trialsOf(files: readonly string[]): TrialName[] {
  return files.map((file) => path.basename(file).replace(/\.smoke\..*$/, '')).filter(isTrial);
}

/** The pages that a visitor opens without signing in. */
export function publicPages({ pages }: SmokeProfile): SmokePage[] {
  return pages.filter(({ signedIn }) => signedIn !== true);
}
