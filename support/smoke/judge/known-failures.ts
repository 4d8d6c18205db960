import type { ExpectedFailure, ThirdParty } from '../../profile/index.ts';

/** What may fail, according to the profile. */
export interface Known {
  expectedFailures?: readonly ExpectedFailure[] | undefined;
  thirdParties?: readonly ThirdParty[] | undefined;
}

/** Whether a request may fail: by its address and status, or because its host belongs to a third party. */
export function isKnownRequest(
  { expectedFailures = [], thirdParties = [] }: Known,
  url: string,
  status?: number,
): boolean {
  return (
    expectedFailures.some(
      (known) => url.startsWith(known.urlPrefix) && (known.status === undefined || known.status === status),
    ) || isKnownScript({ thirdParties }, url)
  );
}

/** Whether an address belongs to a third party that may fail. */
export function isKnownScript({ thirdParties = [] }: Known, url: string | undefined): boolean {
  return (
    url !== undefined &&
    URL.canParse(url) &&
    thirdParties.some(({ origin, mayFail }) => mayFail && origin === new URL(url).origin)
  );
}
