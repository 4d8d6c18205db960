import { RequestFailure } from '../../http/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { redactedExcerpt } from '../../redaction/redact.ts';
import { badInputs } from './bad-inputs.ts';
import { clientHeaders } from './client-headers.ts';
import { requireWorker } from './read-health.ts';
import { AnyLogs, jsonOf, RecentTraces } from './schema.ts';
import { endpointOf, recentUrl, traceUrl } from './worker-url.ts';

interface BadInputAnswer {
  name: string;
  /** The log is a good one, and whoever posts it has not the token. */
  unauthenticated: boolean;
  /** Undefined where the connection ended instead of an answer. */
  status: number | undefined;
  /** What the answer says for a reason. */
  reason: string | undefined;
  text: string;
  /** How many logs its trace holds afterwards; undefined where the answer tells nothing of it. */
  kept: number | undefined;
  keptText: string;
}

export interface BadInputReading {
  url: string;
  answers: readonly BadInputAnswer[];
  /** Traces of this run's bad input among the recent ones; undefined where there is no such list. */
  recent: readonly string[] | undefined;
}

const recentLimit = 50;

/** Posts everything bad, all at once, and then looks under each of its traces. Nothing that is refused has to be removed. */
export const workerBadInput = defineReading({
  name: 'worker.bad-input',
  effect: 'canary',
  key: (worker: WorkerProfile) => worker.url.url.origin,
  async read(worker, { fetch, read, runId }): Promise<BadInputReading> {
    await requireWorker(worker, read);
    const url = endpointOf(worker, 'log');
    const prefix = `${runId}-bad-`;
    const own = clientHeaders(worker);
    const inputs = badInputs((name) => `${prefix}${name}`, worker.ingestToken !== undefined);
    const posted = await Promise.all(
      inputs.map(async ({ name, body, contentType, stranger }) => {
        const asked = { name, unauthenticated: stranger !== undefined };
        try {
          const headers = { ...(stranger ?? own), ...(contentType !== undefined && { 'content-type': contentType }) };
          const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual' });
          const text = await response.text();
          return { ...asked, status: response.status, reason: reasonOf(text), text: redactedExcerpt(text, 200) };
        } catch (error) {
          if (!(error instanceof RequestFailure) || error.isRefusal) throw error;
          // A server may close the connection on a body that is too large before all of it came (RFC 9110, section 15.5.14).
          return { ...asked, status: undefined, reason: undefined, text: error.message };
        }
      }),
    );
    const list = recentUrl(worker, recentLimit);
    const [recent, ...kept] = await Promise.all([
      list === undefined ? undefined : fetch(list, { headers: own }).then((response) => response.text()),
      ...inputs.map(({ name }) =>
        fetch(traceUrl(worker, `${prefix}${name}`), { headers: own }).then((response) => response.text()),
      ),
    ]);
    const traces = recent === undefined ? undefined : RecentTraces.safeParse(jsonOf(recent)).data?.traces;
    return {
      url,
      answers: posted.map((answer, index) => {
        const text = kept[index] ?? '';
        return {
          ...answer,
          kept: AnyLogs.safeParse(jsonOf(text)).data?.logs.length,
          keptText: redactedExcerpt(text, 120),
        };
      }),
      recent: traces?.map(({ id }) => id).filter((id) => id.startsWith(prefix)),
    };
  },
});

function reasonOf(text: string): string | undefined {
  const body = jsonOf(text);
  if (typeof body !== 'object' || body === null) return undefined;
  const { error, message, title, detail } = body as Record<string, unknown>;
  return [error, message, detail, title].find((each): each is string => typeof each === 'string' && each.trim() !== '');
}
