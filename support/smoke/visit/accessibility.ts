import type { Page } from '@playwright/test';
import axe from 'axe-core';
import type { Finding } from '../../check/finding.ts';
import { NotVerified } from '../../check/not-verified.ts';
import { countWords } from '../../text/count-words.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import { withinTime } from '../watch/within-time.ts';

const timeoutMs = 20_000;
const mostElements = 5;

/** A rule that elements of a page break. */
export interface Violation {
  rule: string;
  help: string;
  helpUrl: string;
  impact: string;
  elements: { selector: string; html: string }[];
}

/** What axe-core finds on a page, at all impacts. @throws NotVerified if the page does not answer */
export async function readViolations(tab: Page): Promise<Violation[]> {
  const found = await withinTime(
    // Evaluated by the debugger, so no content security policy applies.
    tab.evaluate(axe.source).then(() =>
      tab.evaluate(async () => {
        const { axe: own } = globalThis as unknown as { axe: typeof axe };
        const { violations, passes } = await own.run(document, { resultTypes: ['violations'] });
        return { violations, rulesPassed: passes.length };
      }),
    ),
    timeoutMs,
  );
  if (found === undefined) throw new NotVerified(`${tab.url()} did not answer axe-core within ${timeoutMs} ms`);
  // Every page passes some rule; if no rule ran, no violations means nothing.
  if (found.rulesPassed + found.violations.length === 0)
    throw new NotVerified(`axe-core found nothing to look at on ${tab.url()}`);
  return found.violations.map(({ id, help, helpUrl, impact, nodes }) => ({
    rule: id,
    help,
    helpUrl,
    impact: impact ?? 'unknown',
    elements: nodes.map(({ target, html }) => ({ selector: target.join(' '), html })),
  }));
}

/** Judges violations: the serious and critical ones are findings, each with its elements. */
export function judgeViolations(url: string, violations: readonly Violation[]): Finding[] {
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ rule, help, helpUrl, impact, elements }) => ({
      what: `the page violates the accessibility rule ${rule}`,
      expected: help,
      received: `${impact}, ${countWords(elements.length, 'element')}: ${quoteForeign(elements[0]?.html ?? '', 160)}`,
      from: [url, ...elements.slice(0, mostElements).map(({ selector }) => selector)],
      remedy: `See ${helpUrl}`,
    }));
}
