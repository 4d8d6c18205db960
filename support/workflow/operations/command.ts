import type { Repository } from '../repository/repository.ts';
import type { Text } from '../source/workflow.ts';
import type { Machine } from './operation.ts';

/** Whether a variable reaches a command. */
export type Reach = 'set' | 'absent' | 'unknown';

/** A command as the recognisers look at it. */
export interface Command {
  /** Its words, the name first; what nobody can know stands as it is written. */
  words: readonly string[];
  /** Relative to the repository; undefined where nobody can tell. */
  folder: string | undefined;
  machine: Machine;
  repository: Repository;
  /** Whether an environment variable reaches it. */
  reach: (variable: string) => Reach;
  /** How its value is called, where it is not written down: `secrets.CONVEX_DEPLOY_KEY`. */
  nameOf: (variable: string) => string | undefined;
  /** Where it is written. */
  at: Text;
  /** The branch that the event checks out, and the one that is production. */
  branch: string | undefined;
  productionBranch: string;
  /** Bodies of here-documents and pipes that it reads. */
  input: string | undefined;
  /** The file that it reads, where that is not in the repository: `ssh host < /tmp/deploy.sh`. */
  unreadInput?: string | undefined;
}

export interface Options {
  options: ReadonlyMap<string, string | true>;
  operands: readonly string[];
}

/**
 * Words as options and operands. Which options take a value has to be told: `--env production` is one, `--yes x` two.
 * @param aliases `-e` → `--env`
 */
export function optionsOf(
  words: readonly string[],
  withValue: readonly string[],
  aliases: Readonly<Record<string, string>> = {},
): Options {
  const options = new Map<string, string | true>();
  const operands: string[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      operands.push(...rest.splice(0));
    } else if (word.startsWith('-') && word !== '-') {
      const [written = '', given] = splitOnce(word, '=');
      const name = aliases[written] ?? written;
      const takesNext = given === undefined && withValue.includes(name) && rest[0] !== undefined;
      options.set(name, given ?? (takesNext ? (rest.shift() ?? true) : true));
    } else operands.push(word);
  }
  return { options, operands };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** The value of an option; undefined where it is not given, or without a value. */
export function optionValue({ options }: Options, name: string): string | undefined {
  const value = options.get(name);
  return value === true ? undefined : value;
}

/**
 * Whether a site goes to a preview: where its branch is not the production branch. A branch that nobody can know is the one
 * that is checked out.
 */
export function isPreviewBranch(named: string | undefined, { branch, productionBranch }: Command): boolean {
  const own = named === undefined || named.includes('$') ? branch : named;
  return own !== undefined && own !== productionBranch;
}

/** Words as a line that a shell would take apart in the same way. */
export function shown(words: readonly string[]): string {
  return words.map((word) => (/^[\w./:=@%+,${}-]+$/.test(word) || word.includes('${{') ? word : `'${word}'`)).join(' ');
}
