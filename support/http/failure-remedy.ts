import type { FailureKind, RequestFailure } from './request-failure.ts';

/** Which failures keep an address from answering anything, whichever path of it is asked for. */
const unanswered: readonly FailureKind[] = [
  'host-not-found',
  'connection-refused',
  'connection-lost',
  'tls',
  'deadline',
  'network',
];

/** Whether a failure says of the whole address that it does not answer. */
export function isUnanswered(kind: FailureKind): boolean {
  return unanswered.includes(kind);
}

/**
 * What puts a failed request right: each kind of failure has its own, and this is the only place that words them.
 */
export function failureRemedy({ kind, url, seen }: Pick<RequestFailure, 'kind' | 'url' | 'seen'>): string | undefined {
  const host = URL.parse(url)?.host ?? url;
  const remedies: Partial<Record<FailureKind, string>> = {
    'connection-refused': `Start or redeploy what serves ${host}, or correct its address: nothing accepts connections there.`,
    'host-not-found': `Correct the name ${host} where the address comes from, or add its DNS record: the name does not resolve.`,
    'connection-lost': `Look at the logs of ${host}: it accepts the connection and breaks off before the response is complete.`,
    tls: tlsRemedy(host, seen),
    deadline: `Look whether ${host} answers at all (a firewall that drops packets looks like this); where it is only far away, raise \`limits.checkMs\`.`,
    'malformed-answer': `Look at what serves ${host}: its answer is not valid HTTP.`,
    'body-too-large': 'Raise `limits.bodyBytes` in the deployment config if an answer of this size is right.',
    'redirected-away':
      'Correct the address, so that it needs no redirect, or add the target to the profile if it belongs to this environment.',
    'no-network': 'Run where the deployment can be reached: this machine resolves no name at all.',
    'run-over': 'Raise `limits.runMs` in the deployment config, or find out what takes so long.',
  };
  return remedies[kind];
}

/** A certificate that was shown, and is not trusted; a port that speaks no TLS; a handshake that ended before a certificate was shown. */
function tlsRemedy(host: string, seen: string): string {
  if (!seen.startsWith('the TLS handshake failed'))
    return `Renew or correct the certificate of ${host}; of a private authority, name its file in \`ca\` of the platform.`;
  if (/WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST/.test(seen))
    return `Serve TLS at ${host}, or correct its address: what answers there speaks no TLS.`;
  return `Look at the TLS settings of ${host}: the handshake ended before a certificate was accepted. Cloudflare ends it like this for a name that no certificate of the zone covers.`;
}

/**
 * What puts a response of this status right; undefined where the status alone does not tell. 520 to 530 are Cloudflare's own, for a
 * service that it got no response from.
 * Source: developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
 */
export function statusRemedy(status: number): string | undefined {
  if (status === 401 || status === 403)
    return 'The request was refused: give the runner what it needs (`headers`, `access` or `basicAuth` of the platform in the deployment config), or change the rule that refuses it.';
  if (status === 429) return 'The request was rate-limited: exempt this runner from the limit, or run again later.';
  if (status >= 520 && status <= 530)
    return `Cloudflare answered in place of the service: look up status ${status}, and the error code in the body, in its documentation of 5xx errors.`;
  return undefined;
}
