import type { PlaywrightTestOptions } from '@playwright/test';
import { loadDeployment, resolveProfile, type SmokeProfile } from '../../profile/index.ts';
import { embeddedVariables } from '../embedded-variables.ts';
import { homesOf } from '../judge/judge-connections.ts';
import { startBrowserDoor } from './browser-door.ts';

/**
 * What the contexts of a team's own Playwright tests are opened with (`page`, `context`, `request`, `browser.newContext()`):
 * the site as the address that paths are relative to, behind a door of the environment's own hosts. The door lives as long
 * as the process, so this is asked in Playwright's workers. What `support/smoke` opens has a door of its own.
 * @throws ConfigurationError where the config describes no such environment
 */
export async function plainTestOptions(
  environment: string,
): Promise<Partial<Pick<PlaywrightTestOptions, 'baseURL' | 'proxy'>>> {
  const variables = embeddedVariables();
  const profile = resolveProfile(await loadDeployment(), environment, variables ? { variables } : {});
  const { proxy } = await startBrowserDoor([...homesOf(profile).keys()]);
  const baseURL = siteOf(profile.smoke);
  return { proxy, ...(baseURL !== undefined && { baseURL }) };
}

/** That an address is absent is told by the checks that open pages; without one there is nowhere to go. */
function siteOf(smoke: SmokeProfile | undefined): string | undefined {
  try {
    return smoke?.url.url.origin;
  } catch {
    return undefined;
  }
}
