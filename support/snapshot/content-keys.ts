import { ContentFields } from './content-fields.ts';
import type { SnapshotDocument } from './document-source.ts';

/** What a key stands for, as bits. */
export const keyKinds = {
  /** The whole content; without it, all but one field. */
  whole: 1,
  /** What is left without the field is at least half of the document: the field may also have been changed by the copy. */
  mostOfIt: 2,
  /** Equal ones are not a coincidence, however many there are of them. */
  telling: 4,
  /** Several fields are left out: one equal document may be a coincidence, and many are none. */
  partly: 8,
} as const;

/** Takes one way in which a copy of a document would be known again: 64 bits in two halves, and its kind. */
export type TakeKey = (low: number, high: number, kind: number) => void;

/** In characters of canonical text: shorter content may be equal by chance, such as `{"theme":"dark"}`. */
const shortestContent = 48;

/** Fields beyond this many are left out together with another one. */
const mostGroups = 12;

/** As many of the longest fields are put in order. */
const mostLongest = 24;

/** As many keys without several fields; more tell little more. */
const mostWithoutSeveral = 4;

/**
 * The keys by which a copy of a document would be known: its content, and its content without one field, which a copy may have
 * stamped, and without several. An import or a copy gives new ids, so every id in the content counts as the same mark. A document that is
 * too short to be known by its content is known together with the time at which it was created, which an import keeps.
 */
export class ContentKeys {
  readonly #fields = new ContentFields();
  readonly #take: TakeKey;
  readonly #groups = {
    lows: new Float64Array(mostGroups),
    highs: new Float64Array(mostGroups),
    lengths: new Float64Array(mostGroups),
  };
  readonly #longest = new Uint32Array(mostLongest);
  #low = 0;
  #high = 0;
  #length = 0;

  constructor(take: TakeKey) {
    this.#take = take;
  }

  /** Gives the keys of a document. @returns whether the content alone is too short */
  read(document: SnapshotDocument): boolean {
    const fields = this.#fields;
    fields.read(document.fields);
    const { count, hasIds } = fields;
    this.#sum();
    const isTooShort = this.#length < shortestContent;

    let time: { low: number; high: number } | undefined | null = null;
    const add = (low: number, high: number, length: number, kind: number, alone: boolean) => {
      if (alone && length >= shortestContent) {
        this.#take(low >>> 0, high >>> 0, kind);
        return;
      }
      if (time === null) time = fields.ofCreation(document.fields._creationTime);
      if (time && count > 0) this.#take((low + time.low) >>> 0, (high + time.high) >>> 0, kind | keyKinds.telling);
    };

    const kind = hasIds ? keyKinds.whole : keyKinds.whole | keyKinds.telling;
    add(this.#low, this.#high, this.#length, kind, true);
    // Texts around different ids may be the same for everybody; with the time they are not.
    if (hasIds && !isTooShort) add(this.#low, this.#high, this.#length, keyKinds.whole, false);
    if (count < 2) return isTooShort;

    const { lows, highs, lengths } = count <= mostGroups ? fields : this.#grouped();
    for (let part = 0; part < Math.min(count, mostGroups); part += 1) {
      const own = lengths[part] ?? 0;
      if (own === 0) continue;
      const rest = this.#length - own;
      const isMost = rest >= own ? keyKinds.mostOfIt : 0;
      add(this.#low - (lows[part] ?? 0), this.#high - (highs[part] ?? 0), rest, isMost, true);
    }
    if (count > 2) this.#giveWithoutSeveral();
    return isTooShort;
  }

  /** Of all fields. */
  #sum(): void {
    const { count, lows, highs, lengths } = this.#fields;
    this.#low = 0;
    this.#high = 0;
    this.#length = 1;
    for (let index = 0; index < count; index += 1) {
      this.#low += lows[index] ?? 0;
      this.#high += highs[index] ?? 0;
      this.#length += lengths[index] ?? 0;
    }
  }

  #grouped() {
    const { count, lows, highs, lengths } = this.#fields;
    const groups = this.#groups;
    for (const each of [groups.lows, groups.highs, groups.lengths]) each.fill(0);
    for (let index = 0; index < count; index += 1) {
      const group = (lows[index] ?? 0) % mostGroups;
      groups.lows[group] = (groups.lows[group] ?? 0) + (lows[index] ?? 0);
      groups.highs[group] = (groups.highs[group] ?? 0) + (highs[index] ?? 0);
      groups.lengths[group] = (groups.lengths[group] ?? 0) + (lengths[index] ?? 0);
    }
    return groups;
  }

  /**
   * What is left where a copy stamped more than one field: all but the times, all but the times and the longest field, and the longest
   * fields alone. Each is at least half of what the times leave.
   */
  #giveWithoutSeveral(): void {
    const { count, lows, highs, lengths, times } = this.#fields;
    let [low, high, length, others] = [0, 0, 1, 0];
    for (let index = 0; index < count; index += 1) {
      if (times[index] === 1) continue;
      others += 1;
      low += lows[index] ?? 0;
      high += highs[index] ?? 0;
      length += lengths[index] ?? 0;
    }
    const shortest = Math.max(shortestContent, length / 2);
    let given = 0;
    const give = (ownLow: number, ownHigh: number, ownLength: number, kind: number) => {
      if (ownLength < shortest) return;
      given += 1;
      this.#take(ownLow >>> 0, ownHigh >>> 0, kind | keyKinds.mostOfIt);
    };

    if (count - others > 1) give(low, high, length, 0);
    const kept = this.#putLongestFirst();
    const first = this.#longest[0] ?? 0;
    if (others < count && others > 1)
      give(low - (lows[first] ?? 0), high - (highs[first] ?? 0), length - (lengths[first] ?? 0), keyKinds.partly);

    let [prefixLow, prefixHigh, prefixLength] = [0, 0, 1];
    // With one field more it would be all but one, or all.
    const most = Math.min(kept, others - 1, count - 2);
    for (let position = 0; position < most && given < mostWithoutSeveral; position += 1) {
      const index = this.#longest[position] ?? 0;
      prefixLow += lows[index] ?? 0;
      prefixHigh += highs[index] ?? 0;
      prefixLength += lengths[index] ?? 0;
      give(prefixLow, prefixHigh, prefixLength, keyKinds.partly);
    }
  }

  /** Puts the longest fields in order, those that are times left out. @returns how many */
  #putLongestFirst(): number {
    const { count, lows, lengths, times } = this.#fields;
    const longest = this.#longest;
    const isBefore = (one: number, other: number) =>
      lengths[one] === lengths[other]
        ? (lows[one] ?? 0) < (lows[other] ?? 0)
        : (lengths[one] ?? 0) > (lengths[other] ?? 0);
    let kept = 0;
    for (let index = 0; index < count; index += 1) {
      if (times[index] === 1) continue;
      let at = kept;
      while (at > 0 && isBefore(index, longest[at - 1] ?? 0)) at -= 1;
      if (at >= mostLongest) continue;
      longest.copyWithin(at + 1, at, Math.min(kept, mostLongest - 1));
      longest[at] = index;
      kept = Math.min(kept + 1, mostLongest);
    }
    return kept;
  }
}
