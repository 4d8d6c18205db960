import { createHash } from 'node:crypto';
import type { Finding } from './finding.ts';

/** What tells one finding of a check from another, also after its numbers and lines have moved. */
export interface FindingIdentity {
  /** Where it is: the first place without its line and column. */
  target: string;
  fingerprint: string;
}

/**
 * The identity of a finding: what does not hold, and where. Numbers count only as part of a name: a port, a duration or a line is another
 * one in the next run.
 */
export function identityOf(check: string, { what, from }: Pick<Finding, 'what' | 'from'>): FindingIdentity {
  const target = withoutNumbers((from[0] ?? '').replace(/(?::\d+){1,2}$/, ''));
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([check, target, withoutNumbers(what)]))
    .digest('hex')
    .slice(0, 16);
  return { target, fingerprint };
}

/** A number that stands alone, or as a port: `port2` and `v1` stay. */
function withoutNumbers(text: string): string {
  return text.replace(/(?<![\w.-])\d[\d.,]*(?![\w-])|(?<=:)\d+\b/g, '#');
}
