import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  type CollectOptions,
  collectDocuments,
  compareCollections,
  type DocumentComparison,
  type DocumentSource,
} from '../../../support/snapshot/index.ts';

export interface CompareOptions extends Partial<Pick<CollectOptions, 'oneIn' | 'exclude'>> {
  /** Where the collections stay; a temporary folder if it is left out. */
  directory?: string;
}

/** Collects two sources, as the audit does for each environment, and compares the collections. */
export async function compareSources(
  left: DocumentSource,
  right: DocumentSource,
  { oneIn = 1, exclude = [], directory }: CompareOptions = {},
): Promise<DocumentComparison> {
  await using temporary = await mkdtempDisposable(path.join(tmpdir(), 'airlock-compared-'));
  const collected = (source: DocumentSource, name: string) =>
    collectDocuments(source, { directory: path.join(directory ?? temporary.path, name), oneIn, exclude });
  const both = [collected(left, 'left'), collected(right, 'right')] as const;
  // One that fails does not end the other, which is still writing.
  await Promise.allSettled(both);
  const [one, other] = await Promise.all(both);
  return compareCollections(one, other, oneIn);
}
