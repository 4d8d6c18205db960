import { canonicalText } from './canonical.ts';
import { replaceIds } from './document-id.ts';

/** Objects are taken apart as deep as this: a copy may stamp what is inside one. */
const deepestField = 4;

/** In milliseconds, from 1973 to 2100: a number of another size is not a time. */
const [earliestTime, latestTime] = [1e11, 4.2e12];
const timeText = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d\S*)?$/;
const longestTimeText = 40;

/** Fields that are not content: the deployment sets them. */
const ownFields: ReadonlySet<string> = new Set(['_id', '_creationTime']);

const mark = '\u0000id';
const canonicalMark = JSON.stringify(mark).slice(1, -1);

/** Names whose digests are kept: a record may have any number of them. */
const mostNames = 1_000;

/** A digest of 64 bits that is not finished: more of the text may follow. */
interface Beginning {
  low: number;
  high: number;
  length: number;
}

/**
 * The fields of a document, those inside objects too, as digests of 64 bits that can be added up, with one mark in the place of every
 * document id. It is read anew for each of millions of documents, and keeps its room.
 */
export class ContentFields {
  count = 0;
  hasIds = false;
  lows = new Uint32Array(64);
  highs = new Uint32Array(64);
  /** In characters of canonical text, without the ids in it. */
  lengths = new Uint32Array(64);
  /** 1 where the value is a time: a copy often writes its own. */
  times = new Uint8Array(64);
  readonly #names = new Map<string, Beginning>();
  #low = 0;
  #high = 0;

  read(fields: Readonly<Record<string, unknown>>): void {
    this.count = 0;
    this.hasIds = false;
    for (const name of Object.keys(fields)) if (!ownFields.has(name)) this.#add(name, fields[name], 1);
  }

  #add(name: string, value: unknown, depth: number): void {
    if (value === undefined) return;
    if (typeof value === 'object' && depth < deepestField) {
      const names = namesIn(value);
      for (const each of names)
        this.#add(`${name}.${each}`, (value as Readonly<Record<string, unknown>>)[each], depth + 1);
      if (names.length > 0) return;
    }

    const marked = withoutIds(value);
    const isText = typeof marked === 'string';
    const text = isText ? marked : canonicalText(marked);
    const { low, high, length } = this.#beginning(name, isText);
    this.#go(low, high, text);
    this.#finish();
    let shown = text.length;
    if (marked !== value) {
      this.hasIds = true;
      shown = text.replaceAll(isText ? mark : canonicalMark, '').length;
    }
    this.#put(length + shown, isTime(value));
  }

  #put(length: number, time: boolean): void {
    const at = this.count;
    if (at === this.lows.length) this.#grow();
    this.lows[at] = this.#low;
    this.highs[at] = this.#high;
    this.lengths[at] = length;
    this.times[at] = time ? 1 : 0;
    this.count = at + 1;
  }

  #grow(): void {
    const size = this.lows.length * 2;
    const larger = <Values extends Uint32Array | Uint8Array>(values: Values, room: Values): Values => {
      room.set(values);
      return room;
    };
    this.lows = larger(this.lows, new Uint32Array(size));
    this.highs = larger(this.highs, new Uint32Array(size));
    this.lengths = larger(this.lengths, new Uint32Array(size));
    this.times = larger(this.times, new Uint8Array(size));
  }

  /** The digest of the name, and of the quotation mark that begins a text. */
  #beginning(name: string, isText: boolean): Beginning {
    const key = isText ? name : `:${name}`;
    const known = this.#names.get(key);
    if (known) return known;

    const text = `${JSON.stringify(name)}:${isText ? '"' : ''}`;
    this.#go(0xdeadbeef, 0x41c6ce57, text);
    const beginning = { low: this.#low, high: this.#high, length: text.length + 1 + (isText ? 1 : 0) };
    if (this.#names.size < mostNames) this.#names.set(key, beginning);
    return beginning;
  }

  /** 64 bits in two halves: cyrb53 by bryc (public domain), with both halves kept. */
  #go(startLow: number, startHigh: number, text: string): void {
    let low = startLow;
    let high = startHigh;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      low = Math.imul(low ^ code, 2_654_435_761);
      high = Math.imul(high ^ code, 1_597_334_677);
    }
    this.#low = low;
    this.#high = high;
  }

  #finish(): void {
    const low = Math.imul(this.#low ^ (this.#low >>> 16), 2_246_822_507);
    this.#low = low ^ Math.imul(this.#high ^ (this.#high >>> 13), 3_266_489_909);
    const high = Math.imul(this.#high ^ (this.#high >>> 16), 2_246_822_507);
    this.#high = high ^ Math.imul(this.#low ^ (this.#low >>> 13), 3_266_489_909);
  }

  /** The digest of when a document was created; undefined where it says nothing. */
  ofCreation(time: unknown): { low: number; high: number } | undefined {
    if (typeof time !== 'number' || time < earliestTime) return undefined;
    this.#go(0xdeadbeef, 0x41c6ce57, `_creationTime:${time}`);
    this.#finish();
    return { low: this.#low >>> 0, high: this.#high >>> 0 };
  }
}

/** The fields of an object; none of a value that Convex encodes as one, of a list, and of a record of ids. */
function namesIn(value: object | null): string[] {
  if (value === null || Array.isArray(value)) return [];
  const names = Object.keys(value);
  return names.some((name) => name.startsWith('$') || withoutIdsInText(name) !== name) ? [] : names;
}

function isTime(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= longestTimeText && timeText.test(value);
  const number = typeof value === 'object' ? Number(canonicalText(value).replace(/n$/, '')) : value;
  return typeof number === 'number' && number >= earliestTime && number <= latestTime;
}

/** A value with one mark in the place of every document id, also inside a text; the value itself where there is none. */
function withoutIds(value: unknown): unknown {
  if (typeof value === 'string') return withoutIdsInText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const marked = value.map(withoutIds);
    return marked.some((each, index) => each !== value[index]) ? marked : value;
  }

  let changed = false;
  const entries: [string, unknown][] = [];
  const ofIds: string[] = [];
  for (const [name, each] of Object.entries(value)) {
    const [key, marked] = [withoutIdsInText(name), withoutIds(each)];
    changed ||= key !== name || marked !== each;
    if (key === name) entries.push([key, marked]);
    else ofIds.push(`${key}:${canonicalText(marked)}`);
  }
  // The keys of a record of ids have no order of their own.
  return changed ? Object.fromEntries([...entries, ...(ofIds.length > 0 ? [[mark, ofIds.sort()]] : [])]) : value;
}

function withoutIdsInText(text: string): string {
  return replaceIds(text, () => mark);
}
