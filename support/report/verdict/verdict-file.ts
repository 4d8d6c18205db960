import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { JsonMistake, parseJson } from '../../files/parse-json.ts';
import { errorText } from '../../text/error-text.ts';
import { reduceOutcomes } from './reduce.ts';
import { type PartName, Verdict, type VerdictPart } from './verdict.ts';
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

/** Reads a verdict file. @returns the reason as a sentence where there is none that can be relied on */
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
  writeReport(file, `${JSON.stringify(verdict, null, 2)}\n`);
  return verdict;
}
