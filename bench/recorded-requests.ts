import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface RecordedRequest {
  method: string;
  url: string;
  startMs: number;
  endMs: number;
}

/** The variables with which a gate writes its requests to `file`, which is emptied. */
export function recordingTo(file: string): Record<string, string> {
  writeFileSync(file, '');
  return {
    NODE_OPTIONS: `--import ${path.join(import.meta.dirname, 'record-requests.mjs')}`,
    RECORD_REQUESTS: file,
  };
}

/** The requests that were written, in the order of their start. */
export function recordedRequests(file: string): RecordedRequest[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedRequest)
    .toSorted((one, other) => one.startMs - other.startMs);
}

/**
 * The most requests of which each started after the one before it had its answer: no chain of dependent requests is longer.
 * Where nothing had to wait without need, a run takes as long as this chain.
 */
export function longestChain(requests: readonly RecordedRequest[]): number {
  let length = 0;
  let answeredMs = Number.NEGATIVE_INFINITY;
  for (const { startMs, endMs } of requests.toSorted((one, other) => one.endMs - other.endMs)) {
    if (startMs < answeredMs) continue;
    length += 1;
    answeredMs = endMs;
  }
  return length;
}
