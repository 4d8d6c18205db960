import path from 'node:path';
import { NotVerified } from '../../../check/not-verified.ts';
import { type ConvexProfile, named, type Profile } from '../../../profile/index.ts';
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

/** One environment's side of a comparison: its profile, and which of its backends is meant. */
export interface DocumentSide {
  profile: Profile;
  /** Undefined where the environment has none: an export may stand for it. */
  convex: ConvexProfile | undefined;
}

export interface DocumentPair {
  left: DocumentSide;
  right: DocumentSide;
}

/** The two of a pair in one order, whoever asks: both share one reading. */
export function pairOf(one: DocumentSide, other: DocumentSide): DocumentPair {
  return one.profile.environment < other.profile.environment
    ? { left: one, right: other }
    : { left: other, right: one };
}

/** All documents of two environments compared, from their exports or from the live deployments. */
export const documentsInCommon = defineReading({
  name: 'isolation.documents',
  effect: 'read',
  key: ({ left, right }: DocumentPair) =>
    [left, right].map(({ profile, convex }) => `${profile.environment} ${convex?.name}`).join(' '),
  async read({ left, right }, context): Promise<DocumentComparison> {
    const { exclude, sampleOneIn, progress } = left.profile.isolation.documents;
    let reached = '';
    const [one, other] = [left.profile.environment, right.profile.environment];
    const what = `documents of ${one} and ${other}`;
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
          progressDirectory: path.resolve(left.profile.directory, progress, `${one}-${other}${suffixOf(left)}`),
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

/** Several backends keep their progress apart. */
function suffixOf({ convex }: DocumentSide): string {
  return convex?.label === undefined ? '' : `-${convex.name}`;
}

/** The documents of an environment: its export where the profile names one, else the live deployment. */
export async function openDocuments(
  { profile, convex }: DocumentSide,
  context: Pick<ReadingContext, 'fetch' | 'read' | 'signal'>,
): Promise<DocumentSource> {
  const { environment, isolation, directory, backends } = profile;
  const isOfSnapshot = convex === undefined || named(backends, isolation.backend)?.name === convex.name;
  const snapshot = isOfSnapshot ? isolation.documents.snapshots?.[environment] : undefined;
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
