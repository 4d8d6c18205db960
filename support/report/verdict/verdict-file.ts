import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { JsonMistake, parseJson } from '../../files/parse-json.ts';
import { errorText } from '../../text/error-text.ts';
import { reduceOutcomes } from './reduce.ts';
import { type PartName, stateOf, Verdict, type VerdictPart } from './verdict.ts';
import { writeReport } from './write-report.ts';

export const verdictFileName = 'verdict.json';

export interface VerdictSubject {
  deployment: string;
  project: string;
  environments: readonly string[];
  commit: string | null;
  embedded: boolean;
  strict: boolean;
}

/** Reads a verdict file. @returns the reason, if there is no verdict that can be relied on */
export function readVerdict(file: string): Verdict | { unreadable: string } {
  if (!existsSync(file)) return { unreadable: `there is no verdict file ${file}` };
  let json: unknown;
  try {
    json = parseJson(readFileSync(file, 'utf8'), file);
  } catch (error) {
    const how = error instanceof JsonMistake ? '' : `${file} cannot be read: `;
    return { unreadable: `the verdict file ${how}${errorText(error)}` };
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
  const parts = { ...(name === 'smoke' ? earlierParts(file, subject) : {}), [name]: part };
  const verdict = verdictOf(subject, parts);
  writeReport(file, `${JSON.stringify(verdict, null, 2)}\n`);
  return verdict;
}

/** The parts of an existing verdict of the same project and commit; none if it is about anything else. */
function earlierParts(file: string, { project, commit, deployment }: VerdictSubject): Verdict['parts'] {
  const before = readVerdict(file);
  if ('unreadable' in before) return {};
  return before.project === project && before.commit === commit && before.deployment === deployment ? before.parts : {};
}

function verdictOf(subject: VerdictSubject, parts: Verdict['parts']): Verdict {
  const { deployment, project, environments, commit, embedded, strict } = subject;
  const all = Object.values(parts).filter((part) => part !== undefined);
  const state = stateOf(all);
  const reduced = reduceOutcomes(
    all.flatMap(({ outcomes }) => outcomes),
    all.flatMap(({ breakages }) => breakages),
    strict,
  );
  const isRunning = state === 'running';
  return {
    schema: 1,
    deployment,
    project,
    environments: [...environments],
    commit,
    embedded,
    startedAt: all.map(({ startedAt }) => startedAt).sort()[0] ?? '',
    finishedAt: isRunning ? null : lastEnd(all),
    state,
    exitCode: isRunning ? null : reduced.exitCode,
    headline: isRunning ? 'The run has not finished.' : headlineOf(all, reduced.headline),
    counts: reduced.counts,
    parts,
  };
}

function lastEnd(parts: readonly VerdictPart[]): string | null {
  const ends = parts.flatMap(({ finishedAt }) => finishedAt ?? []).sort();
  return ends.at(-1) ?? null;
}

function headlineOf(parts: readonly VerdictPart[], headline: string): string {
  const isPartial = parts.some(({ partial }) => partial !== undefined);
  return isPartial
    ? headline.replace(/^Gate open: /, 'A partial run does not open the gate. In this part, ')
    : headline;
}
