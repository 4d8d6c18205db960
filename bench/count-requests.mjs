/** Loaded into a gate with `--import`: writes a line for each request of its threads to the file that COUNT_REQUESTS names. */
import diagnostics from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';

const file = process.env.COUNT_REQUESTS;
if (file !== undefined)
  diagnostics.subscribe('undici:request:create', ({ request }) =>
    appendFileSync(file, `${request.method} ${request.origin}${request.path}\n`),
  );
