import { configurationError } from '../../profile/index.ts';
import { valuesOf } from './options/command-line.ts';

/**
 * Options of `playwright test` that take a value and narrow nothing.
 * Source: `npx playwright test --help` of Playwright 1.65.
 */
const valued = [
  '--add-reporter',
  '--browser',
  '--global-timeout',
  '--last-failed-file',
  '--max-failures',
  '--repeat-each',
  '--retries',
  '--run-agents',
  '--tsconfig',
  '--ui-host',
  '--ui-port',
  '--workers',
];

/** Short options with a value, and what they are short for. */
const short: Readonly<Record<string, string>> = { g: '--grep', G: '--grep-invert', j: '--workers', c: '--config' };

/** Options that a run refuses, the values that are allowed because they are the defaults, why, and what to do instead. */
const unsound = [
  {
    option: '--reporter',
    harmless: [],
    why: "it replaces the gate's own reporter, and the run would end without a verdict",
    remedy: 'Add one beside it: `--add-reporter=list`.',
  },
  {
    option: '--output',
    harmless: [],
    why: 'what Playwright itself writes about a failure is not redacted, so it stays in a folder that is removed after the run',
    remedy: 'Leave it out: what is safe to keep is in `reports/smoke`.',
  },
  {
    option: '--retries',
    harmless: ['0'],
    why: 'a check that fails and then holds has not held',
    remedy: 'Leave it out.',
  },
  {
    option: '--repeat-each',
    harmless: ['1'],
    why: 'the verdict contains each check once',
    remedy: 'Leave it out, and run the command again.',
  },
  {
    option: '--workers',
    harmless: ['1'],
    why: 'all checks judge the same visits, which belong to one worker',
    remedy: 'Leave it out; `--shard` divides a run.',
  },
];

/**
 * Playwright's command in one way of writing: options with their values behind `=`, and without `test`.
 * Source: commander, "Options": a short option may carry its value (`-gloads`) and stand behind flags (`-xgloads`).
 */
export function writtenOut(argv: readonly string[]): string[] {
  const written: string[] = [];
  // `test` is Playwright's command, and narrows nothing.
  const left = argv[0] === 'test' ? argv.slice(1) : [...argv];
  while (left.length > 0) {
    const word = left.shift() ?? '';
    const [, letter = '', attached = ''] = /^-x*([gGjc])(.*)$/s.exec(word) ?? [];
    const option = short[letter] ?? word;
    if (attached !== '') written.push(`${option}=${attached}`);
    else if (letter !== '' || valued.includes(word)) written.push(`${option}=${left.shift() ?? ''}`);
    else written.push(word);
  }
  return written;
}

/** Variables that make Playwright wait for a person. Source: Playwright, "Debugging Tests"; `PWTEST_WATCH` of its runner. */
const debugging = ['PWDEBUG', 'PWTEST_WATCH'];

/**
 * Refuses what would take the verdict's meaning away.
 * @param argv the command as `writtenOut` writes it
 * @throws ConfigurationError that names the option or the variable
 */
export function refuseUnsound(argv: readonly string[], environment: NodeJS.ProcessEnv = process.env): void {
  const variable = debugging.find((name) => !['', '0', undefined].includes(environment[name]));
  if (variable !== undefined)
    throw configurationError(
      `${variable}=${environment[variable]}`,
      'Playwright would wait for a person at every step, and the checks of a visit would run out of time.',
      `Unset ${variable}: a failure keeps its trace, which \`npx playwright show-trace\` opens.`,
    );
  for (const { option, harmless, why, remedy } of unsound)
    for (const value of valuesOf(argv, option))
      if (!harmless.some((each) => each === value)) throw configurationError(`${option} ${value}`, `${why}.`, remedy);
  const snapshots = argv.find((word) => /^(?:-x*u|--(?:update|ignore)-snapshots)/.test(word));
  if (snapshots !== undefined)
    throw configurationError(
      snapshots,
      'a snapshot of a journey would be written anew or left out, and not compared.',
      'Leave it out; update snapshots in a run of Playwright without the gate.',
    );
  if (argv.some((word) => /^--ui(?:-host|-port)?(?:=|$)/.test(word)))
    throw configurationError(
      '--ui',
      "Playwright's UI runs tests without the gate's reporter, and produces no verdict.",
      'Leave it out: a failure keeps its trace, which `npx playwright show-trace` opens.',
    );
}
