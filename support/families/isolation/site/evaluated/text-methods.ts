import { joinedTexts, type ListValue, listsOf, textsOf, type Value } from './value.ts';

type Arguments = readonly (readonly Value[])[];
type OfText = (text: string, given: readonly string[]) => Value | undefined;

const list = (texts: readonly string[]): ListValue => ({ kind: 'list', items: texts.map((text) => [text]) });
const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
const longestText = 4_000;

/** Methods of strings that a text is put together with. Source: ECMAScript, section 22.1.3. */
const ofText: Readonly<Record<string, OfText | undefined>> = {
  concat: (text, given) => text + given.join(''),
  trim: (text) => text.trim(),
  trimStart: (text) => text.trimStart(),
  trimEnd: (text) => text.trimEnd(),
  toLowerCase: (text) => text.toLowerCase(),
  toUpperCase: (text) => text.toUpperCase(),
  toString: (text: string) => text,
  normalize: (text) => text.normalize('NFKC'),
  slice: (text, [from, to]) => text.slice(number(from), number(to)),
  substring: (text, [from, to]) => text.substring(number(from) ?? 0, number(to)),
  substr: (text, [from, length]) => text.slice(number(from)).slice(0, number(length)),
  charAt: (text, [at]) => text.charAt(number(at) ?? 0),
  at: (text, [at]) => text.at(number(at) ?? 0),
  repeat: (text, [times]) => text.repeat(Math.min(number(times) || 0, 20)),
  padStart: (text, [length, filler]) => text.padStart(Math.min(number(length) || 0, longestText), filler),
  padEnd: (text, [length, filler]) => text.padEnd(Math.min(number(length) || 0, longestText), filler),
  split: (text, [separator]) => list(separator === undefined ? [text] : text.split(separator)),
  replace: (text, [searched, replacement]) => replaced(text, searched, replacement, false),
  replaceAll: (text, [searched, replacement]) => replaced(text, searched, replacement, true),
};

/** A literal of a regular expression is handed on as its source, between slashes. */
const pattern = /^\/(.+)\/([a-z]*)$/s;

function replaced(text: string, searched: string | undefined, replacement: string | undefined, all: boolean) {
  if (searched === undefined || replacement === undefined) return undefined;
  const [, source, flags = ''] = pattern.exec(searched) ?? [];
  if (source === undefined)
    return all ? text.replaceAll(searched, () => replacement) : text.replace(searched, () => replacement);
  // A foreign expression may take forever: only single characters and classes of them are run.
  if (!/^(?:\\?[^\\()[\]{}*+?|]|\[[^\]\\]{1,20}\]|\\[-_./sdw])\+?$/.test(source)) return undefined;
  return text.replace(new RegExp(source, flags.replace(/[^gi]/g, '')), replacement);
}

/** Methods of lists that end in a text or in a list. Source: ECMAScript, section 23.1.3. */
const ofList: Readonly<Record<string, (own: ListValue, given: Arguments) => readonly Value[]>> = {
  join: ({ items }, [separator]) => joinedTexts(items, separator === undefined ? ',' : (textsOf(separator)[0] ?? ',')),
  toString: ({ items }: ListValue) => joinedTexts(items, ','),
  reverse: ({ items }) => [{ kind: 'list', items: items.toReversed() }],
  toReversed: ({ items }) => [{ kind: 'list', items: items.toReversed() }],
  slice: ({ items }, [from = [], to = []]) => [
    { kind: 'list', items: items.slice(number(textsOf(from)[0]), number(textsOf(to)[0])) },
  ],
  filter: (own) => [own],
  concat: ({ items }, given) => [
    { kind: 'list', items: [...items, ...given.flatMap((each) => listsOf(each)[0]?.items ?? [each])] },
  ],
  at: ({ items }, [at = []]) => items.at(number(textsOf(at)[0]) ?? 0) ?? [],
  pop: ({ items }) => items.at(-1) ?? [],
  shift: ({ items }) => items[0] ?? [],
  flat: ({ items }) => [{ kind: 'list', items: items.flatMap((each) => listsOf(each)[0]?.items ?? [each]) }],
};

/** The values that a method of a text or a list may return. @returns undefined if no such method is known */
export function calledMethod(name: string, own: readonly Value[], given: Arguments): Value[] | undefined {
  const forList = Object.hasOwn(ofList, name) ? ofList[name] : undefined;
  const forText = Object.hasOwn(ofText, name) ? ofText[name] : undefined;
  if (forList === undefined && forText === undefined) return undefined;
  const first = given.map((each) => textsOf(each)[0] ?? '\0');
  return own.flatMap((value) => {
    if (typeof value === 'string') return forText?.(value, first) ?? [];
    return value.kind === 'list' ? [...(forList?.(value, given) ?? [])] : [];
  });
}

const globals: Readonly<Record<string, (text: string) => string>> = {
  String: (text) => text,
  atob: (text) => Buffer.from(text, 'base64').toString('latin1'),
  decodeURIComponent: (text) => decodeURIComponent(text),
  decodeURI: (text) => decodeURI(text),
  unescape: (text) => text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number(`0x${hex}`))),
  encodeURI: (text) => text,
  encodeURIComponent: (text) => text,
};

/** What a function of the language itself makes of a text: `atob("…")`. @returns undefined if the language has no such function */
export function calledGlobal(name: string, given: readonly Value[]): string[] | undefined {
  const own = Object.hasOwn(globals, name) ? globals[name] : undefined;
  if (own === undefined) return undefined;
  return textsOf(given).flatMap((text) => {
    try {
      return [own(text)];
    } catch {
      // Not encoded in this way.
      return [];
    }
  });
}
