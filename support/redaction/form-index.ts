import { withoutCase } from './secret-forms.ts';

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
const KEYS = 1 << 16;

/**
 * Finds any of many texts in one pass. Every form is indexed by four of its characters; the four characters at a position
 * of the text tell which forms may match there. For nearly all positions there are none.
 */
export class FormIndex {
  readonly #byForm = new Map<string, Entry>();
  readonly #byKey: (Entry[] | undefined)[] = new Array(KEYS);

  /** @param form a lower-case text of four or more characters, from `formsOf` */
  add(form: string, name: string): void {
    const known = this.#byForm.get(form);
    if (known) {
      known.names.add(name);
      return;
    }

    // Keys of one provider start alike, so the form is indexed at the position that fewest other forms share.
    let chosen = { offset: 0, size: Number.POSITIVE_INFINITY };
    for (let offset = 0; offset <= form.length - KEY_LENGTH && chosen.size > 0; offset += 1) {
      const size = this.#byKey[keyAt(form, offset)]?.length ?? 0;
      if (size < chosen.size) chosen = { offset, size };
    }

    const entry = { form, offset: chosen.offset, names: new Set([name]) };
    const key = keyAt(form, chosen.offset);
    this.#byForm.set(form, entry);
    const bucket = this.#byKey[key];
    if (bucket) bucket.push(entry);
    else this.#byKey[key] = [entry];
  }

  get isEmpty(): boolean {
    return this.#byForm.size === 0;
  }

  /** How many forms there are: it grows with every secret. */
  get size(): number {
    return this.#byForm.size;
  }

  /** All matches in a text, in no particular order; they may overlap. */
  *matches(text: string): Generator<FormMatch, void, undefined> {
    const lower = withoutCase(text);
    for (let at = 0; at <= lower.length - KEY_LENGTH; at += 1) {
      const bucket = this.#byKey[keyAt(lower, at)];
      if (bucket === undefined) continue;

      for (const { form, offset, names } of bucket) {
        const start = at - offset;
        if (start >= 0 && lower.startsWith(form, start)) yield { start, end: start + form.length, names };
      }
    }
  }
}

function keyAt(text: string, at: number): number {
  let key = 0;
  for (let index = at; index < at + KEY_LENGTH; index += 1) key = (Math.imul(key, 31) + text.charCodeAt(index)) | 0;
  return key & (KEYS - 1);
}
