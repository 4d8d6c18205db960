import { escapeTerminal } from '../text/escape-terminal.ts';

/** A file that should be JSON is not. The message is a sentence that starts with file, line and column. */
export class JsonMistake extends Error {
  override readonly name = 'JsonMistake';
}

/** JSON, or undefined if the text is not JSON. For answers of others, where that is one answer among many. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Parses a file of our own.
 * @param file as a reader knows it, for the message
 * @throws JsonMistake that names the place. It does not repeat the text around it, as V8 would: that may be a secret
 */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const offset = offsetOf(text, error as SyntaxError);
    const before = text.slice(0, offset).split('\n');
    const place = `${file}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    throw new JsonMistake(`${place} is not JSON: ${seenAt(text, offset)}`);
  }
}

/** Whether an object of a JSON text has a field twice: readers differ about which one counts (RFC 8259, 4). @param parsed the text, parsed */
export function hasFieldTwice(text: string, parsed: unknown): boolean {
  // In valid JSON, a string with a colon behind it is the name of a field.
  const written = text.match(/"(?:[^"\\]|\\.)*"(?=\s*:)/g)?.length ?? 0;
  return written !== fieldsIn(parsed);
}

function fieldsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;

  const inside = Object.values(value).reduce((sum: number, item) => sum + fieldsIn(item), 0);
  return Array.isArray(value) ? inside : inside + Object.keys(value).length;
}

function seenAt(text: string, offset: number): string {
  if (text === '') return 'the file is empty';
  if (offset >= text.length) return 'the file ends too early';
  const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  return `unexpected ${escapeTerminal(JSON.stringify(character))}`;
}

/**
 * Where JSON breaks off. V8 (messages `JsonParse*`, src/common/message-template.h) names the position of some mistakes. Of an
 * unexpected token it does not; but a text cut before the token does not have that mistake, so the place is found by halving.
 */
function offsetOf(text: string, { message }: SyntaxError): number {
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  if (position !== undefined) return Number(position);
  if (!hasUnexpectedToken(text)) return text.length;

  let whole = 0;
  let broken = text.length;
  while (broken - whole > 1) {
    const middle = (whole + broken) >> 1;
    if (hasUnexpectedToken(text.slice(0, middle))) broken = middle;
    else whole = middle;
  }
  return broken - 1;
}

function hasUnexpectedToken(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return (error as SyntaxError).message.startsWith('Unexpected token');
  }
}
