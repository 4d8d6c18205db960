import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { withinTime } from '../watch/within-time.ts';

const turnMs = 50;

/**
 * What a question to a page comes to; `undefined` if the page does not answer.
 *
 * A page that is busy and a machine that is busy look the same from outside. So a page counts as not answering only after an
 * empty page of the same browser has had as many turns as fit into `answerTimeoutMs`: a slow machine gives both more time.
 */
export async function askPage<Value>(
  page: Page,
  question: Promise<Value>,
  answerTimeoutMs: number,
): Promise<Value | undefined> {
  const answer = question.then((value) => ({ value }));
  const first = await withinTime(answer, answerTimeoutMs);
  if (first) return first.value;
  const turns = turnsOfEmptyPage(page, Math.ceil(answerTimeoutMs / turnMs));
  return (await Promise.race([answer, turns]))?.value;
}

/** Resolves once an empty page has run this many turns. */
async function turnsOfEmptyPage(page: Page, turns: number): Promise<undefined> {
  const context = await page.context().browser()?.newContext();
  if (!context) return void (await delay(turns * turnMs));
  try {
    const empty = await context.newPage();
    await empty.evaluate(
      async ([count, eachMs]) => {
        for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setTimeout(resolve, eachMs));
      },
      [turns, turnMs] as const,
    );
  } finally {
    await context.close();
  }
}
