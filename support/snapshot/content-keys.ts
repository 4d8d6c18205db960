import { canonicalText } from './canonical.ts';
import { replaceIds } from './document-id.ts';
import type { SnapshotDocument } from './document-source.ts';

/** What a key stands for, as bits. */
export const keyKinds = {
  /** The whole content; without it, all but one field. */
  whole: 1,
  /** What is left without the field is at least half of the document: the field may also have been changed by the copy. */
  mostOfIt: 2,
  /** Equal ones are no coincidence, however many there are of them. */
  telling: 4,
  /** Several fields are left out: one equal document may be a coincidence, and many are none. */
  partly: 8,
} as const;

/** One way in which a copy of a document would be known again. */
export interface ContentKey {
  low: number;
  high: number;
  kind: number;
}

/** In characters of canonical text: shorter content may be equal by chance, such as `{"theme":"dark"}`. */
const shortestContent = 48;

/** Fields beyond this many are left out together with another one. */
const mostGroups = 12;

/** Objects are taken apart as deep as this: a copy may stamp what is inside one. */
const deepestField = 4;

/** As many keys without several fields; more tell little more. */
const mostKeys = 4;

/** A number below this is not the time of a deployment (1973), so it says nothing. */
const earliestTime = 1e11;
/** And a number above this is no time in milliseconds (2100). */
const latestTime = 4.2e12;
const timeText = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d\S*)?$/;

/** Fields that are not content: the deployment sets them. */
const ownFields: ReadonlySet<string> = new Set(['_id', '_creationTime']);

interface Part {
  low: number;
  high: number;
  /** In characters, without the ids in it. */
  length: number;
}

interface Field extends Part {
  /** Its value is a time: a copy often writes its own. */
  isTime: boolean;
}

/**
 * The keys by which a copy of a document would be known: its content, and its content without one field, which a copy may have
 * stamped. An import or a copy gives new ids, so every id in the content counts as the same mark. A document that is too short to
 * be known by its content is known together with the time at which it was created, which an import keeps.
 * @returns the keys, and whether the content alone is too short
 */
export function contentKeys({ fields }: SnapshotDocument): { keys: ContentKey[]; isTooShort: boolean } {
  const { own, parts, hasIds } = partsOf(fields);
  const whole = sumOf(parts);
  const time = timePart(fields._creationTime);
  const isTooShort = whole.length < shortestContent;
  const keys: ContentKey[] = [];
  const add = ({ low, high, length }: Part, kind: number, alone: boolean) => {
    if (alone && length >= shortestContent) keys.push({ low, high, kind });
    else if (time && parts.length > 0)
      keys.push({ low: (low + time.low) >>> 0, high: (high + time.high) >>> 0, kind: kind | keyKinds.telling });
  };

  add(whole, hasIds ? keyKinds.whole : keyKinds.whole | keyKinds.telling, true);
  // Texts around different ids may be the same for everybody; with the time they are not.
  if (hasIds && !isTooShort) add(whole, keyKinds.whole, false);
  if (parts.length < 2) return { keys, isTooShort };

  for (const part of parts) {
    const rest = { low: whole.low - part.low, high: whole.high - part.high, length: whole.length - part.length };
    const kind = rest.length >= part.length ? keyKinds.mostOfIt : 0;
    add({ ...rest, low: rest.low >>> 0, high: rest.high >>> 0 }, kind, true);
  }
  for (const { kind, ...part } of withoutSeveral(own, whole)) keys.push({ low: part.low, high: part.high, kind });
  return { keys, isTooShort };
}

/**
 * What is left where a copy stamped more than one field: all but the times, all but the times and the longest field, and the longest fields
 * alone. Each is at least half of what the times leave.
 */
function withoutSeveral(fields: readonly Field[], whole: Part): (Part & { kind: number })[] {
  const found: (Part & { kind: number })[] = [];
  const others = fields.filter(({ isTime }) => !isTime);
  const times = fields.length - others.length;
  if (others.length === 0 || fields.length < 3) return found;

  const timeless = times === 0 ? whole : sumOf(others);
  const add = (part: Part, kind: number) => {
    if (part.length >= shortestContent && part.length * 2 >= timeless.length)
      found.push({ ...part, kind: kind | keyKinds.mostOfIt });
  };
  if (times > 1) add(timeless, 0);

  const longest = others.toSorted((one, other) => other.length - one.length || one.low - other.low);
  const [first] = longest;
  if (times > 0 && first && others.length > 1) add(sumOf(longest.slice(1)), keyKinds.partly);

  for (let count = 1; count < Math.min(others.length, fields.length - 1) && found.length < mostKeys; count += 1)
    add(sumOf(longest.slice(0, count)), keyKinds.partly);
  return found;
}

function partsOf(fields: SnapshotDocument['fields']): { own: Field[]; parts: readonly Part[]; hasIds: boolean } {
  const own: Field[] = [];
  let hasIds = false;
  const add = (name: string, value: unknown, depth: number) => {
    if (value === undefined) return;
    const names = depth < deepestField ? namesIn(value) : [];
    if (names.length > 0) {
      for (const each of names) add(`${name}.${each}`, (value as Record<string, unknown>)[each], depth + 1);
      return;
    }
    const marked = withoutIds(value);
    const text = `${JSON.stringify(name)}:${canonicalText(marked)}`;
    const bare = marked === value ? text.length : text.replaceAll(canonicalMark, '').length;
    hasIds ||= marked !== value;
    own.push({ ...digestOf(text), length: bare + 1, isTime: isTime(value) });
  };
  for (const name of Object.keys(fields)) if (!ownFields.has(name)) add(name, fields[name], 1);
  if (own.length <= mostGroups) return { own, parts: own, hasIds };

  const groups = Map.groupBy(own, ({ low }) => low % mostGroups);
  return { own, parts: [...groups.values()].map(sumOf), hasIds };
}

/** The fields of an object; none of a value that Convex encodes as one, and of a record of ids. */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const names = Object.keys(value);
  return names.some((name) => name.startsWith('$') || withoutIdsInText(name) !== name) ? [] : names;
}

function isTime(value: unknown): boolean {
  if (typeof value === 'string') return timeText.test(value);
  const number = typeof value === 'object' ? Number(canonicalText(value).replace(/n$/, '')) : value;
  return typeof number === 'number' && number >= earliestTime && number <= latestTime;
}

function sumOf(parts: readonly Part[]): Part {
  const sum = { low: 0, high: 0, length: 1 };
  for (const { low, high, length } of parts) {
    sum.low = (sum.low + low) >>> 0;
    sum.high = (sum.high + high) >>> 0;
    sum.length += length;
  }
  return sum;
}

function timePart(time: unknown): Part | undefined {
  if (typeof time !== 'number' || time < earliestTime) return undefined;
  return { ...digestOf(`_creationTime:${time}`), length: 0 };
}

const mark = '\u0000id';
const canonicalMark = JSON.stringify(mark).slice(1, -1);

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

/** 64 bits of a text in two halves, for sums: cyrb53 by bryc (public domain), with both halves kept. */
function digestOf(text: string): { low: number; high: number } {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 2_654_435_761);
    high = Math.imul(high ^ code, 1_597_334_677);
  }
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  return { low: low >>> 0, high: high >>> 0 };
}
