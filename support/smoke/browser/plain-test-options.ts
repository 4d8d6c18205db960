import type { PlaywrightTestOptions } from '@playwright/test';
import { loadDeployment, resolveProfile, type SmokeProfile } from '../../profile/index.ts';
import { embeddedVariables } from '../embedded-variables.ts';
import { homesOf } from '../judge/judge-connections.ts';
import { startBrowserDoor } from './browser-door.ts';

/**
 * Options for the contexts of a team's own Playwright tests (`page`, `context`, `request`, `browser.newContext()`): the site as
 * base URL, behind a door that admits only the environment's own hosts. The door lives as long as the process, so this is called
 * in Playwright's workers. What `support/smoke` opens has a door of its own.
 * @throws ConfigurationError if the config has no such environment
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

/** The checks that open pages report a missing address. */
function siteOf(smoke: SmokeProfile | undefined): string | undefined {
  try {
    return smoke?.url.url.origin;
  } catch {
    return undefined;
  }
}
