import { mkdtempDisposableSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Outcome } from '../../../support/check/outcome.ts';
import { formatAnnotations } from '../../../support/report/formats/github-annotations.ts';
import { jsonMessage, slackMessage } from '../../../support/report/formats/webhook-messages.ts';
import { publishVerdict } from '../../../support/report/runners/publish-verdict.ts';
import { toldVerdict, verdictChange } from '../../../support/report/verdict/verdict-change.ts';
import { verdictWith, writeVerdict } from '../../../support/report/verdict/verdict-file.ts';
import { subject } from './sample-verdict.ts';

/** Everything that a run of these outcomes prints, writes and sends, by the name of the sink. */
export function everySink(outcomes: readonly Outcome[], broken: string): Record<string, string> {
  using directory = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-sinks-'));
  const environments = ['dev', 'prod'];
  const about = subject(outcomes, { project: 'isolation', environments });
  const at = '2026-06-15T12:00:00.000Z';
  const verdict = verdictWith(directory.path, about, 'specs', {
    state: 'complete',
    startedAt: at,
    finishedAt: at,
    breakages: broken === '' ? [] : [{ place: 'specs/sample/one.spec.ts', message: broken }],
    outcomes,
  });
  writeVerdict(directory.path, verdict);
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  const summaryFile = path.join(directory.path, 'summary.md');
  publishVerdict(verdict, { reportsDirectory: directory.path, print, color: false, github: { summaryFile } });
  const now = toldVerdict(verdict, 'isolation', undefined);
  const change = verdictChange(undefined, now, verdict);
  const files = readdirSync(directory.path).map((name) => [
    name,
    readFileSync(path.join(directory.path, name), 'utf8'),
  ]);
  return {
    ...Object.fromEntries(files),
    console: printed,
    annotations: formatAnnotations(verdict),
    ...(change && {
      slack: slackMessage({ deployment: 'sample', commit: null }, change).text,
      webhook: JSON.stringify(jsonMessage({ deployment: 'sample', commit: null }, change)),
    }),
  };
}
