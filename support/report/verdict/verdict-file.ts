import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { findSecrets } from '../../redaction/redact.ts';
import { reduceOutcomes } from './reduce.ts';
import { type PartName, Verdict, type VerdictPart } from './verdict.ts';

export const verdictFileName = 'verdict.json';

export interface VerdictSubject {
  deployment: string;
  project: string;
  environments: readonly string[];
  commit: string | null;
  embedded: boolean;
  strict: boolean;
}

/** Reads a verdict file. @returns the reason as a sentence where there is none that can be relied on */
export function readVerdict(file: string): Verdict | { unreadable: string } {
  if (!existsSync(file)) return { unreadable: `there is no verdict file ${file}` };
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const how = error instanceof SyntaxError ? 'is no JSON' : 'cannot be read';
    return { unreadable: `the verdict file ${file} ${how}: ${(error as Error).message}` };
  }
  const parsed = Verdict.safeParse(json);
  if (parsed.success) return parsed.data as unknown as Verdict;
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') || 'as a whole';
  return { unreadable: `the verdict file ${file} is malformed (${where}: ${issue?.message})` };
}

/**
 * Writes one runner's part of the verdict. The specs begin a new verdict; the smoke tests add to the one of the same
 * project and commit. A part that was begun and never ended stays `running`, and a gate that reads it stays closed.
 */
export function writeVerdictPart(
  directory: string,
  subject: VerdictSubject,
  name: PartName,
  part: VerdictPart,
): Verdict {
  const file = path.join(directory, verdictFileName);
  // The specs of a run that ended elsewhere say nothing about what runs now.
  const before = name === 'smoke' ? readVerdict(file) : { unreadable: 'the specs begin a verdict' };
  const continues =
    !('unreadable' in before) &&
    before.project === subject.project &&
    before.commit === subject.commit &&
    before.deployment === subject.deployment;
  const parts = { ...(continues ? before.parts : {}), [name]: part };
  const all = Object.values(parts);
  const states = all.map(({ state }) => state);
  const state = states.includes('interrupted') ? 'interrupted' : states.includes('running') ? 'running' : 'complete';
  const { exitCode, counts, headline } = reduceOutcomes(
    all.flatMap(({ outcomes }) => outcomes),
    all.flatMap(({ breakages }) => breakages),
    subject.strict,
  );
  const verdict: Verdict = {
    schema: 1,
    deployment: subject.deployment,
    project: subject.project,
    environments: [...subject.environments],
    commit: subject.commit,
    embedded: subject.embedded,
    startedAt: all.map(({ startedAt }) => startedAt).sort()[0] ?? part.startedAt,
    finishedAt:
      state === 'running'
        ? null
        : (all
            .map(({ finishedAt }) => finishedAt ?? '')
            .sort()
            .at(-1) ?? null),
    state,
    exitCode: state === 'running' ? null : exitCode,
    headline:
      state === 'running'
        ? 'The run has not ended.'
        : all.some(({ partial }) => partial !== undefined)
          ? headline.replace(/^Gate open: /, 'A part of the checks opens no gate: of this part ')
          : headline,
    counts,
    parts,
  };
  writeWhole(file, `${JSON.stringify(verdict, null, 2)}\n`, true);
  return verdict;
}

/** The last scan before a text is written. @throws Error where it still holds a registered secret */
export function refuseSecrets(file: string, text: string): void {
  const leaked = findSecrets(text);
  if (leaked.length > 0)
    throw new Error(
      `${file} is not written: it would hold the secret of ${leaked.join(', ')}. This is a mistake in Airlock's redaction.`,
    );
}

/**
 * Writes a report whole or not at all: to a new file, which is then renamed.
 * @param synced it is on the disk before it takes the place of the former one: only what a gate reads is worth the wait
 * @throws Error where the text still holds a registered secret; nothing is written then
 */
export function writeWhole(file: string, text: string, synced = false): void {
  refuseSecrets(file, text);
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  const handle = openSync(temporary, 'w', 0o600);
  try {
    writeSync(handle, text);
    if (synced) fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
