import { z } from 'zod';
import type { ZipEntry } from '../../redaction/zip-entries.ts';

/** The fields of a request in a trace that point to its bodies; all others are kept as they are. */
const Body = z.looseObject({ _file: z.string().optional(), _sha1: z.string().optional() });
const Recorded = z.object({
  type: z.literal('resource-snapshot'),
  snapshot: z.looseObject({
    request: z.looseObject({ postData: Body.optional() }),
    response: z.looseObject({ content: Body }),
  }),
});
type Recorded = z.infer<typeof Recorded>;

/**
 * The requests of a trace as an HTTP archive, with their text bodies. It is made from a redacted trace, so it contains nothing
 * that is not redacted.
 * Source: the HAR 1.2 specification, which the lines of Playwright's `trace.network` follow.
 */
export function harOfTrace(entries: readonly ZipEntry[]): string {
  const texts = new Map(entries.map(({ name, content }) => [name, content]));
  const requests = recordedRequests(entries);
  const log = {
    version: '1.2',
    creator: { name: 'Airlock', version: '1' },
    pages: [],
    entries: requests.map((each) => withBodies(each, texts)),
  };
  return `${JSON.stringify({ log }, null, 1)}\n`;
}

/** The requests that a trace has recorded. */
export function recordedRequests(entries: readonly ZipEntry[]): Recorded['snapshot'][] {
  return entries
    .filter(({ name }) => name.endsWith('.network'))
    .flatMap(({ content }) => content.toString('utf8').split('\n'))
    .flatMap((line) => (line === '' ? [] : (Recorded.safeParse(JSON.parse(line)).data?.snapshot ?? [])));
}

function withBodies({ request, response, ...rest }: Recorded['snapshot'], texts: ReadonlyMap<string, Buffer>) {
  const { postData } = request;
  return {
    ...rest,
    request: { ...request, ...(postData && { postData: withText(postData, texts) }) },
    response: { ...response, content: withText(response.content, texts) },
  };
}

function withText(body: z.infer<typeof Body>, texts: ReadonlyMap<string, Buffer>) {
  const { _file, _sha1, ...shown } = body;
  const name = _file ?? (_sha1 === undefined ? undefined : `resources/${_sha1}`);
  const content = name === undefined ? undefined : texts.get(name);
  // A picture is in the trace; here it would only be base64.
  return content === undefined || content.includes(0) ? shown : { ...shown, text: content.toString('utf8') };
}
