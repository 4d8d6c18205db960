import { parseDuration } from '../text/duration.ts';
import { UsageError } from './stop-error.ts';

/** One option of a command. `Value` is what `run` receives for it. */
export interface Option<Value> {
  kind: 'flag' | 'single' | 'many';
  /** The placeholder for its value in the usage line: `ENVIRONMENT`, `30m`. Empty for flags. */
  value: string;
  /** What it does, with units. */
  help: string;
  isRequired: boolean;
  /** What it is if it is left out, in words; undefined if that goes without saying. */
  default: string | undefined;
  /**
   * @param given the values as typed, one for each time; none if it was left out
   * @param name with its dashes, for messages
   * @throws UsageError
   */
  read(given: readonly string[], name: string): Value;
}

/** Any options of a command, by their names without dashes. */
export type Options = Readonly<Record<string, Option<unknown>>>;

/** What `run` receives for them. */
export type ValuesOf<Declared extends Options> = {
  [Name in keyof Declared]: Declared[Name] extends Option<infer Value> ? Value : never;
};

interface Described {
  value: string;
  help: string;
}

/** A switch: true if it is given. */
export function flag(help: string): Option<boolean> {
  return { kind: 'flag', value: '', help, isRequired: false, default: undefined, read: (given) => given.length > 0 };
}

/** A text that may be left out. @param fallback what it then is, in words, where `run` works that out */
export function text({ fallback, ...described }: Described & { fallback?: string }): Option<string | undefined> {
  return { kind: 'single', ...described, isRequired: false, default: fallback, read: ([given]) => given };
}

/** A text with a value of its own if it is left out. */
export function textWithDefault({ fallback, ...described }: Described & { fallback: string }): Option<string> {
  return { kind: 'single', ...described, isRequired: false, default: fallback, read: ([given]) => given ?? fallback };
}

/** A text that has to be given. An empty one, as of an unset variable of a pipeline, is a missing one. */
export function requiredText(described: Described): Option<string> {
  const read = ([given]: readonly string[], name: string) => {
    if (!given) throw new UsageError(`${name} is missing: ${described.help}.`);
    return given;
  };
  return { kind: 'single', ...described, isRequired: true, default: undefined, read };
}

/** A text that may be given several times; undefined if it never is. */
export function texts({ fallback, ...described }: Described & { fallback?: string }): Option<string[] | undefined> {
  const read = (given: readonly string[]) => (given.length === 0 ? undefined : [...given]);
  return { kind: 'many', ...described, isRequired: false, default: fallback, read };
}

/** A time span in milliseconds, written as `30m`: a whole number and s, m, h or d. @param fallback what it is if it is left out, in words */
export function duration({
  value,
  help,
  fallback = 'no limit',
}: Described & { fallback?: string }): Option<number | undefined> {
  const read = ([given]: readonly string[], name: string) => {
    if (given === undefined) return undefined;

    const milliseconds = parseDuration(given);
    if (milliseconds === undefined)
      throw new UsageError(
        `${name} takes a number with s, m, h or d, as in ${value}; it was given ${given || 'nothing'}.`,
      );
    return milliseconds;
  };
  const unit = ' (a whole number with s, m, h or d)';
  return { kind: 'single', value, help: `${help}${unit}`, isRequired: false, default: fallback, read };
}

/** A whole number from 0 to 999,999. */
export function wholeNumber({ fallback, ...described }: Described & { fallback: number }): Option<number> {
  const read = ([given]: readonly string[], name: string) => {
    if (given === undefined) return fallback;
    if (!/^\d{1,6}$/.test(given))
      throw new UsageError(`${name} takes a whole number; it was given ${given || 'nothing'}.`);
    return Number(given);
  };
  return { kind: 'single', ...described, isRequired: false, default: String(fallback), read };
}
