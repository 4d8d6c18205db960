import type { Front } from './front/front.ts';
import { RequestFailure } from './request-failure.ts';

/** The failure of a request that something in front of the service answered. @param missing credentials that have no value in this run */
export function interceptedBy(
  front: Front,
  method: string,
  url: string,
  missing: readonly string[] = [],
): RequestFailure {
  const without =
    missing.length === 0
      ? ''
      : `; ${missing.join(' and ')} ${missing.length === 1 ? 'has' : 'have'} no value in this run`;
  const enable =
    missing.length === 0
      ? front.enable
      : `Give ${missing.join(' and ')} a value. A pull request from a fork gets no secrets: there nothing behind a login can be verified.`;
  return new RequestFailure(
    'intercepted',
    method,
    url,
    `the service was not reached: ${front.what} answered in its place${without}`,
    enable,
  );
}
