import type { UnparsedSource } from '../function-reference.ts';
import { braceGroups } from './brace-groups.ts';
import type { BundleValue, Findings } from './bundle-findings.ts';
import { BundleModule } from './bundle-module.ts';
import { apiSignature } from './bundle-scan.ts';
import { reduceScript } from './reduce-script.ts';

/** The values that reach a script: through its imports, and through the modules of a runtime. */
export interface Reaching {
  /** Values of imports, by `url\0name`, or `url\0*name` for a namespace. */
  given: ReadonlyMap<string, BundleValue>;
  /** Exports of a runtime's modules. */
  known: ReadonlyMap<string, ReadonlyMap<string, BundleValue>>;
  /** Names that it seems to import them under. A wrong one costs a little time, a missing one another round. */
  likely: readonly string[];
}

/** A longer chain of aliases is followed through the whole script at once. */
const mostRounds = 12;

/**
 * Follows the values that reach a script. Only those parts of it are parsed that contain a name which a value is bound to: the names are not
 * known beforehand, so this takes rounds until there is no new one. Where the text alone does not tell its parts, all of it is parsed.
 * See docs/decisions/0013-what-the-reader-of-source-does-itself.md.
 */
export function followScript(url: string, text: string, { given, known, likely }: Reaching): Findings | UnparsedSource {
  const groups = braceGroups(text);
  const names = new Map(likely.map((name) => [name, 'import' as 'import' | 'any']));
  const offsets = new Set(offsetsOf(text, apiSignature));
  for (let rounds = 0; groups !== undefined && rounds < mostRounds; rounds += 1) {
    const part = reduceScript(text, groups, { names, moduleIds: known.keys(), offsets: [...offsets] });
    const module = BundleModule.parse(url, text, part);
    if (module.failure) break;
    const found = module.follow(given, known);
    const { asked } = module;
    const fresh = asked.names.filter(
      ({ name, by }) => !names.has(name) || (by === 'any' && names.get(name) === 'import'),
    );
    if (fresh.length === 0 && asked.offsets.every((offset) => offsets.has(offset))) return found;
    for (const { name, by } of fresh) names.set(name, by);
    for (const offset of asked.offsets) offsets.add(offset);
  }
  const whole = BundleModule.parse(url, text);
  return whole.failure ?? whole.follow(given, known);
}

function offsetsOf(text: string, needle: string): number[] {
  const offsets: number[] = [];
  for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) offsets.push(at);
  return offsets;
}
