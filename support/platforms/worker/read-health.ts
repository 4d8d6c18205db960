import { NotVerified } from '../../check/not-verified.ts';
import { jsonIn } from '../../files/parse-json.ts';
import { RequestFailure } from '../../http/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading, type Read, type ReadingContext } from '../../reading/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import { duplicateKey } from './health/duplicate-key.ts';
import { componentsIn, statusIn } from './health/health-status.ts';
import { soundOf, soundOfSentence, wordOfPage } from './health/health-words.ts';
import type { Health } from './schema.ts';
import { endpointOf } from './worker-url.ts';

/** What `/health` says, or why it could not be read as a health answer. */
export type HealthReading =
  | {
      answers: true;
      url: string;
      status: number;
      headers: Headers;
      health: Health;
      /** When it came, by this machine's clock. */
      atMs?: number;
      /** A key that stands twice in one object. */
      twice?: string;
    }
  | { answers: false; url: string; expected: string; received: string };

/** A text past this is a page or a log. */
const longestText = 500;

type HealthSection = Pick<WorkerProfile, 'health'>;

/** Asks the Worker how it is: `GET /health`. An answer of 503 is an answer too. */
export const workerHealth = defineReading({
  name: 'worker.health',
  effect: 'read',
  key: (worker: WorkerProfile) => endpointOf(worker, 'health'),
  async read(worker, { fetch }): Promise<HealthReading> {
    return readHealthAnswer(endpointOf(worker, 'health'), worker, fetch);
  },
});

/** The same, of anything that tells its health as a Worker does. */
export async function readHealthAnswer(
  url: string,
  section: HealthSection,
  fetch: ReadingContext['fetch'],
): Promise<HealthReading> {
  const { status: path } = section.health;
  const expected = `a health answer: ${path === undefined ? 'a status, as JSON or as text' : `JSON with a \`${path}\``}`;
  try {
    const response = await fetch(url, { redirect: 'manual', headers: { 'cache-control': 'no-cache' } });
    const { status, headers } = response;
    const text = await response.text();
    const health = healthOf(text, status, section);
    const twice = duplicateKey(text);
    if (health !== undefined)
      return { answers: true, url, status, headers, health, atMs: Date.now(), ...(twice !== undefined && { twice }) };
    const type = headers.get('content-type') ?? 'no content type';
    const to = headers.has('location') ? `, to ${headers.get('location')}` : '';
    return {
      answers: false,
      url,
      expected,
      received: `status ${status}, ${type}${to}: ${quoteForeign(text, 120) || '(empty)'}`,
    };
  } catch (error) {
    if (error instanceof RequestFailure && !error.isRefusal)
      return { answers: false, url, expected, received: error.message };
    throw error;
  }
}

/** The answer as a value; undefined where it tells nothing of health. A success without a word is one. */
function healthOf(text: string, status: number, worker: HealthSection): Health | undefined {
  const isSuccess = status >= 200 && status <= 299;
  const isNamed = worker.health.status !== undefined;
  if (text.trim() === '') return isSuccess && !isNamed ? '' : undefined;
  const json = jsonIn(text);
  if (json === undefined) {
    return isNamed ? undefined : textOf(text, worker);
  }
  if (statusIn(json, worker) !== undefined) return json as Health;
  const tells = componentsIn(json, worker).some(
    ({ word, isIll }) => isIll || (word !== undefined && soundOf(word) === 'well'),
  );
  return tells && !isNamed ? (json as Health) : undefined;
}

/** A few words that are not a document: the line that tells, and one that is ill before one that is well. */
function textOf(text: string, { health: { healthy } }: HealthSection): string | undefined {
  const said = text.trim();
  if (healthy?.some((word) => String(word) === said)) return said;
  if (said.startsWith('<')) return wordOfPage(said);
  if (said.length > longestText) return undefined;
  const lines = said.split('\n').map((line) => ({ line: line.trim(), sound: soundOfSentence(line) }));
  return (lines.find(({ sound }) => sound === 'ill') ?? lines.findLast(({ sound }) => sound === 'well'))?.line;
}

/**
 * For checks that build on a Worker that answers.
 * @throws NotVerified where nothing answers as one: `worker/healthy` says so, and once is enough
 */
export async function requireWorker(
  worker: WorkerProfile,
  read: Read,
): Promise<Extract<HealthReading, { answers: true }>> {
  const reading = await read(workerHealth, worker);
  if (reading.answers) return reading;
  throw new NotVerified(`no health response from the Worker (worker/healthy): ${reading.received}`);
}
