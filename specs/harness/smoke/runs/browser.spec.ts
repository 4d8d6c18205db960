import { expect, test } from 'vitest';
import { findBrowser } from '../../../../support/smoke/browser/browser.ts';
import type { BrowserSearch, CommandResult } from '../../../../support/smoke/browser/browser-search.ts';
import { thisMachine } from '../../../../support/smoke/browser/browser-search.ts';

const download = '/cache/playwright/chrome';

interface Machine {
  files?: string[];
  /** What a command does to the files of the machine, by the beginning of its line. */
  commands?: Record<string, (files: Set<string>) => CommandResult['exitCode']>;
  environment?: Record<string, string>;
  platform?: NodeJS.Platform;
  isRoot?: boolean;
}

/** A command that ends well and leaves this file. */
function installs(path: string) {
  return (files: Set<string>) => {
    files.add(path);
    return 0;
  };
}

/** A machine that holds these files and on which commands do what is said; every other command is not there. */
function arrangeMachine({ files = [], commands = {}, environment = {}, platform = 'linux', isRoot = false }: Machine) {
  const held = new Set(files);
  const ran: string[] = [];
  const search: BrowserSearch = {
    platform,
    isRoot,
    environment,
    playwrightExecutable: download,
    isExecutable: async (path) => held.has(path),
    async run(command, args) {
      const line = [command === process.execPath ? 'node' : command, ...args.slice(-4)].join(' ');
      ran.push(line);
      const key = Object.keys(commands).find((known) => line.includes(known));
      if (key) return { exitCode: commands[key]?.(held) ?? 'not started', output: '' };
      return { exitCode: args[0] === '--version' && held.has(command) ? 0 : 'not started', output: '' };
    },
  };
  return { search, ran };
}

test('the executable named by the variable comes before all others', async () => {
  const environment = { PLAYWRIGHT_CHROMIUM_EXECUTABLE: '/opt/mine' };
  const { search, ran } = arrangeMachine({ files: ['/opt/mine', download, '/usr/bin/chromium'], environment });
  expect((await findBrowser(search)).executablePath).toBe('/opt/mine');
  expect(ran).toEqual([]);
});

test('a named executable that is not there is an error, not a reason to take another', async () => {
  const environment = { PLAYWRIGHT_CHROMIUM_EXECUTABLE: '/opt/gone' };
  const { search } = arrangeMachine({ files: [download], environment });
  await expect(findBrowser(search)).rejects.toThrow(
    'PLAYWRIGHT_CHROMIUM_EXECUTABLE: /opt/gone is not an executable file.',
  );
});

test("Playwright's own download comes before the system's browser", async () => {
  const { search } = arrangeMachine({ files: [download, '/usr/bin/chromium'] });
  expect(await findBrowser(search)).toEqual({ executablePath: download, source: "Playwright's own download" });
});

test('a download that does not start, for want of a library, gives way to the system', async () => {
  const { search } = arrangeMachine({ files: [download, '/usr/bin/chromium'], commands: { [download]: () => 127 } });
  expect((await findBrowser(search)).executablePath).toBe('/usr/bin/chromium');
});

test.for([
  ['linux', {}, '/usr/bin/google-chrome'],
  ['linux', { PATH: '/nix/bin:/opt/bin' }, '/opt/bin/chromium'],
  ['darwin', {}, '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  ['win32', { PROGRAMFILES: 'C:\\Programs' }, 'C:\\Programs\\Google\\Chrome\\Application\\chrome.exe'],
  ['win32', { 'PROGRAMFILES(X86)': 'C:\\x86' }, 'C:\\x86\\Microsoft\\Edge\\Application\\msedge.exe'],
] as const)('on %s with %j the browser at %s is found', async ([platform, environment, path]) => {
  const { search, ran } = arrangeMachine({ files: [path], platform, environment });
  expect(await findBrowser(search)).toEqual({ executablePath: path, source: 'a browser of the system' });
  expect(ran.filter((line) => line.includes('install'))).toEqual([]);
});

test('without any browser Playwright downloads its own', async () => {
  const commands = { 'install chromium': installs(download) };
  const { search } = arrangeMachine({ commands, isRoot: true, files: ['/usr/bin/apt-get'] });
  expect((await findBrowser(search)).source).toBe("Playwright's own download, just installed");
});

test('a download that times out gives way to the package of the system, as root', async () => {
  const commands = {
    'node ': () => 'timed out' as const,
    'apt-get update': () => 100,
    'apt-get install': installs('/usr/bin/chromium'),
  };
  const { search } = arrangeMachine({ commands, isRoot: true, files: ['/usr/bin/apt-get'] });
  const source = 'the system package chromium, just installed';
  expect(await findBrowser(search)).toEqual({ executablePath: '/usr/bin/chromium', source });
});

test('where nothing helps, one sentence says what was tried and what to install', async () => {
  const { search, ran } = arrangeMachine({ commands: { 'node ': () => 'timed out' }, files: ['/usr/bin/apt-get'] });
  await expect(findBrowser(search)).rejects.toThrow(
    'the browser: there is no Chromium on this machine, and none could be installed ("playwright install chromium": timed out; the system package: only tried as root on a machine with apt-get).\n  → Install Chromium or Google Chrome, or name one in PLAYWRIGHT_CHROMIUM_EXECUTABLE.',
  );
  expect(ran.some((line) => line.includes('apt-get'))).toBe(false);
});

test('a package that installs without a browser that starts is told so', async () => {
  const commands = { 'node ': () => 1, 'apt-get': () => 0 };
  const { search } = arrangeMachine({ commands, isRoot: true, files: ['/usr/bin/apt-get'] });
  await expect(findBrowser(search)).rejects.toThrow('the system package: it installed no browser that starts');
});

test('a command of this machine that takes too long is ended, and one that does not exist is told apart', async () => {
  const { run } = thisMachine();
  const forever = await run(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], 200);
  expect(forever.exitCode).toBe('timed out');
  expect((await run(process.execPath, ['-e', 'process.exit(3)'], 10_000)).exitCode).toBe(3);
  expect((await run('/no/such/command', [], 1_000)).exitCode).toBe('not started');
});
