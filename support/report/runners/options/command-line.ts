import { configurationError } from '../../../profile/index.ts';
import { wildcard } from '../../../text/wildcard.ts';

/** The values of a repeatable option, in both forms: `--project prod`, `--project=prod`. */
export function valuesOf(argv: readonly string[], option: string): string[] {
  return argv.flatMap((argument, index) => {
    if (argument === option) return argv[index + 1] ?? [];
    return argument.startsWith(`${option}=`) ? argument.slice(option.length + 1) : [];
  });
}

/** vitest's command with the long name of `-p`. Source: vitest 5.1, "Command Line Interface". */
export function withLongNames(argv: readonly string[]): string[] {
  return argv.map((argument) => argument.replace(/^-p(?==|$)/, '--project'));
}

/** The filters of a run, as typed; undefined if there are none. */
export function filtersOf(argv: readonly string[]): string | undefined {
  const names = [
    '-t',
    '-g',
    '-G',
    '--grep',
    '--grep-invert',
    '--testNamePattern',
    '--test-name-pattern',
    '--shard',
    '--changed',
    '--only-changed',
    '--last-failed',
    '--test-list',
    '--test-list-invert',
    '--sinceLastRun',
    '--since-last-run',
    '--bail',
    '--exclude',
    '--dir',
    '--tags-filter',
    '--tagsFilter',
  ];
  // What comes after these is their value, not a filter. Playwright's and vitest's: this is read for both.
  const valued = [
    ...names,
    '--project',
    '--reporter',
    '--outputFile',
    '--output',
    '--config',
    '-c',
    '--root',
    '-r',
    '--retry',
    '--retries',
    '--workers',
    '-j',
    '--timeout',
    '--trace',
  ];
  const narrowing = argv.filter((argument, index) => {
    if (argument.startsWith('-')) return names.includes(argument.split('=')[0] ?? '');
    const before = argv[index - 1];
    return (
      !(index === 0 && ['run', 'watch', 'dev', 'list'].includes(argument)) &&
      !(before !== undefined && valued.includes(before))
    );
  });
  return narrowing.length === 0
    ? undefined
    : argv.filter((argument, index) => narrowing.includes(argument) || names.includes(argv[index - 1] ?? '')).join(' ');
}

/**
 * Words behind `--`, which both runners ignore: who wrote them meant them to count.
 * @throws ConfigurationError that names them
 */
export function refuseWordsAfterDashes(argv: readonly string[]): void {
  const end = argv.indexOf('--');
  const words = end === -1 ? [] : argv.slice(end + 1);
  if (words.length > 0)
    throw configurationError(
      `-- ${words.join(' ')}`,
      'the runner ignores every word behind `--`.',
      'Write options before it, or leave them out.',
    );
}

/** vitest's own reading of `--project`: `*` stands for anything, a leading `!` leaves out. */
export function fitsProject(name: string, pattern: string): boolean {
  if (pattern.startsWith('!')) return !fitsProject(name, pattern.slice(1));
  return wildcard(pattern).test(name);
}
