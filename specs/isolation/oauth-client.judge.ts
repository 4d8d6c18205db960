import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import type { SignInRedirect } from '../../support/families/isolation/read-sign-in.ts';
import type { Setting } from '../../support/profile/index.ts';

export interface SignInInputs {
  environment: string;
  name: string;
  redirect: SignInRedirect;
  /** The client id that the profile names. */
  declared: Setting | undefined;
  ownOrigins: readonly string[];
  /** What the sign-in of other environments asks for. */
  others: readonly { environment: string; redirect: SignInRedirect }[];
  /** The client ids that the profile names for other environments. */
  declaredOthers: readonly { environment: string; clientId: Setting }[];
}

/**
 * Whether a sign-in uses E's own client, comes back to E, and shares its client with no other environment.
 * @throws NotVerified where its address does not say the whole request, and what it says is right
 */
export function judgeSignIn(inputs: SignInInputs): Finding[] {
  const { redirect, environment, name } = inputs;
  const { clientIds, redirectUris, isElsewhere } = redirect.parameters;
  const isOpen = isElsewhere && (clientIds.every((id) => id === '') || redirectUris.length === 0);
  const client = isElsewhere && clientIds.length === 0 ? [] : judgeClient(inputs);
  const wayBack = isElsewhere && redirectUris.length === 0 ? [] : judgeWayBack(inputs);
  const findings = [...judgeRequest(inputs), ...client, ...wayBack, ...judgeOthers(inputs)];
  if (findings.length === 0 && isOpen)
    throw new NotVerified(
      `the sign-in ${name} of ${environment} hands its request to the provider beforehand (\`request_uri\` or \`request\`), so where it comes back to is not in its address: ${placesOf(redirect)[1]}`,
      'List the check in `optional`, or let the sign-in write `client_id` and `redirect_uri` into the address too.',
    );
  return findings;
}

/** One value of each parameter, in the query, encoded once: of several, providers take different ones. */
function judgeRequest({ environment, name, redirect }: SignInInputs): Finding[] {
  const { repeated, onlyInFragment, encodedTwice } = redirect.parameters;
  const finding = (what: string, expected: string, received: string): Finding => ({
    what: `the sign-in ${name} of ${environment} ${what}`,
    expected,
    received,
    from: placesOf(redirect),
  });
  const { clientIds, redirectUris } = redirect.parameters;
  const shown: Record<string, readonly string[]> = { client_id: clientIds, redirect_uri: redirectUris };
  return [
    ...repeated.map((parameter) =>
      finding(
        `repeats \`${parameter}\`, and providers differ in which of them they take`,
        'each parameter once (RFC 6749, section 3.1)',
        shown[parameter]?.join(' and ') ?? 'several values',
      ),
    ),
    ...onlyInFragment.map((parameter) =>
      finding(
        `has \`${parameter}\` behind a \`#\`, which no browser sends to the provider`,
        'the parameter in the query',
        shown[parameter]?.join(' and ') ?? 'a value',
      ),
    ),
    ...encodedTwice.map((parameter) =>
      finding(
        `encodes \`${parameter}\` twice`,
        'a value that is percent-encoded once',
        shown[parameter]?.join(' and ') ?? 'a value',
      ),
    ),
  ];
}

function judgeClient({ environment, name, redirect, declared }: SignInInputs): Finding[] {
  const { clientIds } = redirect.parameters;
  const present = clientIds.filter((id) => id !== '');
  if (present.length === 0)
    return [
      {
        what: `the sign-in ${name} of ${environment} has no client id`,
        expected: 'a `client_id`',
        received: clientIds.length === 0 ? 'none' : 'an empty one',
        from: placesOf(redirect),
      },
    ];
  if (declared === undefined) return [];
  return present
    .filter((id) => id !== declared.value)
    .map((id) => ({
      what: `the sign-in ${name} of ${environment} uses another client than the profile`,
      expected: declared.value,
      received: id,
      from: [...placesOf(redirect), declared.origin],
    }));
}

function judgeWayBack({ environment, name, redirect, ownOrigins }: SignInInputs): Finding[] {
  const { redirectUris } = redirect.parameters;
  const finding = (received: string): Finding => ({
    what: `the sign-in ${name} of ${environment} does not come back to ${environment}`,
    expected: `a \`redirect_uri\` on ${ownOrigins.join(' or ')}`,
    received,
    from: placesOf(redirect),
  });
  if (redirectUris.length === 0) return [finding('none: the provider takes the one that it has registered')];
  return redirectUris
    .filter((address) => !ownOrigins.includes(URL.parse(address)?.origin ?? ''))
    .map((address) => finding(address || 'an empty one'));
}

/** One client may be asked at two paths (`/o/oauth2/auth`, `/o/oauth2/v2/auth`): the provider's host tells. */
function judgeOthers({ environment, name, redirect, others, declaredOthers }: SignInInputs): Finding[] {
  const own = new Set(redirect.parameters.clientIds.filter((id) => id !== ''));
  const host = URL.parse(redirect.provider)?.host;
  const seen = others.flatMap((other) =>
    URL.parse(other.redirect.provider)?.host === host
      ? other.redirect.parameters.clientIds.map((id) => ({ id, other: other.environment, from: other.redirect.url }))
      : [],
  );
  const declared = declaredOthers.flatMap(({ environment: other, clientId }) =>
    clientId.isSet ? [{ id: clientId.value, other, from: clientId.origin }] : [],
  );
  const shared = [...seen, ...declared].filter(({ id }) => own.has(id));
  return [...Map.groupBy(shared, ({ id, other }) => `${other} ${id}`).values()].map(([first, ...more]) => ({
    what: `the sign-in ${name} of ${environment} has the same client as ${first?.other}`,
    expected: 'a separate client at the provider',
    received: `${first?.id} in both`,
    from: [`${redirect.url} (${environment})`, ...[first, ...more].map((each) => `${each?.from} (${each?.other})`)],
  }));
}

function placesOf({ url, provider }: SignInRedirect): string[] {
  return [url, `${provider} (where it leads)`];
}
