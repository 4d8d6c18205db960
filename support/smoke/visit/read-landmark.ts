import type { Locator, Page } from '@playwright/test';
import type { Landmark } from '../../profile/index.ts';
import { errorText } from '../../text/error-text.ts';
import { firstLine } from '../../text/one-line.ts';
import { askPage } from './ask-page.ts';
import { unpaintedBecause } from './read-painted.ts';
import { hiddenBy } from './read-visibility.ts';

/** Whether the landmark is visible; if not, what the page shows instead. */
export type LandmarkReading = { isVisible: true } | { isVisible: false; seen: string[] };

/** Reads, without waiting, whether an element of this role and exactly this accessible name is visible on the page. */
export async function readLandmark(
  page: Page,
  { role, name }: Landmark,
  answerTimeoutMs = 3_000,
): Promise<LandmarkReading> {
  try {
    const matches = page.getByRole(role, { name, exact: true }).filter({ visible: true });
    const count = await askPage(page, matches.count(), answerTimeoutMs);
    if (count === undefined) return { isVisible: false, seen: ['nothing (the page does not answer)'] };
    if (count === 0) return { isVisible: false, seen: await readSeen(page, answerTimeoutMs) };
    const unseen = async (match: Locator) => (await hiddenBy(match)) ?? (await unpaintedBecause(match));
    const hidden = await askPage(page, Promise.all((await matches.all()).slice(0, 3).map(unseen)), answerTimeoutMs);
    if (hidden === undefined || hidden.some((reason) => reason === undefined)) return { isVisible: true };
    return { isVisible: false, seen: [`${role} "${name}", which nobody sees because of ${hidden[0]}`] };
  } catch (error) {
    // A page that crashed or was closed shows nothing; that is an answer, and the reason is worth naming.
    const reason = firstLine(errorText(error));
    return { isVisible: false, seen: [`nothing (${reason})`] };
  }
}

async function readSeen(page: Page, answerTimeoutMs: number): Promise<string[]> {
  const snapshot = await page.locator('body').ariaSnapshot({ timeout: answerTimeoutMs });
  const named = snapshot.match(/^ *- (?:main|region|heading|navigation|alert|status|form)\b[^\n]*/gm) ?? [];
  return named.slice(0, 8).map((line) => line.trim().replace(/^- /, '').replace(/:$/, ''));
}
