import path from 'node:path';
import { formatFinding, formatOutcome } from '../../check/format.ts';
import type { Outcome } from '../../check/outcome.ts';
import { countWords } from '../../text/count-words.ts';
import { escapeWorkflowMessage, escapeWorkflowProperty } from '../../text/escape-workflow-command.ts';
import { type CauseGroup, closesGate, groupByCause } from '../verdict/causes.ts';
import { partsOf, type Verdict } from '../verdict/verdict.ts';
import { asidesOf } from './asides.ts';

/**
 * Workflow commands that mark what closed the gate, and its warnings, once for each cause: each finding where it is in the repository, and
 * what has no place there at its check. What is said of the run as a whole, as that a waiver has ended, is a notice.
 * Escaping as GitHub's documentation of workflow commands and @actions/core have it.
 * @returns lines, each with its line feed; the empty text where there is nothing to mark
 */
export function formatAnnotations(verdict: Verdict): string {
  const parts = partsOf(verdict);
  const { closing, warnings } = groupByCause(parts.flatMap((part) => part.outcomes));
  const commands = [
    ...[...closing, ...warnings].flatMap(groupAnnotations),
    ...parts
      .flatMap((part) => part.breakages)
      .map(({ place, message }) => command('error', { title: 'Airlock' }, `${place}: ${message}`)),
    ...asidesOf(verdict).map((line) => command('notice', { title: 'Airlock' }, line)),
  ];
  return commands.map((line) => `${line}\n`).join('');
}

/** GitHub cuts a long message off. */
const mostFindings = 25;
/** GitHub shows ten annotations of a kind for a step: more places of one check would hide other checks. */
const mostPlaces = 3;

function groupAnnotations({ cause, shown, unread }: CauseGroup): string[] {
  const told = shown.flatMap((outcome, index) => outcomeAnnotations(outcome, index === 0 ? becauseOf(unread) : ''));
  if (shown.length > 0) return told;
  const needed = unread.filter(({ optional }) => optional !== true);
  if (cause === undefined || needed.length < 2) return needed.flatMap((outcome) => outcomeAnnotations(outcome));
  const level = needed.some(closesGate) ? 'error' : 'warning';
  const enable = cause.enable === undefined ? '' : `\n${cause.enable}`;
  return [
    command(
      level,
      { title: `${countWords(needed.length, 'check')} not verified` },
      `${cause.what}${enable}\n${namesOf(needed)}`,
    ),
  ];
}

function becauseOf(unread: readonly Outcome[]): string {
  if (unread.length === 0) return '';
  return `\n${countWords(unread.length, 'check')} could not be judged because of this: ${namesOf(unread)}`;
}

function namesOf(outcomes: readonly Outcome[]): string {
  return [...new Set(outcomes.map(({ check }) => check))].join(', ');
}

function outcomeAnnotations(outcome: Outcome, besides = ''): string[] {
  const level = levelOf(outcome);
  if (level === undefined) return [];
  const title = `${outcome.check} in ${outcome.environment}: ${outcome.kind}`;
  const places = [...Map.groupBy(outcome.findings, ({ from }) => from.map(repositoryPlace).find((place) => place))];
  const placed = places.flatMap(([place, findings]) => (place ? [{ place, findings }] : []));
  const isPlaced = placed.length === places.length && placed.length > 0 && placed.length <= mostPlaces;
  if (!isPlaced) {
    const place = placed.length === places.length ? placed[0]?.place : undefined;
    const text = `${outcome.title}\n${formatOutcome(outcome, '  ', mostFindings)}${besides}`;
    return [command(level, { ...(place ?? placeOf(outcome.spec)), title }, text)];
  }
  return placed.map(({ place, findings }, index) => {
    const told = findings.slice(0, mostFindings).map((finding) => formatFinding(finding, outcome.remedy));
    const why = `    why      ${outcome.why}`;
    const text = [outcome.title, ...told, why].join('\n');
    return command(level, { ...place, title }, index === 0 ? `${text}${besides}` : text);
  });
}

interface Place {
  file: string;
  line?: string | undefined;
  col?: string | undefined;
}

/** A place of a finding as a file of the repository; undefined for addresses, variables, and files elsewhere. */
function repositoryPlace(from: string): Place | undefined {
  const [, file = '', line, col] = /^(?!.*:\/\/)([^\s()]+?):(\d+)(?::(\d+))?(?: \([^()]*\))?$/.exec(from) ?? [];
  if (file === '') return undefined;
  const own = path.relative(process.cwd(), path.resolve(file));
  return own.startsWith('..') || path.isAbsolute(own) ? undefined : { file: own.replaceAll('\\', '/'), line, col };
}

function placeOf(spec: string): Place {
  const [, file = spec, line, col] = /^(.*):(\d+):(\d+)$/s.exec(spec) ?? [];
  return { file: file.replaceAll('\\', '/'), line, col };
}

function levelOf({ kind, severity, optional }: Outcome): 'error' | 'warning' | undefined {
  if (kind === 'failed') return 'error';
  if (kind === 'warned') return 'warning';
  if (kind === 'not verified' && optional !== true) return severity === 'critical' ? 'error' : 'warning';
  return undefined;
}

function command(
  name: string,
  properties: Record<string, string | undefined> | (Place & { title: string }),
  message: string,
): string {
  const given = Object.entries(properties).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return `::${name} ${given.map(([key, value]) => `${key}=${escapeWorkflowProperty(value)}`).join(',')}::${escapeWorkflowMessage(message)}`;
}
