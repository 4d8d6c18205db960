import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { hasFieldTwice, JsonMistake, parseJson } from '../../files/parse-json.ts';
import { redactDeep } from '../../redaction/redact.ts';
import { errorText } from '../../text/error-text.ts';
import { inertDeep } from '../../text/inert.ts';
import { sealed, sealProblem, verdictKey } from './seal.ts';
import { summarize, type VerdictSubject } from './summarize.ts';
import { type PartName, type RunPart, Verdict, type VerdictPart, verdictSchema } from './verdict.ts';
import { writeReport } from './write-report.ts';

export const verdictFileName = 'verdict.json';

/** Reads a verdict file. @returns the reason, if there is no verdict that can be relied on */
export function readVerdict(file: string, key = verdictKey()): Verdict | { unreadable: string } {
  if (!existsSync(file)) return { unreadable: `there is no verdict file ${file}` };
  let json: unknown;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
    json = parseJson(text, file);
  } catch (error) {
    const how = error instanceof JsonMistake ? '' : `${file} cannot be read: `;
    return { unreadable: `the verdict file ${how}${errorText(error)}` };
  }

  const version = otherSchema(json);
  if (version !== undefined) return { unreadable: `the verdict file ${file} ${version}` };

  const parsed = Verdict.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'as a whole';
    return { unreadable: `the verdict file ${file} is malformed (${where}: ${issue?.message})` };
  }

  if (hasFieldTwice(text, json))
    return { unreadable: `the verdict file ${file} does not count: a field stands twice in it` };

  const untrusted = sealProblem(json as Verdict, key);
  if (untrusted !== undefined) return { unreadable: `the verdict file ${file} does not count: ${untrusted}` };
  return parsed.data as unknown as Verdict;
}

/** A verdict of an older or a newer Airlock, in words. */
function otherSchema(json: unknown): string | undefined {
  const { schema } = (json ?? {}) as { schema?: unknown };
  if (typeof schema !== 'number' || schema === verdictSchema) return undefined;
  return schema > verdictSchema
    ? `has schema ${schema}, and this Airlock knows schemas up to ${verdictSchema}: use the Airlock that wrote it`
    : `has schema ${schema}, and this Airlock reads schema ${verdictSchema}: it was written by an older Airlock`;
}

/** The verdict with one runner's part in it, before it is written. */
export function verdictWith(directory: string, subject: VerdictSubject, name: PartName, part: RunPart): Verdict {
  const file = path.join(directory, verdictFileName);
  const { commit, config, addresses } = subject;
  // Outcomes were redacted where they were judged; what broke comes from the runner, a module or the system, what ran meanwhile
  // from other verdicts.
  const own: VerdictPart = {
    ...part,
    breakages: redactDeep(part.breakages),
    ...(part.beside && { beside: redactDeep(part.beside) }),
    ...(part.notes && { notes: redactDeep(part.notes) }),
    commit,
    config,
    ...(addresses && { addresses }),
  };
  const parts = name === 'smoke' ? { ...earlierParts(file, subject), smoke: own } : { specs: own };
  return summarize(subject, inertDeep(parts));
}

/** Writes a verdict whole, signed if there is a key. @throws Error if it cannot be written or contains a secret */
export function writeVerdict(directory: string, verdict: Verdict): void {
  const text = JSON.stringify(sealed(verdict, verdictKey()), null, 2);
  writeReport(path.join(directory, verdictFileName), `${text}\n`);
}

/**
 * Writes one runner's part of the verdict. The specs begin a new verdict; the smoke tests add to the one of the same subject.
 * A part that was begun and never ended stays `running`, and a gate that reads it stays closed.
 */
export function writeVerdictPart(directory: string, subject: VerdictSubject, name: PartName, part: RunPart): Verdict {
  const verdict = verdictWith(directory, subject, name, part);
  writeVerdict(directory, verdict);
  return verdict;
}

/** The parts of an existing verdict of the same subject; none if it is about anything else, or cannot be relied on. */
function earlierParts(file: string, subject: VerdictSubject): Verdict['parts'] {
  const before = readVerdict(file);
  if ('unreadable' in before) return {};

  const isSame = (['deployment', 'project', 'commit', 'config', 'embedded'] as const).every(
    (field) => before[field] === subject[field],
  );
  return isSame ? before.parts : {};
}
