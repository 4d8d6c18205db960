import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { writeAll } from '../files/write-all.ts';

const bufferRecords = 256;

/** One file of records, with a buffer of unwritten ones. The file is opened on the first write. */
interface Partition {
  file: string;
  bytes: number;
  buffer: Buffer | undefined;
  filled: number;
  handle: number | undefined;
}

/**
 * Records of a fixed length, partitioned into files by a hash, so that data larger than the memory can be compared one file
 * at a time. Only a small buffer per file is kept in memory.
 */
export class PartitionWriter implements Disposable {
  readonly #partitions: readonly Partition[];
  readonly #recordBytes: number;

  /** @param sizes the lengths of the files at the last checkpoint: later content is truncated */
  constructor(directory: string, name: string, partitions: number, recordBytes: number, sizes: readonly number[] = []) {
    this.#recordBytes = recordBytes;
    this.#partitions = Array.from({ length: partitions }, (_, index) => {
      const file = partitionFile(directory, name, index);
      const bytes = sizes[index] ?? 0;
      if (bytes === 0) rmSync(file, { force: true });
      return { file, bytes, buffer: undefined, filled: 0, handle: undefined };
    });
  }

  /** Reserves space for one record; the caller must fill it before the next call. */
  slot(index: number): { buffer: Buffer; offset: number } {
    const partition = this.#partitions[index];
    if (partition === undefined) throw new RangeError(`there is no partition ${index}`);

    if (partition.filled >= bufferRecords) this.#flush(partition);
    partition.buffer ??= Buffer.allocUnsafe(bufferRecords * this.#recordBytes);
    const offset = partition.filled * this.#recordBytes;
    partition.filled += 1;

    return { buffer: partition.buffer, offset };
  }

  /** Writes the buffers. @returns the length of every file in bytes */
  checkpoint(): number[] {
    return this.#partitions.map((partition) => {
      this.#flush(partition);
      return partition.bytes;
    });
  }

  #flush(partition: Partition): void {
    const length = partition.filled * this.#recordBytes;
    if (length === 0 || partition.buffer === undefined) return;

    if (partition.handle === undefined) {
      partition.handle = openSync(partition.file, 'a', 0o600);
      ftruncateSync(partition.handle, partition.bytes);
    }

    writeAll(partition.handle, partition.buffer, length);
    partition.bytes += length;
    partition.filled = 0;
  }

  [Symbol.dispose](): void {
    for (const partition of this.#partitions) {
      if (partition.handle !== undefined) closeSync(partition.handle);
      partition.handle = undefined;
    }
  }
}

/** The content of one partition; empty if nothing was written. */
export function readPartition(directory: string, name: string, partition: number): Buffer {
  const file = partitionFile(directory, name, partition);
  return existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
}

function partitionFile(directory: string, name: string, partition: number): string {
  return path.join(directory, `${name}.${partition}`);
}
