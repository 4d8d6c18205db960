import { access, constants } from 'node:fs/promises';
import { chromium, firefox, webkit } from '@playwright/test';
import { type BrowserName, configurationError, type SmokeProfile } from '../../profile/index.ts';

const types = { chromium, firefox, webkit } as const;

/** Whether a browser that Playwright can drive is installed. A parameter, so that specs can decide. */
export type IsInstalled = (name: BrowserName) => Promise<boolean>;

/**
 * Firefox and WebKit must be Playwright's own builds: a system's do not speak its protocol. A Chromium is always provided by
 * `findBrowser`.
 */
const isInstalled: IsInstalled = async (name) => {
  if (name === 'chromium') return true;
  return access(types[name].executablePath(), constants.X_OK).then(
    () => true,
    () => false,
  );
};

/**
 * The browsers that pages are opened in.
 * @param wanted from the config: each browser of a list must be installed; `installed` takes those that are
 * @throws ConfigurationError if a listed browser is not installed
 */
export async function browsersOf(
  wanted: SmokeProfile['browsers'],
  has: IsInstalled = isInstalled,
): Promise<BrowserName[]> {
  const names = wanted === 'installed' ? (Object.keys(types) as BrowserName[]) : [...new Set(wanted)];
  const there = await Promise.all(names.map(async (name) => ((await has(name)) ? [name] : [])));
  const found = there.flat();
  const absent = names.filter((name) => !found.includes(name));
  if (wanted !== 'installed' && absent.length > 0)
    throw configurationError(
      'platforms.smoke.browsers',
      `${absent.join(' and ')} ${absent.length === 1 ? 'is' : 'are'} listed and not installed.`,
      `Run \`npx playwright install ${absent.join(' ')}\` (a system browser does not work), or remove ${absent.length === 1 ? 'it' : 'them'}.`,
    );
  return found;
}

/** One line about each browser other than Chromium. */
export async function describeOthers(has: IsInstalled = isInstalled): Promise<string[]> {
  return Promise.all(
    (['firefox', 'webkit'] as const).map(async (name) =>
      (await has(name))
        ? `${name}: ${types[name].executablePath()} (Playwright's own download)`
        : `${name}: not installed; \`npx playwright install ${name}\` installs Playwright's own build, the only one that works`,
    ),
  );
}

/** Playwright's launcher for a browser. */
export function browserType(name: BrowserName) {
  return types[name];
}
