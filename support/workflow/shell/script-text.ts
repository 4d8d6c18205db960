import { type ParsedScript, parse } from 'unbash';
import { type Contexts, evaluate } from '../expression/evaluate.ts';
import { placeholdersIn } from '../expression/parse.ts';
import { textOf, type Value } from '../expression/value.ts';
import type { Place, Script } from '../source/workflow.ts';

/** A script as the shell gets it: GitHub puts its expressions in as text, before any shell sees it. */
export interface ScriptText {
  parsed: ParsedScript;
  source: string;
  /** Where nobody knows what is put in, a word of its own stands for it. */
  placeholders: ReadonlyMap<string, { value: Value; shown: string }>;
  placeOf: (position: number) => Place;
}

const placeholderForm = /__expression_\d+__/g;

/** @param contexts for the expressions of a workflow; none in files, where `${{` means nothing */
export function scriptText(script: Script, contexts: Contexts | undefined): ScriptText {
  const placeholders = new Map<string, { value: Value; shown: string }>();
  const text = contexts ? fillIn(script.text, contexts, placeholders) : script.text;
  return { parsed: parse(text), source: text, placeholders, placeOf: (position) => placeIn(script, text, position) };
}

function fillIn(text: string, contexts: Contexts, placeholders: Map<string, { value: Value; shown: string }>): string {
  let filled = '';
  let end = 0;
  for (const placeholder of placeholdersIn(text)) {
    const value = evaluate(placeholder.expression, contexts);
    const written = textOf(value);
    const name = `__expression_${placeholders.size}__`;
    // Lines would no longer be those of the file after a text of several lines.
    const isPut = written !== undefined && !written.includes('\n');
    if (!isPut) placeholders.set(name, { value, shown: `\${{ ${placeholder.expression} }}` });
    filled += text.slice(end, placeholder.start) + (isPut ? written : name);
    end = placeholder.end;
  }
  return filled + text.slice(end);
}

function placeIn({ file, line, keepsLines }: Script, text: string, position: number): Place {
  if (!keepsLines) return { file, line };
  return { file, line: line + (text.slice(0, position).match(/\n/g)?.length ?? 0) };
}

/** A text with what its placeholders stand for, as it is written in the workflow. */
export function shownText(text: string, { placeholders }: ScriptText): string {
  return text.replace(placeholderForm, (name) => placeholders.get(name)?.shown ?? name);
}

/** The value of a text that may contain placeholders; undefined where it contains several things. */
export function placeholderValue(text: string, { placeholders }: ScriptText): Value | undefined {
  return placeholders.get(text)?.value;
}

export function hasPlaceholder(text: string): boolean {
  return text.search(placeholderForm) >= 0;
}
