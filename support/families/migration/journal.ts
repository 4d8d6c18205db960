import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { SealedLog } from '../../files/sealed-log.ts';
import { temporaryFolder } from '../../files/temporary-folder.ts';
import { type DocumentSource, type KeptSource, keepDocuments } from '../../snapshot/index.ts';
import { PlanMistake } from './plan.ts';

const Step = z.strictObject({ name: z.string(), result: z.unknown() });

/** What was taken over from a run that was cut off. */
export interface Resumed {
  /** Of live deployments. */
  documents: number;
  /** When the first of them was read, in ISO 8601. */
  readAt?: string;
  /** Tables that were compared, and what is found after them. */
  steps: number;
}

export interface JournalOptions {
  /** Where the progress is kept for a later run; nowhere if it is left out. */
  progress?: string | undefined;
  /** What the comparison is about, apart from the documents: another plan takes over nothing. */
  about: unknown;
}

/** The sides of a comparison, and what has been found of them so far. */
export interface Journal<Sides> extends Disposable {
  sides: Sides;
  /** For what does not fit into memory: removed in the end. */
  directory: string;
  resumed: Resumed;
  /** Does a step, unless an earlier run has done it, and keeps its result. @param work whose result is JSON */
  step<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** Removes the progress: a later run starts again, with fresh data. */
  done(): void;
}

/**
 * Opens the journal of a comparison. Live deployments are read once, into encrypted files. With `progress`, these files and the result of
 * each step stay if the process is killed, and the next run of the same comparison goes on from there; they can be read with what
 * is needed to read the documents (the deploy key, or the export), and not without.
 * @throws PlanMistake if another run uses the same folder
 */
export async function openJournal<Sides extends Readonly<Record<string, DocumentSource | undefined>>>(
  sides: Sides,
  { progress, about }: JournalOptions,
): Promise<Journal<Sides>> {
  using opening = new DisposableStack();
  const temporary = opening.use(temporaryFolder('migration'));
  const folder = progress === undefined ? undefined : path.join(progress, 'airlock-migration');
  if (folder !== undefined) claim(folder, opening);

  const kept: KeptSource[] = [];
  const identities: unknown[] = [];
  const secrets: string[] = [];
  const opened: Record<string, DocumentSource | undefined> = { ...sides };
  for (const [name, side] of Object.entries(sides)) {
    if (side === undefined) continue;
    // What is removed in the end needs a key that nobody knows.
    const secret = (folder !== undefined && (await side.secret?.())) || randomUUID();
    secrets.push(secret);
    if (side.state !== undefined) {
      identities.push([name, side.name, side.state]);
      continue;
    }
    const options = { directory: path.join(folder ?? temporary.path, name), secret, about: digestOf(about) };
    const own = opening.use(await keepDocuments(side, options));
    kept.push(own);
    opened[name] = own;
    identities.push([name, side.name, own.reading]);
  }

  const comparison = digestOf([about, identities]);
  const log = folder && opening.use(new SealedLog(path.join(folder, 'steps'), secrets.join('\0'), comparison));
  const former = new Map<string, unknown>();
  for (let index = 0; log && index < log.length; index += 1) {
    const { name, result } = Step.parse(log.record(index));
    former.set(name, result);
  }

  const documents = kept.reduce((sum, each) => sum + each.resumed, 0);
  const begins = kept.filter(({ resumed }) => resumed > 0).map(({ startedAt }) => startedAt);
  const resumed = {
    documents,
    steps: former.size,
    ...(begins.length > 0 && { readAt: new Date(Math.min(...begins)).toISOString() }),
  };
  const stack = opening.move();
  return {
    sides: opened as Sides,
    directory: temporary.path,
    resumed,
    async step(name, work) {
      if (former.has(name)) return former.get(name) as Awaited<ReturnType<typeof work>>;
      const result = await work();
      if (log) log.append({ name, result });
      return result;
    },
    done() {
      stack.dispose();
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    },
    [Symbol.dispose]: () => stack.dispose(),
  };
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** One run at a time: the system gives the lock back when its holder dies, however that happens. */
function claim(folder: string, stack: DisposableStack): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = stack.use(new DatabaseSync(path.join(folder, 'lock'), { timeout: 0 }));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch {
    throw new PlanMistake(`another run uses the folder of progress ${folder}: wait for it, or name another folder`);
  }
}
