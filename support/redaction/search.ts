import { type EscapeEncoding, escapeEncodings, type RunEncoding, runEncodings, runsOf, unpacked } from './encodings.ts';
import type { FormIndex, FormMatch } from './form-index.ts';
import { SearchedRuns } from './searched-runs.ts';

/** base64 in base64, compressed, in hex: deeper nesting is not looked into. */
const deepest = 3;

/** A text with its escapes resolved, and where each of its code units came from. */
interface View {
  text: string;
  /** For each code unit of the view: where its source begins; one more for the end. */
  starts: number[];
}

/** Every place of a text at which a registered secret stands, in whatever encoding. */
export function* secretsIn(text: string, index: FormIndex, depth = deepest): Generator<FormMatch, void, undefined> {
  if (index.isEmpty) return;

  yield* index.matches(text);
  yield* inRuns(text, index, depth);
  if (depth === 0) return;

  for (const escapes of escapeEncodings) {
    const view = resolved(text, escapes);
    if (view === undefined) continue;

    for (const { start, end, names } of secretsIn(view.text, index, depth - 1))
      yield { start: view.starts[start] ?? 0, end: view.starts[end] ?? text.length, names };
  }
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

function namesIn(run: string, encoding: RunEncoding, index: FormIndex, depth: number): ReadonlySet<string> {
  return searched.namesIn(index, `${encoding.name} ${depth}`, run, () => decodedNames(run, encoding, index, depth));
}

function decodedNames(run: string, { decode }: RunEncoding, index: FormIndex, depth: number): Set<string> {
  const names = new Set<string>();
  for (const bytes of decode(run))
    for (const inner of [bytes, ...unpacked(bytes)].filter(mayHold))
      for (const found of secretsIn(inner.toString('utf8'), index, depth - 1))
        for (const name of found.names) names.add(name);
  return names;
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

/** @returns undefined if there is nothing to resolve */
function resolved(text: string, { sign, sequence, resolve }: EscapeEncoding): View | undefined {
  if (!sign.test(text)) return undefined;

  const starts: number[] = [];
  const parts: string[] = [];
  let copied = 0;
  const copy = (end: number) => {
    parts.push(text.slice(copied, end));
    for (; copied < end; copied += 1) starts.push(copied);
  };
  for (const match of text.matchAll(sequence)) {
    copy(match.index);
    const plain = resolve(match);
    parts.push(plain);
    for (let unit = 0; unit < plain.length; unit += 1) starts.push(match.index);
    copied = match.index + match[0].length;
  }
  if (parts.length === 0) return undefined;

  copy(text.length);
  starts.push(text.length);
  return { text: parts.join(''), starts };
}
