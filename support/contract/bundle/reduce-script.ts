import type { BraceGroups } from './brace-groups.ts';
import { ShadowedNames } from './shadowed-names.ts';

/** What has to stay in a script: names as whole words, literals that a module runtime is asked for, and offsets. */
export interface Wanted {
  /** Each name, and whether it is an import of the script (`import`): then a function that declares it again means another one. */
  names: ReadonlyMap<string, 'import' | 'any'>;
  moduleIds: Iterable<string>;
  offsets: readonly number[];
}

/**
 * A script in which every group of braces is blanked that contains nothing of what is wanted: a small program that parses, with the same
 * offsets. Since a group without a name cannot contain an occurrence of it, following that name through the small program finds what
 * following it through the whole would. Pure.
 */
export function reduceScript(text: string, groups: BraceGroups, wanted: Wanted): string {
  const { opens, closes, parents, forms } = groups;
  const kept = keptGroups(text, groups, wanted);
  let reduced = '';
  let written = 0;
  for (let group = 0; group < opens.length; group += 1) {
    const [open = 0, close = 0] = [opens[group], closes[group]];
    if (open < written || kept[group] === 1 || close - open < 2 || forms[group] === 'open') continue;
    const isExpression = forms[group] === 'expression';
    if (!isExpression && parents[group] === -1 && isModuleClause(text, open, close)) continue;
    // `let{list:{all:a}}=N`: the names in a pattern get the value that is written after it.
    if (!isExpression && isAssignedTo(text, close)) {
      while ((opens[group + 1] ?? close) < close) group += 1;
      continue;
    }
    const filler = isExpression ? '0' : '';
    reduced += text.slice(written, open + 1) + filler.padEnd(close - open - 1);
    written = close;
  }
  return reduced + text.slice(written);
}

/** For each group 1 where it contains something of what is wanted. */
function keptGroups(text: string, groups: BraceGroups, wanted: Wanted): Uint8Array {
  const kept = new Uint8Array(groups.opens.length);
  const keepFrom = (innermost: number): void => {
    for (let group = innermost; group !== -1 && kept[group] === 0; group = groups.parents[group] ?? -1) kept[group] = 1;
  };
  for (const offset of wanted.offsets) keepFrom(groupAt(groups, offset));
  const form = formOf(wanted);
  if (form === undefined) return kept;
  const shadows = new ShadowedNames(text, groups);
  const found = text
    .matchAll(form)
    .map(({ index, 0: name }) => ({ name, index, group: groupAt(groups, index) }))
    .toArray();
  for (const { name, index, group } of found) shadows.note(name, index, group);
  for (const { name, index, group } of found) {
    // `t=>` declares a name for its own expression.
    if (kept[group] === 1 || /^\s*=>/.test(text.slice(index + name.length, index + name.length + 8))) continue;
    if (wanted.names.get(name) !== 'import' || !shadows.isHidden(name, group)) keepFrom(group);
  }
  return kept;
}

function formOf({ names, moduleIds }: Wanted): RegExp | undefined {
  const forms = [
    // A name after one dot is a property; after three dots it is spread.
    ...[...names.keys()].map(
      (name) => `(?<![\\w$\\u0080-\\uffff]|(?<!\\.\\.)\\.)${RegExp.escape(name)}(?![\\w$\\u0080-\\uffff])`,
    ),
    ...[...moduleIds].map(
      (id) =>
        `\\((?:/\\*[^*]{0,300}\\*/\\s*)?(?:${RegExp.escape(id)}|"${RegExp.escape(id)}"|'${RegExp.escape(id)}')\\)`,
    ),
  ];
  return forms.length === 0 ? undefined : new RegExp(forms.join('|'), 'g');
}

/** The innermost group around an offset, -1 at the top. */
function groupAt({ opens, closes, parents }: BraceGroups, offset: number): number {
  let [low, high] = [0, opens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((opens[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  let group = low - 1;
  while (group !== -1 && (closes[group] as number) <= offset) group = parents[group] as number;
  return group;
}

/** `import {…} from`, `export {…}`: imports and exports are always kept. */
function isModuleClause(text: string, open: number, close: number): boolean {
  return (
    /\b(?:import|export)\s*(?:[\w$]+\s*,\s*)?$/.test(text.slice(Math.max(0, open - 80), open)) ||
    /^\s*from\b/.test(text.slice(close + 1, close + 12))
  );
}

function isAssignedTo(text: string, close: number): boolean {
  let at = close + 1;
  while (text.charCodeAt(at) <= 32) at += 1;
  return text[at] === '=' && text[at + 1] !== '=' && text[at + 1] !== '>';
}
