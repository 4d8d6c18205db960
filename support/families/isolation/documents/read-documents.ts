import { rmSync } from 'node:fs';
import path from 'node:path';
import { NotVerified } from '../../../check/not-verified.ts';
import { temporaryFolder } from '../../../files/temporary-folder.ts';
import { type ConvexProfile, named, type Profile } from '../../../profile/index.ts';
import { defineReading, type Read, type ReadingContext } from '../../../reading/index.ts';
import { redact } from '../../../redaction/redact.ts';
import {
  type Collection,
  collectDocuments,
  compareCollections,
  type DocumentComparison,
  type DocumentSource,
  DocumentsUnreadable,
  isWatched,
  markCompared,
  openArchive,
  openLive,
  tellProgress,
  untilAborted,
} from '../../../snapshot/index.ts';
import { requireKey, runAdminQuery } from '../read-admin-query.ts';

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

/** What one side read, and where it is kept until every other environment was held against it. */
interface Collected {
  collection: Collection;
  /** Told once for each environment that it was compared with. */
  compared: () => void;
}

/** The ids and digests of all documents of one environment, from its export or from the live deployment: read once, for all pairs. */
const collectedDocuments = defineReading({
  name: 'isolation.documents-of',
  effect: 'read',
  key: (side: DocumentSide) => sideName(side),
  async read(side, context): Promise<Collected> {
    const { profile } = side;
    const { environment, isolation, directory, others } = profile;
    const { exclude, sampleOneIn, progress } = isolation.documents;
    let reached = '';
    const tell = isWatched()
      ? tellProgress({
          what: `documents of ${environment}`,
          write: (line) => process.stderr.write(`${redact(line)}\n`),
        })
      : undefined;
    const kept = progress === undefined ? temporaryFolder('documents').path : undefined;
    const folder = kept ?? path.resolve(directory, progress ?? '', `${environment}${suffixOf(side)}`);
    const remove = () => rmSync(folder, { recursive: true, force: true });

    try {
      const collection = await collectDocuments(await openDocuments(side, context), {
        directory: folder,
        oneIn: sampleOneIn,
        exclude,
        onProgress: (at) => {
          reached = `${at.documents} documents of ${at.table} in ${at.source}`;
          tell?.(at);
        },
      });
      let open = others.length;
      const compared = () => {
        open -= 1;
        if (open === 0) remove();
        else if (open === others.length - 1) markCompared(collection);
      };
      return { collection, compared };
    } catch (error) {
      if (kept !== undefined) remove();
      if (error instanceof DocumentsUnreadable) throw new NotVerified(error.message);
      if (!context.signal.aborted) throw error;
      throw new NotVerified(
        `the documents of ${environment} were not read to their end within the deadline; it came to ${reached || 'the first table'}`,
        progress === undefined
          ? 'Name a folder in platforms.isolation.documents.progress, and the next run goes on there; or raise limits.checkMs; or compare exports (documents.snapshots).'
          : 'Run the audit again: it goes on there.',
      );
    }
  },
});

/** All documents of two environments compared, from their exports or from the live deployments. */
export const documentsInCommon = defineReading({
  name: 'isolation.documents',
  effect: 'read',
  key: ({ left, right }: DocumentPair) => [left, right].map(sideName).join(' '),
  async read({ left, right }, { read }): Promise<DocumentComparison> {
    const sides = await bothRead(left, right, read);
    const { sampleOneIn } = left.profile.isolation.documents;
    const [one, other] = sides;
    const comparison = compareCollections(one.collection, other.collection, sampleOneIn);
    for (const { compared } of sides) compared();
    return comparison;
  },
});

/** Waits for both, also where one fails: a check that ended would leave the other without its time. */
async function bothRead(left: DocumentSide, right: DocumentSide, read: Read): Promise<[Collected, Collected]> {
  const both = [read(collectedDocuments, left), read(collectedDocuments, right)] as const;
  await Promise.allSettled(both);
  return Promise.all(both);
}

function sideName({ profile, convex }: DocumentSide): string {
  return `${profile.environment} ${convex?.name}`;
}

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
    database: convex.url.url.origin,
    secret: () => requireKey(convex, context.read),
  });
}
