import { isBuilt } from '../files/module-file.ts';
import { alignColumns } from '../text/align-columns.ts';
import { interruptedCodes } from './exit-code.ts';
import type { Option, Options } from './option.ts';

/** What a reader of `--help` learns about a command beside its options. */
export interface Usage {
  /** What it does, in one sentence. */
  does: string;
  /** What its exit codes mean here; 78 is the same for all. */
  exits: Readonly<Partial<Record<0 | 1 | 2 | 3, string>>>;
  /** What follows `npm run NAME -- ` in the example. */
  example: string;
}

/** Arguments without a name. */
export interface Positionals {
  value: string;
  help: string;
  /** None may be given; else one is needed. */
  isOptional?: boolean;
}

interface Described {
  name: string;
  usage: Usage;
  options: Options;
  positionals?: Positionals;
}

/** "npm run gate -- --env ENVIRONMENT [--max-age 30m]". */
export function usageLine({ name, options, positionals }: Omit<Described, 'usage'>): string {
  const parts = Object.entries(options).map(([option, declared]) => {
    const part = signature(option, declared);
    if (declared.isRequired) return part;
    return declared.kind === 'many' ? `[${part}]…` : `[${part}]`;
  });
  const words = [...parts, ...(positionals ? [wordOf(positionals)] : [])];
  return calledWith(name, words);
}

/** How a command is called: by npm in a clone, by its own name where Airlock is a package. */
function calledWith(name: string, words: readonly string[]): string {
  if (isBuilt(import.meta.filename)) return ['npx airlock', name, ...words].join(' ');
  return [`npm run ${name}`, ...(words.length > 0 ? ['--'] : []), ...words].join(' ');
}

/** All that `--help` prints. */
export function formatUsage(described: Described): string {
  const { name, usage, options, positionals } = described;
  const rows = [
    ...Object.entries(options).map(([option, declared]) => [signature(option, declared), helpOf(declared)]),
    ...(positionals ? [[`${positionals.value}…`, positionals.help]] : []),
    ['--help', 'print this and do nothing else'],
  ];
  const exits = [
    ...Object.entries(usage.exits),
    ['78', 'the command, the config or the table is wrong; nothing was done'],
    [Object.values(interruptedCodes).join(', '), `ended by ${Object.keys(interruptedCodes).join(', ')}`],
  ];
  return [
    usageLine(described),
    '',
    usage.does,
    '',
    'Options:',
    ...indented(rows),
    '',
    'Exit codes:',
    ...indented(exits),
    '',
    'Example:',
    `  ${calledWith(name, usage.example === '' ? [] : [usage.example])}`,
  ].join('\n');
}

function wordOf({ value, isOptional }: Positionals): string {
  return isOptional ? `[${value}]…` : `${value}…`;
}

function signature(name: string, { value }: Option<unknown>): string {
  return value === '' ? `--${name}` : `--${name} ${value}`;
}

function helpOf({ help, isRequired, default: fallback }: Option<unknown>): string {
  if (isRequired) return `${help} (required)`;
  return fallback === undefined ? help : `${help} (default: ${fallback})`;
}

function indented(rows: readonly (readonly string[])[]): string[] {
  return alignColumns(rows).map((line) => `  ${line}`);
}
