import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { writeAll } from '../../files/write-all.ts';

const partitions = 128;
const bufferCharacters = 8 * 1024;

/** Lines partitioned into files by the hash of a key, so that only one partition has to fit into memory. */
export class LineSpill implements Disposable {
  readonly #directory: string;
  readonly #name: string;
  readonly #buffers: string[] = Array.from({ length: partitions }, () => '');
  readonly #handles: (number | undefined)[] = [];

  constructor(directory: string, name: string) {
    this.#directory = directory;
    this.#name = name;
  }

  add(key: string, value: unknown): void {
    const index = partitionOf(key);
    this.#buffers[index] += `${JSON.stringify([key, value])}\n`;
    if ((this.#buffers[index]?.length ?? 0) >= bufferCharacters) this.#flush(index);
  }

  /** The lines of each partition in turn, without lines that are added later. */
  *read<Value>(): Iterable<readonly (readonly [string, Value])[]> {
    for (let index = 0; index < partitions; index += 1) yield this.partition<Value>(index);
  }

  partition<Value>(index: number): (readonly [string, Value])[] {
    this.#flush(index);
    const file = this.#file(index);
    if (!existsSync(file)) return [];

    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as readonly [string, Value]);
  }

  #flush(index: number): void {
    const text = this.#buffers[index];
    if (!text) return;

    const handle = this.#handles[index] ?? openSync(this.#file(index), 'w', 0o600);
    this.#handles[index] = handle;
    writeAll(handle, Buffer.from(text));
    this.#buffers[index] = '';
  }

  #file(index: number): string {
    return path.join(this.#directory, `${this.#name}.${index}`);
  }

  [Symbol.dispose](): void {
    for (const handle of this.#handles) if (handle !== undefined) closeSync(handle);
    this.#handles.length = 0;
  }
}

export const partitionCount = partitions;

function partitionOf(key: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) value = Math.imul(value ^ key.charCodeAt(index), 0x01000193);
  return ((value ^ (value >>> 15)) >>> 0) % partitions;
}
