import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { writeAll } from './write-all.ts';

const algorithm = 'aes-256-gcm';
const lengthBytes = 4;
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;
/** A record that says that it is longer was not written by this. */
const longestRecord = 512 * 1024 * 1024;

/** Where a record of the file begins, and how long it is. */
interface Place {
  start: number;
  bytes: number;
}

/**
 * A file to which records are only appended, each encrypted and authenticated (AES-256-GCM) together with its place in the file. What a
 * process that was killed left behind is readable with the secret alone, and only as far as it is whole: what was cut off, changed,
 * put in another place or written with another secret is not read, and is written over.
 */
export class SealedLog implements Disposable {
  readonly #handle: number;
  readonly #key: Buffer;
  readonly #about: string;
  readonly #places: Place[] = [];
  #end = 0;

  /**
   * @param secret what whoever may read the records knows: the key is made of it
   * @param about what the records are about; those of something else are not read
   */
  constructor(file: string, secret: string, about: string) {
    this.#key = Buffer.from(hkdfSync('sha256', secret, 'airlock sealed log', about, keyBytes));
    this.#about = about;
    this.#handle = openSync(file, 'a+', 0o600);
    for (let place = this.#next(); place !== undefined; place = this.#next()) {
      this.#places.push(place);
      this.#end += place.bytes;
    }
    ftruncateSync(this.#handle, this.#end);
  }

  /** The number of whole records. */
  get length(): number {
    return this.#places.length;
  }

  /** @throws Error if the file was changed since it was opened */
  record(index: number): unknown {
    const place = this.#places[index];
    const text = place && this.#textAt(place, index);
    if (text === undefined) throw new Error('a file of progress was changed while it was in use');
    return JSON.parse(text);
  }

  append(value: unknown): void {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv(algorithm, this.#key, nonce, { authTagLength: tagBytes });
    cipher.setAAD(this.#place(this.#places.length));
    const sealed = Buffer.concat([
      Buffer.alloc(lengthBytes),
      nonce,
      cipher.update(JSON.stringify(value), 'utf8'),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    sealed.writeUInt32LE(sealed.length);
    writeAll(this.#handle, sealed);
    this.#places.push({ start: this.#end, bytes: sealed.length });
    this.#end += sealed.length;
  }

  /** Removes every record. */
  clear(): void {
    this.#places.length = 0;
    this.#end = 0;
    ftruncateSync(this.#handle, 0);
  }

  [Symbol.dispose](): void {
    closeSync(this.#handle);
  }

  /** The record after the last one that is known, if it is whole. */
  #next(): Place | undefined {
    const head = Buffer.alloc(lengthBytes);
    if (readSync(this.#handle, head, 0, lengthBytes, this.#end) < lengthBytes) return undefined;

    const place = { start: this.#end, bytes: head.readUInt32LE() };
    if (place.bytes < lengthBytes + nonceBytes + tagBytes || place.bytes > longestRecord) return undefined;
    return this.#textAt(place, this.#places.length) === undefined ? undefined : place;
  }

  #textAt({ start, bytes }: Place, index: number): string | undefined {
    const sealed = Buffer.alloc(bytes);
    if (readSync(this.#handle, sealed, 0, bytes, start) < bytes) return undefined;

    const text = lengthBytes + nonceBytes;
    const nonce = sealed.subarray(lengthBytes, text);
    const decipher = createDecipheriv(algorithm, this.#key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(this.#place(index));
    decipher.setAuthTag(sealed.subarray(bytes - tagBytes));
    try {
      return decipher.update(sealed.subarray(text, bytes - tagBytes), undefined, 'utf8') + decipher.final('utf8');
    } catch {
      return undefined;
    }
  }

  #place(index: number): Buffer {
    return Buffer.from(JSON.stringify([this.#about, index]));
  }
}
