import type { Finding } from '../../support/check/finding.ts';
import type { SignInRedirect } from '../../support/families/isolation/read-sign-in.ts';
import type { Setting } from '../../support/profile/index.ts';

export interface SignInInputs {
  environment: string;
  name: string;
  redirect: SignInRedirect;
  /** The client id that the profile names. */
  declared: Setting | undefined;
  ownOrigins: readonly string[];
  others: readonly { environment: string; redirect: SignInRedirect }[];
}

/** Whether a sign-in uses E's own client, comes back to E, and shares its client with no other environment. */
export function judgeSignIn({ environment, name, redirect, declared, ownOrigins, others }: SignInInputs): Finding[] {
  const { url, provider, clientId, redirectUri } = redirect;
  const findings: Finding[] = [];
  const from = [url, `${provider} (where it leads)`];
  if (clientId === null || clientId === '')
    findings.push({
      what: `the sign-in ${name} of ${environment} has no client id`,
      expected: 'a `client_id`',
      received: clientId === null ? 'none' : 'an empty one',
      from,
    });
  else if (declared !== undefined && clientId !== declared.value)
    findings.push({
      what: `the sign-in ${name} of ${environment} uses another client than the profile`,
      expected: declared.value,
      received: clientId,
      from: [...from, declared.origin],
    });
  const back = redirectUri === null ? null : URL.parse(redirectUri);
  if (back === null || !ownOrigins.includes(back.origin))
    findings.push({
      what: `the sign-in ${name} of ${environment} does not come back to ${environment}`,
      expected: `a \`redirect_uri\` on ${ownOrigins.join(' or ')}`,
      received:
        redirectUri === null
          ? 'none: the provider takes the one that it has registered'
          : redirectUri || 'an empty one',
      from,
    });
  for (const other of others) {
    // One client may be asked at two paths (`/o/oauth2/auth`, `/o/oauth2/v2/auth`): the provider's host tells.
    const isSameProvider = URL.parse(other.redirect.provider)?.host === URL.parse(provider)?.host;
    if (!clientId || other.redirect.clientId !== clientId || !isSameProvider) continue;
    findings.push({
      what: `the sign-in ${name} of ${environment} has the same client as ${other.environment}`,
      expected: 'a separate client at the provider',
      received: `${clientId} in both`,
      from: [`${url} (${environment})`, `${other.redirect.url} (${other.environment})`],
    });
  }
  return findings;
}
