/** Loaded into a gate with `--import`: writes a line of JSON for each request of its threads to the file that RECORD_REQUESTS names. */
import diagnostics from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';

const file = process.env.RECORD_REQUESTS;
const started = new WeakMap();
const now = () => performance.timeOrigin + performance.now();

function write(request) {
  const startMs = started.get(request);
  if (startMs === undefined) return;
  started.delete(request);
  const { method, origin, path } = request;
  appendFileSync(file, `${JSON.stringify({ method, url: `${origin}${path}`, startMs, endMs: now() })}\n`);
}

if (file !== undefined) {
  diagnostics.subscribe('undici:request:create', ({ request }) => started.set(request, now()));
  diagnostics.subscribe('undici:request:trailers', ({ request }) => write(request));
  diagnostics.subscribe('undici:request:error', ({ request }) => write(request));
}
