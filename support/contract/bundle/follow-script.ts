import type { UnparsedSource } from '../function-reference.ts';
import { braceGroups } from './brace-groups.ts';
import type { BundleValue, Findings } from './bundle-findings.ts';
import { BundleModule } from './bundle-module.ts';
import { apiSignature } from './bundle-scan.ts';
import { reduceScript } from './reduce-script.ts';

/** What reaches a script: through its imports, and through the modules of a runtime. */
export interface Reaching {
  /** Values of imports, by `url\0name`, or `url\0*name` for a namespace. */
  given: ReadonlyMap<string, BundleValue>;
  /** Exports of a runtime's modules. */
  known: ReadonlyMap<string, ReadonlyMap<string, BundleValue>>;
  /** Names that it probably goes by: those that do are found soon, and the others cost a little time. */
  likely: readonly string[];
}

/** A chain of aliases that is longer is followed through the whole script at once. */
const mostRounds = 12;

/**
 * Follows what reaches a script. Only the parts of it that hold a name which a value goes by are parsed: the names are not known
 * beforehand, so it goes in rounds until no new one comes up. Where the parts cannot be told by the text, all of it is parsed.
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
