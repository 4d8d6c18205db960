import { stripVTControlCharacters } from 'node:util';
import type { Page } from '@playwright/test';
import type { Finding } from '../check/finding.ts';
import { errorText } from '../text/error-text.ts';
import { homesOf, judgeConnections } from './judge/judge-connections.ts';
import { judgeFailedRequests } from './judge/judge-failed-requests.ts';
import { judgePageErrors } from './judge/judge-page-errors.ts';
import { smokeCheck } from './smoke-check.ts';
import type { SmokeContext, SmokeDefinition } from './smoke-definition.ts';
import { settlePage } from './visit/settle-page.ts';
import { watchPage } from './watch/watch-page.ts';

/** What the steps of a team's journey receive: a tab on the site, and the profile. */
export interface JourneyContext extends Omit<SmokeContext, 'count'> {
  page: Page;
}

export interface JourneyDefinition extends Omit<SmokeDefinition, 'verify' | 'severity'> {
  severity?: SmokeDefinition['severity'];
  /** The path where it starts. */
  path: string;
  /** Whether it starts as a signed-in visitor. */
  signedIn?: boolean;
  /** The steps, in Playwright's API. A step that throws is a finding. */
  steps: (context: JourneyContext) => Promise<unknown>;
}

/** Declares a team's own journey. Its steps run in a watched tab, so errors and failed requests along the way are findings too. */
export function journey({ path, signedIn, steps, ...definition }: JourneyDefinition): void {
  smokeCheck({
    severity: 'critical',
    ...definition,
    async verify({ count, ...context }) {
      const { smoke, profile } = context;
      const storageState = signedIn ? (await context.signIn()).storageState : undefined;
      const page = await context.openTab({ baseURL: smoke.url.url.origin, ...(storageState && { storageState }) });
      page.setDefaultTimeout(smoke.settleWithinMs);
      const watch = watchPage(page);
      const url = new URL(path, smoke.url.url.origin).href;
      const broken: Finding[] = [];
      try {
        await page.goto(url);
        await steps({ ...context, page });
        await settlePage(page, watch, { timeoutMs: smoke.settleWithinMs });
      } catch (error) {
        broken.push({
          what: 'a step of the journey failed',
          expected: 'every step succeeds',
          received: plain(errorText(error)),
          from: [page.url()],
        });
      }
      count('requests of the browser', watch.connections.size);
      return [
        ...broken,
        ...judgePageErrors(watch.events, smoke),
        ...judgeFailedRequests(watch.events, { status: 200 }, smoke),
        ...judgeConnections(
          { url, watch },
          homesOf(profile),
          new Map(profile.others.flatMap((other) => [...homesOf(other)])),
        ),
      ];
    },
  });
}

/** Playwright's messages contain terminal colours. */
function plain(message: string): string {
  return stripVTControlCharacters(message).split('\n').slice(0, 6).join('\n');
}
