import type { Matrix, Text, Texts } from './workflow.ts';
import type { YamlNode } from './yaml-file.ts';

/** A matrix with more jobs than these is followed as one job of unknown values. */
const mostCombinations = 32;

/**
 * The combinations of a matrix: its lists multiplied, without what `exclude` names, with what `include` adds
 * (docs.github.com, "Running variations of jobs in a workflow").
 */
export function readMatrix(matrix: YamlNode): Matrix | undefined {
  if (!matrix.isThere) return undefined;
  return { ...matrix.place, combinations: matrix.isMap ? combinationsOf(matrix) : undefined };
}

function combinationsOf(matrix: YamlNode): Texts[] | undefined {
  const axes = matrix.entries.filter(({ key }) => key.text !== 'include' && key.text !== 'exclude');
  const includes = matrix.at('include');
  const excludes = matrix.at('exclude');
  const isWritten = [...axes.map(({ value }) => value), includes, excludes].every(
    (node) => !node.isThere || node.isList,
  );
  if (!isWritten) return undefined;

  let combinations: Map<string, Text>[] = axes.length === 0 ? [] : [new Map()];
  for (const { key, value } of axes) {
    const choices = value.items.map((item) => flatten(key.text, item));
    combinations = combinations.flatMap((one) => choices.map((choice) => new Map([...one, ...choice])));
    if (combinations.length > mostCombinations) return undefined;
  }
  const excluded = excludes.items.map((item) => item.texts);
  combinations = combinations.filter((one) => !excluded.some((texts) => agrees(texts, one)));

  const original = combinations.map((one) => new Set(one.keys()));
  for (const item of includes.items) {
    const added = new Map(item.entries.flatMap(({ key, value }) => [...flatten(key.text, value)]));
    const extended = combinations.filter((one, index) => mayExtend(added, one, original[index]));
    for (const one of extended) for (const [key, text] of added) one.set(key, text);
    if (extended.length === 0) combinations.push(added);
  }
  return combinations.length > mostCombinations ? undefined : combinations;
}

/** `site: { dir: apps/web }` as `site.dir`; a scalar as itself. */
function flatten(name: string, node: YamlNode): Map<string, Text> {
  if (node.text) return new Map([[name, node.text]]);
  return new Map(node.entries.flatMap(({ key, value }) => [...flatten(`${name}.${key.text}`, value)]));
}

function agrees(texts: Texts, one: Texts): boolean {
  return [...texts].every(([key, { text }]) => one.get(key)?.text === text);
}

/** An included entry is added to each combination whose original values it does not overwrite. */
function mayExtend(added: Texts, one: Texts, original: ReadonlySet<string> | undefined): boolean {
  if (!original || original.size === 0) return false;
  return [...added].every(([key, { text }]) => !original.has(key) || one.get(key)?.text === text);
}
