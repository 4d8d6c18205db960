import type { BrowserContext, Page } from '@playwright/test';
import { NotVerified } from '../../check/not-verified.ts';
import type { SmokeProfile } from '../../profile/index.ts';
import { registerStored } from '../evidence/watch-credentials.ts';
import { type PageWatch, watchPage } from '../watch/watch-page.ts';
import { askPage } from './ask-page.ts';
import { type LandmarkReading, readLandmark } from './read-landmark.ts';
import { settlePage } from './settle-page.ts';

/** How the sign-in ended. What the browser stored stays in memory and is never written. */
export interface SignInReading {
  url: string;
  landmark: LandmarkReading;
  /** The step that failed because its field or button is missing. */
  stuck?: string;
  watch: PageWatch;
  storageState: Awaited<ReturnType<BrowserContext['storageState']>>;
}

/**
 * Signs in as the profile describes, and reads what the page shows afterwards.
 * @throws MissingInput if a credential is missing, NotVerified if the profile has no sign-in
 */
export async function signIn(tab: Page, smoke: SmokeProfile): Promise<SignInReading> {
  const { signIn: journey, settleWithinMs } = smoke;
  if (!journey)
    throw new NotVerified(
      'a page needs a signed-in visitor, and `platforms.smoke.signIn` is not set',
      'Set platforms.smoke.signIn in the deployment config.',
    );
  // Before anything is opened: without a credential there is nothing to try.
  const fields = journey.fields.map(({ label, value }) => ({ label, text: value.value }));
  const url = new URL(journey.path, smoke.url.url.origin).href;
  const watch = watchPage(tab);
  const stuck = await takeSteps(tab, url, { fields, submit: journey.submit, timeoutMs: settleWithinMs });
  await settlePage(tab, watch, { timeoutMs: settleWithinMs });
  const shown = tab.getByRole(journey.landmark.role, { name: journey.landmark.name, exact: true }).first();
  if (stuck === undefined)
    await askPage(
      tab,
      shown.waitFor({ timeout: mostStepMs }).catch(() => undefined),
      settleWithinMs,
    );
  const landmark = await readLandmark(tab, journey.landmark);
  await registerStored(tab.context());
  return {
    url,
    landmark,
    watch,
    storageState: await tab.context().storageState(),
    ...(stuck !== undefined && { stuck }),
  };
}

interface Steps {
  fields: readonly { label: string; text: string }[];
  submit: string;
  timeoutMs: number;
}

/** A step that is not taken after this time will not be, however busy the machine is. */
const mostStepMs = 90_000;

/**
 * Takes the steps. On a busy machine each has as many turns as it would have had in its time on a quiet one.
 * @returns the step that failed, without the value to be filled in
 */
async function takeSteps(tab: Page, url: string, { fields, submit, timeoutMs }: Steps): Promise<string | undefined> {
  const timeout = mostStepMs;
  const steps: [name: string, take: () => Promise<unknown>][] = [
    ['open the page', () => tab.goto(url, { timeout })],
    ...fields.map(({ label, text }): [string, () => Promise<unknown>] => [
      `fill in the field "${label}"`,
      () => tab.getByLabel(label, { exact: true }).fill(text, { timeout }),
    ]),
    [`press the button "${submit}"`, () => tab.getByRole('button', { name: submit, exact: true }).click({ timeout })],
  ];
  for (const [name, take] of steps) {
    const stepMs = name === 'open the page' ? timeoutMs : Math.min(timeoutMs, 5_000);
    const isTaken = take().then(
      () => true,
      () => false,
    );
    if ((await askPage(tab, isTaken, stepMs)) !== true) return name;
  }
  return undefined;
}
