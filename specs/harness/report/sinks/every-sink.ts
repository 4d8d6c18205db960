import { mkdtempDisposableSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Outcome } from '../../../../support/check/outcome.ts';
import { formatAnnotations } from '../../../../support/report/formats/github-annotations.ts';
import { issueMessage, jsonMessage, slackMessage } from '../../../../support/report/formats/webhook-messages.ts';
import { auditState } from '../../../../support/report/notify/audit-state.ts';
import { noticeFor } from '../../../../support/report/notify/notice.ts';
import { publishVerdict } from '../../../../support/report/runners/publish-verdict.ts';
import { verdictWith, writeVerdict } from '../../../../support/report/verdict/verdict-file.ts';
import { questionOf, subject } from '../sample-verdict.ts';

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
    ...(broken !== '' && { beside: [broken], notes: [broken] }),
    outcomes,
  });
  writeVerdict(directory.path, verdict);
  let printed = '';
  const print = (text: string) => {
    printed += text;
  };
  const summaryFile = path.join(directory.path, 'summary.md');
  publishVerdict(verdict, { reportsDirectory: directory.path, print, color: false, github: { summaryFile } });
  const now = new Date(at);
  const state = auditState(verdict, questionOf(verdict, now));
  const notice = noticeFor({ known: undefined, state, lost: true, remindAfterHours: 20, now });
  const heading = { deployment: 'sample', project: 'isolation', commit: null, ranAt: at };
  const files = readdirSync(directory.path).map((name) => [
    name,
    readFileSync(path.join(directory.path, name), 'utf8'),
  ]);
  return {
    ...Object.fromEntries(files),
    console: printed,
    annotations: formatAnnotations(verdict),
    ...(notice && {
      slack: JSON.stringify(slackMessage(heading, notice)),
      webhook: JSON.stringify(jsonMessage(heading, notice)),
      issue: issueMessage(heading, notice),
    }),
  };
}
