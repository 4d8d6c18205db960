import { access, constants } from 'node:fs/promises';
import { chromium, firefox, webkit } from '@playwright/test';
import { type BrowserName, configurationError, type SmokeProfile } from '../../profile/index.ts';

const types = { chromium, firefox, webkit } as const;

/** Whether a browser is there that Playwright can drive. Given as a value so that what follows from it can be proved. */
export type IsInstalled = (name: BrowserName) => Promise<boolean>;

/**
 * Firefox and WebKit are Playwright's own builds, or none: those of a system do not speak its protocol. A Chromium is always
 * got from somewhere, by `findBrowser`.
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
 * @param wanted as the config names them: each of a list has to be there, `installed` takes those that are
 * @throws ConfigurationError where one that is named is not installed
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
      `${absent.join(' and ')} ${absent.length === 1 ? 'is' : 'are'} named and not installed.`,
      `Run \`npx playwright install ${absent.join(' ')}\` (a browser of the system does not do), or take ${absent.length === 1 ? 'it' : 'them'} out.`,
    );
  return found;
}

/** One line about each browser beside Chromium, for whoever wonders which ones are looked with. */
export async function describeOthers(has: IsInstalled = isInstalled): Promise<string[]> {
  return Promise.all(
    (['firefox', 'webkit'] as const).map(async (name) =>
      (await has(name))
        ? `${name}: ${types[name].executablePath()} (Playwright's own download)`
        : `${name}: not installed; \`npx playwright install ${name}\` gets Playwright's own, and no other does`,
    ),
  );
}

/** What starts a browser other than the one that the runner starts itself. */
export function browserType(name: BrowserName) {
  return types[name];
}
