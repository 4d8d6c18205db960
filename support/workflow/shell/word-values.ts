import type { DoubleQuotedChild, ParsedScript, Word, WordPart } from 'unbash';
import { chosen, empty, known, optionsOf, textOf, unknown, type Value } from '../expression/value.ts';
import type { Worlds } from '../formula/worlds.ts';
import { hasPlaceholder, placeholderValue, type ScriptText, shownText } from './script-text.ts';

/** What words are made of: variables of the shell, and scripts in `$( )`. */
export interface WordContext {
  worlds: Worlds;
  text: ScriptText;
  variable: (name: string) => Value;
  /** Sets apart what two jobs call alike. */
  job: string;
}

/** The value of a word, as far as it is known. */
export function wordValue(word: Word, context: WordContext): Value {
  return joined(
    (word.parts ?? []).length === 0 ? [literal(word.value, context)] : partsOf(word.parts, context),
    word,
    context,
  );
}

/** A word as words of a command: an unquoted variable is split at its spaces. */
export function wordTexts(word: Word, context: WordContext): string[] {
  const text = textOf(wordValue(word, context));
  if (text === undefined) return [shownText(withoutQuotes(word.text), context.text)];
  const isQuoted = (word.parts ?? []).every(({ type }) => type !== 'SimpleExpansion' && type !== 'ParameterExpansion');
  return isQuoted ? [text] : text.split(/\s+/).filter((part) => part !== '');
}

/** `"${{ x }}"` and `'cd a && ${{ x }}'` as the command gets them; quotes that end within the word stay. */
function withoutQuotes(text: string): string {
  const [, inner] = /^"([^"]*)"$/s.exec(text) ?? /^'([^']*)'$/s.exec(text) ?? /^"(.*)"$/s.exec(text) ?? [];
  return inner ?? text;
}

/** The scripts in `$( )` and backticks of a word: they run, whatever becomes of the word. */
export function scriptsIn(parts: readonly (WordPart | DoubleQuotedChild)[] | undefined): ParsedScript[] {
  return (parts ?? []).flatMap((part) => {
    if (part.type === 'CommandExpansion' || part.type === 'ProcessSubstitution') return part.script ?? [];
    return 'parts' in part && part.parts ? scriptsIn(part.parts as readonly WordPart[]) : [];
  });
}

function partsOf(parts: readonly (WordPart | DoubleQuotedChild)[] | undefined, context: WordContext): Value[] {
  return (parts ?? []).flatMap((part) => partValue(part, context));
}

function partValue(part: WordPart | DoubleQuotedChild, context: WordContext): Value | Value[] {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return literal(part.value, context);
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.length === 0 ? empty : partsOf(part.parts, context);
    case 'SimpleExpansion':
      return context.variable(part.text.slice(1));
    case 'ParameterExpansion':
      return parameter(part, context);
    case 'Glob':
      return known(part.text);
    default:
      return unknown(`${context.job} ${part.text}`, shownText(part.text, context.text));
  }
}

/** `${X}`, `${X:-default}`; what else can be done to a variable is not followed. */
function parameter(part: WordPart & { type: 'ParameterExpansion' }, context: WordContext): Value {
  const { operation, parameter: name, prefix, index } = part;
  const isPlain = prefix === undefined && index === undefined;
  if (isPlain && operation === undefined) return context.variable(name);
  const hasDefault = operation?.type === 'Default' && (operation.operator === ':-' || operation.operator === '-');
  if (!isPlain || !hasDefault) return unknown(`${context.job} ${part.text}`, part.text);
  const value = context.variable(name);
  const isEmpty = context.worlds.formulas.any(
    ...optionsOf(context.worlds, value).map((option) =>
      option.value.kind === 'unknown'
        ? context.worlds.formulas.all(option.when, context.worlds.equals(option.value.name, '', option.value.label))
        : context.worlds.formulas.all(option.when, context.worlds.formulas.constant(textOf(option.value) === '')),
    ),
  );
  return chosen(context.worlds, isEmpty, wordValue(operation.operand, context), value);
}

function literal(text: string, { text: script }: WordContext): Value {
  const value = placeholderValue(text, script);
  if (value) return value;
  return hasPlaceholder(text) ? unknown(shownText(text, script)) : known(text);
}

/** Parts put together: known where each is; else unknown under the text of the whole word. */
function joined(values: readonly Value[], word: Word, context: WordContext): Value {
  const [only] = values;
  if (values.length === 1 && only) return only;
  const texts = values.map(textOf);
  if (texts.every((text) => text !== undefined)) return known(texts.join(''));
  const label = shownText(word.text, context.text);
  return unknown(`${context.job} ${label}`, label);
}
