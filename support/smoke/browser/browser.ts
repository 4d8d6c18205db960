import { configurationError } from '../../profile/index.ts';
import { type BrowserSearch, pathsOfCommand, playwrightInstallCommand, thisMachine } from './browser-search.ts';
import { systemBrowserPaths, systemCommands } from './system-browsers.ts';

/** A Chromium, and a phrase that says where it comes from. */
export interface FoundBrowser {
  executablePath: string;
  source: string;
}

const probeTimeoutMs = 20_000;
const downloadTimeoutMs = 240_000;
const packageTimeoutMs = 300_000;

/**
 * Finds a Chromium that starts, or installs one. In this order: `PLAYWRIGHT_CHROMIUM_EXECUTABLE`; Playwright's own download;
 * a Chromium, Chrome or Edge of the system; downloading Playwright's own (at most four minutes); as root on a
 * machine with apt-get, the package `chromium`.
 *
 * @param search what to look at and run; this machine when absent
 * @throws ConfigurationError with one sentence that says what was tried, and what to install
 */
export async function findBrowser(search: BrowserSearch = thisMachine()): Promise<FoundBrowser> {
  const present = await presentBrowser(search);
  if (present) return present;

  const tried: string[] = [];
  const got = (await downloadByPlaywright(search, tried)) ?? (await installSystemPackage(search, tried));
  if (got) return got;
  throw configurationError(
    'the browser',
    `there is no Chromium on this machine, and none could be installed (${tried.join('; ')}).`,
    'Install Chromium or Google Chrome, or name one in PLAYWRIGHT_CHROMIUM_EXECUTABLE.',
  );
}

/**
 * The Chromium that is on this machine already; undefined where there is none. Nothing is installed.
 * @throws ConfigurationError where `PLAYWRIGHT_CHROMIUM_EXECUTABLE` names no executable file
 */
export async function presentBrowser(search: BrowserSearch = thisMachine()): Promise<FoundBrowser | undefined> {
  const named = search.environment.PLAYWRIGHT_CHROMIUM_EXECUTABLE;
  if (!named) return (await findPlaywrightDownload(search)) ?? (await findSystemBrowser(search));
  if (await search.isExecutable(named)) {
    return { executablePath: named, source: 'named by PLAYWRIGHT_CHROMIUM_EXECUTABLE' };
  }
  // A browser that was asked for by name is never replaced silently.
  throw configurationError(
    'PLAYWRIGHT_CHROMIUM_EXECUTABLE',
    `${named} is not an executable file.`,
    'Correct it, or unset it so that a browser is searched for.',
  );
}

async function findPlaywrightDownload(search: BrowserSearch): Promise<FoundBrowser | undefined> {
  const executablePath = search.playwrightExecutable;
  return (await starts(executablePath, search)) ? { executablePath, source: "Playwright's own download" } : undefined;
}

async function findSystemBrowser(search: BrowserSearch): Promise<FoundBrowser | undefined> {
  const onPath = systemCommands.flatMap((name) => pathsOfCommand(name, search));
  for (const executablePath of [...systemBrowserPaths(search), ...onPath]) {
    if (await starts(executablePath, search)) return { executablePath, source: 'a browser of the system' };
  }
  return undefined;
}

async function downloadByPlaywright(search: BrowserSearch, tried: string[]): Promise<FoundBrowser | undefined> {
  const [command, args] = playwrightInstallCommand();
  const { exitCode } = await search.run(command, args, downloadTimeoutMs);
  const found = await findPlaywrightDownload(search);
  if (found) return { ...found, source: "Playwright's own download, just installed" };
  tried.push(`"playwright install chromium": ${describeExit(exitCode)}`);
  return undefined;
}

async function installSystemPackage(search: BrowserSearch, tried: string[]): Promise<FoundBrowser | undefined> {
  if (!search.isRoot || !(await search.isExecutable('/usr/bin/apt-get'))) {
    tried.push('the system package: only tried as root on a machine with apt-get');
    return undefined;
  }
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium']]) {
    const { exitCode } = await search.run('/usr/bin/apt-get', args, packageTimeoutMs);
    if (exitCode !== 0) tried.push(`"apt-get ${args.join(' ')}": ${describeExit(exitCode)}`);
    // A failed update is not a reason to give up: the existing package lists may suffice.
  }
  const found = await findSystemBrowser(search);
  if (found) return { ...found, source: 'the system package chromium, just installed' };
  tried.push('the system package: it installed no browser that starts');
  return undefined;
}

/**
 * Whether the file exists and answers `--version`. A download without its libraries, or Ubuntu's stub that points to a snap,
 * exists and does not start. On Windows the flag opens a window, so existing is enough.
 */
async function starts(path: string, search: BrowserSearch): Promise<boolean> {
  if (!(await search.isExecutable(path))) return false;
  if (search.platform === 'win32') return true;
  return (await search.run(path, ['--version'], probeTimeoutMs)).exitCode === 0;
}

function describeExit(exitCode: number | 'timed out' | 'not started'): string {
  if (exitCode === 0) return 'exit 0, but the browser does not start';
  return typeof exitCode === 'number' ? `exit ${exitCode}` : exitCode;
}
