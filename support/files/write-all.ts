import { writeSync } from 'node:fs';

/** Writes a part of a buffer to an open file. @returns how many bytes were taken, which may be fewer than were offered */
export type WriteSome = (handle: number, bytes: Uint8Array, offset: number, length: number) => number;

/**
 * Writes all bytes: one write may take only some of them (write(2), "RETURN VALUE").
 * @throws Error of the system (`ENOSPC`), and where a write takes nothing
 */
export function writeAll(handle: number, bytes: Uint8Array, length = bytes.length, write: WriteSome = writeSync): void {
  for (let written = 0; written < length; ) {
    const taken = write(handle, bytes, written, length - written);
    if (taken <= 0) throw new Error(`only ${written} of ${length} bytes could be written`);
    written += taken;
  }
}
