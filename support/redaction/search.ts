import { CleanTexts } from './clean-texts.ts';
import { type EscapeEncoding, escapeEncodings, joints, spacing } from './escape-encodings.ts';
import type { FormIndex, FormMatch } from './form-index.ts';
import { type RunEncoding, runEncodings, runsOf } from './run-encodings.ts';
import { SearchedRuns } from './searched-runs.ts';
import { unpacked } from './unpacked.ts';

/** base64 in base64, compressed, in hex: deeper nesting is not looked into. */
const deepest = 3;

/** A text with its escapes resolved, and where its parts came from. */
interface View {
  text: string;
  parts: Part[];
  /** Where escapes were resolved, in order, as places of the view: what lies far from all of them is searched as it was written. */
  resolvedAt: Span[];
}

interface Span {
  start: number;
  end: number;
}

/** A stretch of a view: copied from its source unit by unit, or what one escape stands for. */
interface Part {
  /** Where it begins in the view. */
  at: number;
  /** Its source. */
  from: number;
  to: number;
  isCopy: boolean;
}

/** Every place of a text at which a registered secret stands, in whatever encoding. */
export function* secretsIn(text: string, index: FormIndex, depth = deepest): Generator<FormMatch, void, undefined> {
  if (index.isEmpty) return;
  const { isClean, digest } = clean.look(index, text, depth);
  if (isClean) return;

  let isFound = false;
  for (const found of searchedText(text, index, depth)) {
    isFound = true;
    yield found;
  }
  if (!isFound) clean.add(index, digest, depth);
}

function* searchedText(text: string, index: FormIndex, depth: number): Generator<FormMatch, void, undefined> {
  yield* index.matches(text);
  yield* inRuns(text, index, depth);
  if (depth === 0) return;

  for (const escapes of escapeEncodings)
    yield* inView(text, escapes, index, (resolvedText) => secretsIn(resolvedText, index, depth - 1));
  // Pieces of what was decoded are joined and searched, and not decoded once more: that would take a pass for every order of steps.
  for (const joint of joints)
    yield* inView(text, joint, index, (whole) =>
      depth === deepest ? secretsIn(whole, index, 1) : index.matches(whole),
    );
  if (depth === deepest) yield* inView(text, spacing, index, (dense) => index.matches(dense));
}

/** What is found near the resolved escapes of a text, at the places of the text itself. */
function* inView(
  text: string,
  escapes: EscapeEncoding,
  index: FormIndex,
  search: (text: string) => Iterable<FormMatch>,
): Generator<FormMatch, void, undefined> {
  const view = resolved(text, escapes, index);
  if (view === undefined) return;

  for (const window of windowsOf(view, index))
    for (const { start, end, names } of search(view.text.slice(window.start, window.end)))
      yield { ...sourceOf(view, window.start + start, window.start + end), names };
}

/** The places in its source that a stretch of a view came from: all of an escape, where only some of what it stands for is meant. */
function sourceOf({ parts }: View, start: number, end: number): { start: number; end: number } {
  const [first, last] = [partAt(parts, start), partAt(parts, end - 1)];
  return {
    start: first.isCopy ? first.from + start - first.at : first.from,
    end: last.isCopy ? last.from + end - last.at : last.to,
  };
}

function partAt(parts: readonly Part[], place: number): Part {
  let [low, high] = [0, parts.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((parts[middle]?.at ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return parts[low] as Part;
}

/** Stretches that decode to something with a secret in it, as short as they can be. */
function* inRuns(text: string, index: FormIndex, depth: number): Generator<FormMatch, void, undefined> {
  if (depth === 0) return;

  for (const encoding of runEncodings)
    for (const [from, to] of runsOf(text, encoding)) {
      const run = text.slice(from, to);
      const names = namesIn(run, encoding, index, depth);
      if (names.size === 0) continue;

      const holds = (part: string) => namesIn(part, encoding, index, depth).size === names.size;
      const end = shortest(run.length, (length) => holds(run.slice(0, length)));
      const kept = shortest(end, (length) => holds(run.slice(end - length, end)));
      yield { start: from + end - kept, end: from + end, names };
    }
}

const searched = new SearchedRuns();
const clean = new CleanTexts();

function namesIn(run: string, encoding: RunEncoding, index: FormIndex, depth: number): ReadonlySet<string> {
  return searched.namesIn(index, encoding.name + depth, run, () => decodedNames(run, encoding, index, depth));
}

function decodedNames(run: string, { decode }: RunEncoding, index: FormIndex, depth: number): Set<string> {
  const names = new Set<string>();
  for (const bytes of decode(run))
    for (const inner of [bytes, ...unpacked(bytes)].flatMap(withoutZeros).filter(mayHold))
      for (const found of secretsIn(inner.toString('utf8'), index, depth - 1))
        for (const name of found.names) names.add(name);
  return names;
}

/** Bytes, and where there are zeros among them the same as UTF-16, and with the zeros left out. */
function withoutZeros(bytes: Buffer): Buffer[] {
  if (!bytes.includes(0)) return [bytes];

  const pairs = [bytes, bytes.subarray(1)].map((each) => Buffer.from(each.subarray(0, each.length & ~1)));
  const wide = [...pairs, ...pairs.map((each) => Buffer.from(each).swap16())];
  return [
    bytes,
    ...wide.map((each) => Buffer.from(each.toString('utf16le'))),
    Buffer.from(bytes.filter((byte) => byte !== 0)),
  ];
}

/** The smallest length that holds, by halving: what a stretch holds, a longer one holds too. */
function shortest(longest: number, holds: (length: number) => boolean): number {
  let tooShort = 0;
  let enough = longest;
  while (enough - tooShort > 1) {
    const middle = (tooShort + enough) >> 1;
    if (holds(middle)) enough = middle;
    else tooShort = middle;
  }
  return enough;
}

/** What decodes to noise at a wrong alignment needs no search: a secret is six characters or more of text. */
function mayHold(bytes: Buffer): boolean {
  let run = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const length = characterAt(bytes, at);
    run = length === 0 ? 0 : run + (length === 4 ? 2 : 1);
    if (run >= 6) return true;
    if (length > 1) at += length - 1;
  }
  return false;
}

/** The bytes of the printable character of UTF-8 at a place (RFC 3629, section 4); 0 if there is none. */
function characterAt(bytes: Buffer, at: number): number {
  const byte = bytes[at] ?? 0;
  if (byte < 0x80) return byte >= 32 || byte === 9 || byte === 10 || byte === 13 ? 1 : 0;
  if (byte < 0xc2 || byte > 0xf4) return 0;

  const length = [0xc2, 0xe0, 0xf0].filter((lead) => byte >= lead).length + 1;
  for (let next = 1; next < length; next += 1) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0;
  return length;
}

/** @returns undefined if nothing is resolved to what may be part of a secret */
function resolved(text: string, { sign, sequence, resolve }: EscapeEncoding, index: FormIndex): View | undefined {
  if (!sign.test(text)) return undefined;

  const texts: string[] = [];
  const parts: Part[] = [];
  const resolvedAt: Span[] = [];
  let at = 0;
  const add = (text: string, part: Omit<Part, 'at'>) => {
    if (text === '') return;
    texts.push(text);
    parts.push({ at, ...part });
    at += text.length;
  };
  let copied = 0;
  for (const match of text.matchAll(sequence)) {
    const meant = resolve(match);
    if (!index.mayContain(meant)) continue;

    add(text.slice(copied, match.index), { from: copied, to: match.index, isCopy: true });
    copied = match.index + match[0].length;
    const start = at;
    add(meant, { from: match.index, to: copied, isCopy: false });
    resolvedAt.push({ start, end: at });
  }
  if (copied === 0) return undefined;

  add(text.slice(copied), { from: copied, to: text.length, isCopy: true });
  return { text: texts.join(''), parts, resolvedAt };
}

/**
 * The stretches of a view that have to be searched: as far from each resolved escape as the longest secret may reach in the longest of the
 * encodings, and on to the end of a word. Stretches that touch become one.
 */
function* windowsOf({ text, resolvedAt }: View, index: FormIndex): Generator<Span, void, undefined> {
  const { reach } = index;
  let open: Span | undefined;
  for (const { start, end } of resolvedAt) {
    if (open !== undefined && start - reach <= open.end) {
      open.end = end + reach;
      continue;
    }
    if (open !== undefined) yield { start: open.start, end: endOfWord(text, open.end, reach) };
    open = { start: startOfWord(text, start - reach), end: end + reach };
  }
  if (open !== undefined) yield { start: open.start, end: endOfWord(text, open.end, reach) };
}

/** Characters of base64, of hex and of their escapes: a compressed text is unpacked from its beginning. */
const ofWord = /[\w+/=%\\-]/;

function startOfWord(text: string, from: number): number {
  let start = Math.max(0, from);
  while (start > 0 && ofWord.test(text[start - 1] as string)) start -= 1;
  return start;
}

/** Behind the line, where it ends soon: a line of a hex dump is taken whole. */
function endOfWord(text: string, from: number, reach: number): number {
  let end = Math.min(text.length, from);
  while (end < text.length && ofWord.test(text[end] as string)) end += 1;

  const lineEnd = text.indexOf('\n', end);
  return lineEnd !== -1 && lineEnd - end <= reach ? lineEnd + 1 : end;
}
