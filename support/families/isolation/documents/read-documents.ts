import path from 'node:path';
import { NotVerified } from '../../../check/not-verified.ts';
import type { Profile } from '../../../profile/index.ts';
import { defineReading, type ReadingContext } from '../../../reading/index.ts';
import { redact } from '../../../redaction/redact.ts';
import {
  compareDocuments,
  type DocumentComparison,
  type DocumentSource,
  DocumentsUnreadable,
  isWatched,
  openArchive,
  openLive,
  tellProgress,
  untilAborted,
} from '../../../snapshot/index.ts';
import { runAdminQuery } from '../read-admin-query.ts';

export interface DocumentPair {
  left: Profile;
  right: Profile;
}

/** The two of a pair in one order, whoever asks: both share one reading. */
export function pairOf(one: Profile, other: Profile): DocumentPair {
  return one.environment < other.environment ? { left: one, right: other } : { left: other, right: one };
}

/** All documents of two environments compared, from their exports or from the live deployments. */
export const documentsInCommon = defineReading({
  name: 'isolation.documents',
  effect: 'read',
  key: ({ left, right }: DocumentPair) => `${left.environment} ${right.environment}`,
  async read({ left, right }, context): Promise<DocumentComparison> {
    const { exclude, sampleOneIn, progress } = left.isolation.documents;
    let reached = '';
    const what = `documents of ${left.environment} and ${right.environment}`;
    const tell = isWatched()
      ? tellProgress({ what, write: (line) => process.stderr.write(`${redact(line)}\n`) })
      : undefined;
    try {
      return await compareDocuments(await openDocuments(left, context), await openDocuments(right, context), {
        oneIn: sampleOneIn,
        exclude,
        onProgress: (at) => {
          reached = `${at.documents} documents of ${at.table} in ${at.source}`;
          tell?.(at);
        },
        ...(progress !== undefined && {
          progressDirectory: path.resolve(left.directory, progress, `${left.environment}-${right.environment}`),
        }),
      });
    } catch (error) {
      if (error instanceof DocumentsUnreadable) throw new NotVerified(error.message);
      if (!context.signal.aborted) throw error;
      throw new NotVerified(
        `the documents were not read to their end within the deadline; it came to ${reached || 'the first table'}`,
        progress === undefined
          ? 'Name a folder in platforms.isolation.documents.progress, and the next run goes on there; or raise limits.checkMs; or compare exports (documents.snapshots).'
          : 'Run the audit again: it goes on there.',
      );
    }
  },
});

/** The documents of an environment: its export where the profile names one, else the live deployment. */
export async function openDocuments(
  profile: Profile,
  context: Pick<ReadingContext, 'fetch' | 'read' | 'signal'>,
): Promise<DocumentSource> {
  const { convex, environment, isolation, directory } = profile;
  const snapshot = isolation.documents.snapshots?.[environment];
  if (snapshot !== undefined)
    return untilAborted(await openArchive(path.resolve(directory, snapshot), snapshot), context.signal);
  if (convex === undefined) throw new NotVerified(`${environment} has no Convex deployment`);
  return openLive({
    name: convex.url.value,
    pageDocuments: isolation.documents.pageDocuments,
    signal: context.signal,
    query: (name, args) => runAdminQuery(convex, name, args, context),
  });
}
