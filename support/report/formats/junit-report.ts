import { formatOutcome } from '../../check/format.ts';
import type { Outcome } from '../../check/outcome.ts';
import { escapeXml, escapeXmlAttribute } from '../../text/escape-xml.ts';
import { firstLine } from '../../text/one-line.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { asidesOf } from './asides.ts';

/**
 * The verdict as JUnit XML, in the dialect that CI systems read: a suite an environment, a case a check. What could not be
 * verified is an `<error>`; what is waived, refused or not applicable is `<skipped>`. What is said of the run as a whole, as that a waiver
 * has ended, is a skipped case of its own: readers show those, and hide the output of a suite.
 */
export function formatJunitReport(verdict: Verdict): string {
  const parts = Object.values(verdict.parts);
  const suites = Map.groupBy(
    parts.flatMap((part) => part?.outcomes ?? []),
    ({ environment }) => environment,
  );
  const ofRun = [
    ...parts
      .flatMap((part) => part?.breakages ?? [])
      .map(({ place, message }) => caseOfRun('error', place, firstLine(message), message)),
    ...asidesOf(verdict).map((line) => caseOfRun('skipped', line, line, line)),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeXmlAttribute(`${verdict.deployment} · ${verdict.project}`)}">`,
    ...[...suites].map(([environment, outcomes]) =>
      suite(
        environment,
        outcomes.map((outcome) => caseOf(outcome)),
      ),
    ),
    ...(ofRun.length === 0 ? [] : [suite('the run', ofRun)]),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Case {
  kind: 'passed' | 'failure' | 'error' | 'skipped';
  xml: string;
}

function suite(name: string, cases: readonly Case[]): string {
  const count = (kind: Case['kind']) => cases.filter((each) => each.kind === kind).length;
  return [
    `  <testsuite name="${escapeXmlAttribute(name)}" tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}">`,
    ...cases.map(({ xml }) => xml),
    '  </testsuite>',
  ].join('\n');
}

function caseOfRun(kind: 'error' | 'skipped', name: string, message: string, text: string): Case {
  return { kind, xml: testCase('run', name, 0, element(kind, message, text)) };
}

function caseOf(outcome: Outcome): Case {
  const kind = kindOf(outcome);
  const body = kind === 'passed' ? '' : element(kind, `${outcome.kind}: ${outcome.title}`, formatOutcome(outcome, ''));
  return { kind, xml: testCase(outcome.platform, outcome.check, outcome.durationMs, body) };
}

function kindOf({ kind, severity, optional }: Outcome): Case['kind'] {
  if (kind === 'held' || kind === 'warned') return 'passed';
  if (kind === 'failed') return 'failure';
  return kind === 'not verified' && severity === 'critical' && optional !== true ? 'error' : 'skipped';
}

function testCase(className: string, name: string, durationMs: number, body: string): string {
  const open = `    <testcase classname="${escapeXmlAttribute(className)}" name="${escapeXmlAttribute(name)}" time="${(durationMs / 1000).toFixed(3)}"`;
  return body === '' ? `${open}/>` : `${open}>\n${body}\n    </testcase>`;
}

function element(name: string, message: string, text: string): string {
  return `      <${name} message="${escapeXmlAttribute(message)}">${escapeXml(text)}</${name}>`;
}
