import { NotApplicable } from '../../check/not-applicable.ts';
import { NotVerified } from '../../check/not-verified.ts';
import { countWords } from '../../text/count-words.ts';

export interface PagesWithoutCalls {
  /** The origins that each page connected to, as they were seen. */
  connected: readonly ReadonlySet<string>[];
  /** The backends of the site that was opened. */
  backends: readonly { origin: string; isCalledByBrowser: boolean }[];
}

/**
 * What follows from pages that called no function. That nothing was called says something only where what the pages did was seen: a page that
 * connected to nothing was not watched, and one that connected to the backend called something that was not read.
 */
export function whyNoCalls({ connected, backends }: PagesWithoutCalls): NotApplicable | NotVerified {
  const unseen = connected.filter(({ size }) => size === 0).length;
  if (unseen > 0 || connected.length === 0)
    return new NotVerified(`no request of ${countWords(unseen, 'page')} was seen, so its calls are not known`);

  const reached = backends.find(({ origin }) => connected.some((origins) => origins.has(origin)));
  if (reached)
    return new NotVerified(`a page connected to ${reached.origin}, and no call of a Convex function was read there`);

  if (backends.some(({ isCalledByBrowser }) => isCalledByBrowser))
    return new NotVerified(
      'no page called a Convex function',
      'Add a page that shows data to platforms.smoke.pages; or set platforms.convex.liveSite to false, if the site does not call Convex from the browser.',
    );
  const pages = countWords(connected.length, 'page');
  return new NotApplicable(
    backends.length === 0
      ? `the config names no Convex backend of this site, and none of ${pages} called a function`
      : `\`platforms.convex.liveSite\` is false, and none of ${pages} connected to the backend`,
  );
}
