import { hash } from 'node:crypto';
import type { FormIndex } from './form-index.ts';
import { KnownOfIndex } from './known-of-index.ts';

/** A shorter text is searched as fast as it is looked up. */
const shortest = 256;
const mostTexts = 50_000;

/**
 * Texts in which no secret was found: the script of a site is in the trace of every page, and a redacted file is searched again
 * before it is published. Only their digests are kept.
 */
export class CleanTexts {
  readonly #depths = new KnownOfIndex(() => new Map<string, number>());

  /** @returns the digest to hand to `add`, or `isClean` where the text was searched to this depth since the last secret was registered */
  look(index: FormIndex, text: string, depth: number): { isClean: boolean; digest: string | undefined } {
    if (text.length < shortest) return { isClean: false, digest: undefined };
    const digest = hash('sha256', Buffer.from(text, 'utf16le'), 'base64');
    return { isClean: (this.#depths.of(index).get(digest) ?? -1) >= depth, digest };
  }

  add(index: FormIndex, digest: string | undefined, depth: number): void {
    if (digest === undefined) return;
    const known = this.#depths.of(index);
    if (known.size >= mostTexts) known.clear();
    known.set(digest, Math.max(depth, known.get(digest) ?? 0));
  }
}
