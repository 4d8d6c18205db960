import { parseArgs } from 'node:util';
import { nearName } from '../text/suggest-name.ts';
import type { Options, ValuesOf } from './option.ts';
import { UsageError } from './stop-error.ts';

/** What a command line says. */
export interface ParsedLine<Declared extends Options> {
  values: ValuesOf<Declared>;
  positionals: string[];
}

/** Whether a command line asks for help. Then nothing else of it counts. */
export function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  return own.includes('--help') || own.includes('-h');
}

/**
 * Reads a command line.
 * @throws UsageError with one sentence: an unknown option and the one that was probably meant, a missing value, a stray argument
 */
export function parseOptions<Declared extends Options>(
  options: Declared,
  argv: readonly string[],
  takesPositionals: boolean,
): ParsedLine<Declared> {
  const { given, positionals } = splitLine(options, argv);
  const [stray] = positionals;
  if (stray !== undefined && !takesPositionals)
    throw new UsageError(`Unexpected argument '${stray}'.${near(stray, options)}`);

  const values = Object.entries(options).map(([name, option]) => [
    name,
    option.read(given.get(name) ?? [], `--${name}`),
  ]);
  return { values: Object.fromEntries(values) as ValuesOf<Declared>, positionals };
}

function splitLine(options: Options, argv: readonly string[]) {
  // Not strict: Node's own messages go on with advice that does not fit here.
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { kind }]) => [
        name,
        { type: kind === 'flag' ? ('boolean' as const) : ('string' as const), multiple: true },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });

  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;

    const value = valueIn(token, options);
    const before = given.get(token.name) ?? [];
    if (before.length > 0 && options[token.name]?.kind === 'single')
      throw new UsageError(`${token.rawName} is given twice.`);
    given.set(token.name, [...before, value]);
  }
  return { given, positionals };
}

interface OptionToken {
  name: string;
  rawName: string;
  value?: string | undefined;
  inlineValue?: boolean | undefined;
}

function valueIn({ name, rawName, value, inlineValue }: OptionToken, options: Options): string {
  const option = rawName.startsWith('--') && Object.hasOwn(options, name) ? options[name] : undefined;
  if (option === undefined) throw new UsageError(`Unknown option '${rawName}'.${near(name, options)}`);
  if (option.kind === 'flag') {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value.`);
    return '';
  }

  // Another option is not a value: `--env --commit abc` has none for --env. `--max-age=-5m` is meant as it is written.
  if (value === undefined || (!inlineValue && value.startsWith('-')))
    throw new UsageError(`${rawName} needs a value (${option.value}).`);
  return value;
}

function near(typed: string, options: Options): string {
  const known = [...Object.keys(options), 'help'];
  const name = nearName(typed.replace(/^-+/, ''), known);
  return name === undefined
    ? ` The options are ${known.map((each) => `--${each}`).join(', ')}.`
    : ` Did you mean \`--${name}\`?`;
}
