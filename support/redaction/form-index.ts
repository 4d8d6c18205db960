import { withoutCase } from './secret-forms.ts';

/** `chr(112) + `; two encodings of fewer characters, one within the other, take about as many. */
const longestForCharacter = 12;

/** One occurrence of a form in a text, as offsets. */
export interface FormMatch {
  start: number;
  end: number;
  /** The names of the secrets that have this form. */
  names: ReadonlySet<string>;
}

interface Entry {
  form: string;
  /** The position of its key within the form. */
  offset: number;
  names: Set<string>;
}

const KEY_LENGTH = 4;
const KEYS = 1 << 20;

/** Characters that secrets consist of, that resolve further, or that a text may be cut by: printable ASCII, white space, what is not shown. */
const common = /[\0\t\n\r -~\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Finds any of many texts in one pass. Every form is indexed by four of its characters; the four characters at a position
 * of the text tell which forms may match there. For nearly all positions there are none.
 */
export class FormIndex {
  readonly #byForm = new Map<string, Entry>();
  readonly #byKey = new Map<number, Entry[]>();
  /** Whether a key has entries: nearly none has. */
  readonly #isUsed = new Uint8Array(KEYS);
  /** The characters of forms that `common` does not have. */
  readonly #rare = new Set<string>();
  #longestForm = 0;
  #longestSecret = 0;

  /**
   * @param form a lower-case text of four or more characters, from `formsOf`
   * @param length of what is written in this form
   */
  add(form: string, name: string, length: number): void {
    this.#longestForm = Math.max(this.#longestForm, form.length);
    this.#longestSecret = Math.max(this.#longestSecret, length);
    const known = this.#byForm.get(form);
    if (known) {
      known.names.add(name);
      return;
    }

    // Keys of one provider start alike, and ordinary text may have that beginning too, so the form is indexed at the last of the
    // positions that fewest other forms share.
    let chosen = { offset: 0, size: Number.POSITIVE_INFINITY };
    for (let offset = form.length - KEY_LENGTH; offset >= 0 && chosen.size > 0; offset -= 1) {
      const size = this.#byKey.get(keyAt(form, offset))?.length ?? 0;
      if (size < chosen.size) chosen = { offset, size };
    }

    const entry = { form, offset: chosen.offset, names: new Set([name]) };
    const key = keyAt(form, chosen.offset);
    this.#byForm.set(form, entry);
    this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), entry]);
    this.#isUsed[key] = 1;
    for (const character of form) if (!common.test(character)) this.#rare.add(character);
  }

  get isEmpty(): boolean {
    return this.#byForm.size === 0;
  }

  /** How many forms there are: it grows with every secret. */
  get size(): number {
    return this.#byForm.size;
  }

  /** How far a secret may reach in a text, in characters, in the longest of its forms and encodings. */
  get reach(): number {
    return Math.max(this.#longestForm, this.#longestSecret * longestForCharacter);
  }

  /** Whether a secret, or an encoding of one, may contain what an escape stands for; nothing at all may stand between its characters. */
  mayContain(text: string): boolean {
    return text === '' || common.test(text) || [...withoutCase(text)].some((character) => this.#rare.has(character));
  }

  /** All matches in a text, in no particular order; they may overlap. */
  *matches(text: string): Generator<FormMatch, void, undefined> {
    let lower: string | undefined;
    for (const at of this.#possibleAt(text)) {
      lower ??= withoutCase(text);
      for (const { form, offset, names } of this.#byKey.get(keyAt(lower, at)) ?? []) {
        const start = at - offset;
        if (start >= 0 && lower.startsWith(form, start)) yield { start, end: start + form.length, names };
      }
    }
  }

  /** Where the four characters are those of an indexed form. */
  #possibleAt(text: string): number[] {
    const found: number[] = [];
    const isUsed = this.#isUsed;
    const { length } = text;
    if (length < KEY_LENGTH) return found;

    let first = 0;
    let second = lowerCode(text, 0);
    let third = lowerCode(text, 1);
    let fourth = lowerCode(text, 2);
    for (let at = 0; at <= length - KEY_LENGTH; at += 1) {
      first = second;
      second = third;
      third = fourth;
      fourth = lowerCode(text, at + KEY_LENGTH - 1);
      if (isUsed[keyOf(first, second, third, fourth)] === 1) found.push(at);
    }
    return found;
  }
}

function keyAt(text: string, at: number): number {
  return keyOf(text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2), text.charCodeAt(at + 3));
}

function keyOf(first: number, second: number, third: number, fourth: number): number {
  return (first * 29_791 + second * 961 + third * 31 + fourth) & (KEYS - 1);
}

/** As `withoutCase` does it. */
function lowerCode(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code >= 65 && code <= 90 ? code + 32 : code;
}
