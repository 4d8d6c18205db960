import { formatOutcome } from '../../check/format.ts';
import type { Outcome } from '../../check/outcome.ts';
import { escapeWorkflowMessage, escapeWorkflowProperty } from '../../text/escape-workflow-command.ts';
import type { Verdict } from '../verdict/verdict.ts';

/**
 * Workflow commands that mark what closed the gate, and its warnings, in the files of a pull request.
 * Escaping as GitHub's documentation of workflow commands and @actions/core have it.
 * @returns lines, each with its line feed; the empty text where there is nothing to mark
 */
export function formatAnnotations(verdict: Verdict): string {
  const parts = Object.values(verdict.parts);
  const commands = [
    ...parts.flatMap((part) => part?.outcomes ?? []).flatMap(annotationOf),
    ...parts
      .flatMap((part) => part?.breakages ?? [])
      .map(({ place, message }) => command('error', { title: 'Airlock' }, `${place}: ${message}`)),
  ];
  return commands.map((line) => `${line}\n`).join('');
}

/** GitHub cuts a long message off. */
const mostFindings = 25;

function annotationOf(outcome: Outcome): string | [] {
  const level = levelOf(outcome);
  if (level === undefined) return [];
  const [, file = outcome.spec, line, column] = /^(.*):(\d+):(\d+)$/s.exec(outcome.spec) ?? [];
  const title = `${outcome.check} in ${outcome.environment}: ${outcome.kind}`;
  return command(
    level,
    { file: file.replaceAll('\\', '/'), line, col: column, title },
    `${outcome.title}\n${formatOutcome(outcome, '  ', mostFindings)}`,
  );
}

function levelOf({ kind, severity, optional }: Outcome): 'error' | 'warning' | undefined {
  if (kind === 'failed') return 'error';
  if (kind === 'warned') return 'warning';
  if (kind === 'not verified' && optional !== true) return severity === 'critical' ? 'error' : 'warning';
  return undefined;
}

function command(name: string, properties: Record<string, string | undefined>, message: string): string {
  const given = Object.entries(properties).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return `::${name} ${given.map(([key, value]) => `${key}=${escapeWorkflowProperty(value)}`).join(',')}::${escapeWorkflowMessage(message)}`;
}
