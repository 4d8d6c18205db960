import { z } from 'zod';
import type { ZipEntry } from '../../redaction/zip-entries.ts';
import { recordedRequests } from './har-of-trace.ts';
import { registerHeader, registerStoredValue } from './watch-credentials.ts';

const Headers = z.object({ headers: z.array(z.object({ name: z.string(), value: z.string() })) });

/** Headers that contain credentials, except cookies. */
const credentialHeader = /^(?:proxy-)?authorization$|(?:^|-)auth(?:-|$)|api-?key|token|secret|password|jwt/i;

/**
 * Registers the credentials of every recorded request: a cookie that was replaced or deleted is no longer in storage, and may
 * still appear in a response, a message or the page.
 * @param entries the files of the raw trace
 */
export function registerRecorded(entries: readonly ZipEntry[]): void {
  for (const { request, response } of recordedRequests(entries))
    for (const { name, value } of [...headersOf(request), ...headersOf(response)]) {
      if (/^set-cookie$/i.test(name)) for (const line of value.split('\n')) registerPair(line.split(';')[0] ?? '');
      else if (/^cookie$/i.test(name)) for (const pair of value.split(';')) registerPair(pair.trim());
      else if (credentialHeader.test(name)) registerHeader(name, value);
    }
}

function headersOf(message: unknown) {
  return Headers.safeParse(message).data?.headers ?? [];
}

/** `name=value`, as RFC 6265 has it in both headers. */
function registerPair(pair: string): void {
  const at = pair.indexOf('=');
  registerStoredValue(`cookie ${pair.slice(0, Math.max(at, 0))}`, pair.slice(at + 1).replace(/^"(.*)"$/, '$1'));
}
