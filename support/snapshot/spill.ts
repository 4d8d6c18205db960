import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { writeAll } from '../files/write-all.ts';

const bufferRecords = 256;
/** Files that all writers together keep open: a process has a limit, and an audit may read fifty deployments at once. */
const mostHandles = 512;
let openHandles = 0;

/** One file of records, with a buffer of unwritten ones. The file is opened on the first write. */
interface Partition {
  file: string;
  bytes: number;
  /** CRC-32 of the bytes. */
  checksum: number;
  buffer: Buffer | undefined;
  filled: number;
  handle: number | undefined;
}

/** How far a file of records was written at a checkpoint. */
export interface PartitionState {
  bytes: number;
  checksum: number;
}

/**
 * Records of a fixed length, partitioned into files by a hash, so that data larger than the memory can be compared one file
 * at a time. Only a small buffer per file is kept in memory.
 */
export class PartitionWriter implements Disposable {
  readonly #partitions: readonly Partition[];
  readonly #recordBytes: number;

  /** @param states the files at the last checkpoint, which {@link areIntact}: later content is truncated */
  constructor(
    directory: string,
    name: string,
    partitions: number,
    recordBytes: number,
    states: readonly PartitionState[] = [],
  ) {
    this.#recordBytes = recordBytes;
    this.#partitions = Array.from({ length: partitions }, (_, index) => {
      const file = partitionFile(directory, name, index);
      const { bytes, checksum } = states[index] ?? { bytes: 0, checksum: 0 };
      if (bytes === 0) rmSync(file, { force: true });
      // What a run wrote after its last checkpoint would be read, where nothing more is written to this file.
      else truncateSync(file, bytes);
      return { file, bytes, checksum, buffer: undefined, filled: 0, handle: undefined };
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

  /** Writes the buffers. @returns the state of every file */
  checkpoint(): PartitionState[] {
    return this.#partitions.map((partition) => {
      this.#flush(partition);
      return { bytes: partition.bytes, checksum: partition.checksum };
    });
  }

  #flush(partition: Partition): void {
    const length = partition.filled * this.#recordBytes;
    if (length === 0 || partition.buffer === undefined) return;

    if (partition.handle === undefined) {
      partition.handle = openSync(partition.file, 'a', 0o600);
      openHandles += 1;
      ftruncateSync(partition.handle, partition.bytes);
    }

    writeAll(partition.handle, partition.buffer, length);
    partition.checksum = crc32(partition.buffer.subarray(0, length), partition.checksum);
    partition.bytes += length;
    partition.filled = 0;
    if (openHandles > mostHandles) close(partition);
  }

  [Symbol.dispose](): void {
    for (const partition of this.#partitions) close(partition);
  }
}

function close(partition: Partition): void {
  if (partition.handle === undefined) return;
  closeSync(partition.handle);
  openHandles -= 1;
  partition.handle = undefined;
}

/** The content of one partition; empty if nothing was written. */
export function readPartition(directory: string, name: string, partition: number): Buffer {
  const file = partitionFile(directory, name, partition);
  if (existsSync(file)) return readFileSync(file);
  return Buffer.alloc(0);
}

/** Records of one file by their numbers. */
export class RecordReader implements Disposable {
  readonly #handle: number;
  readonly #buffer: Buffer;

  /** @throws Error of the system if the file is not there */
  constructor(directory: string, name: string, recordBytes: number) {
    this.#handle = openSync(partitionFile(directory, name, 0), 'r');
    this.#buffer = Buffer.alloc(recordBytes);
  }

  /** The next call overwrites it. @throws Error if there are fewer records */
  record(number: number): Buffer {
    const { length } = this.#buffer;
    if (readSync(this.#handle, this.#buffer, 0, length, number * length) === length) return this.#buffer;
    throw new RangeError(`there is no record ${number}`);
  }

  [Symbol.dispose](): void {
    closeSync(this.#handle);
  }
}

/** Whether the files still have what was written until the checkpoint: none removed, shortened or changed. */
export function areIntact(directory: string, name: string, states: readonly PartitionState[]): boolean {
  return states.every(({ bytes, checksum }, partition) => {
    const file = partitionFile(directory, name, partition);
    if (bytes === 0) return true;
    const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: -1 };
    return size >= bytes && crc32(readFileSync(file).subarray(0, bytes)) === checksum;
  });
}

function partitionFile(directory: string, name: string, partition: number): string {
  return path.join(directory, `${name}.${partition}`);
}
