import { jsonIn } from '../../files/parse-json.ts';
import { RequestFailure } from '../../http/index.ts';
import type { PlatformProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { below } from '../../settings/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import { askPreflight } from '../worker/cors/read-preflight.ts';

export type ServiceProfile = PlatformProfile<'services'>;

/** What a service answers on one path, or why nothing came. */
export type ServiceAnswer =
  | { answers: true; url: string; status: number; headers: Headers; text: string; json: unknown; atMs: number }
  | { answers: false; url: string; received: string };

export interface AnswerInput {
  service: ServiceProfile;
  path: string;
  /** The page that asks, as browsers tell it. */
  origin?: string;
}

/** Asks a service by GET; redirects are answers. */
export const serviceAnswer = defineReading({
  name: 'services.answer',
  effect: 'read',
  key: ({ service, path, origin }: AnswerInput) => JSON.stringify([below(service.url, path).href, origin]),
  async read({ service, path, origin }, { fetch }): Promise<ServiceAnswer> {
    const url = below(service.url, path).href;
    try {
      const response = await fetch(url, { redirect: 'manual', headers: { ...(origin !== undefined && { origin }) } });
      const text = await response.text();
      const { status, headers } = response;
      return { answers: true, url, status, headers, text, json: jsonIn(text), atMs: Date.now() };
    } catch (error) {
      if (error instanceof RequestFailure && !error.isRefusal) return { answers: false, url, received: error.message };
      throw error;
    }
  },
});

/** The paths that pages read. */
export function corsPaths({ corsPath, healthPath }: ServiceProfile): string[] {
  return [corsPath ?? healthPath].flat();
}

/** Asks a service as a browser would before a page sends a request. */
export const servicePreflight = defineReading({
  name: 'services.preflight',
  effect: 'read',
  key: ({ service, path, origin, method }: AnswerInput & { method: string }) =>
    JSON.stringify([below(service.url, path).href, origin, method]),
  read: ({ service, path, origin, method }, { fetch }) =>
    askPreflight(fetch, { url: below(service.url, path).href, origin, method, headers: service.corsHeaders }),
});

/** What came, as a finding shows it. */
export function shownAnswer(answer: ServiceAnswer): string {
  if (!answer.answers) return answer.received;
  const type = answer.headers.get('content-type') ?? 'no content type';
  const location = answer.headers.get('location');
  const to = location === null ? '' : `, to ${location}`;
  return `status ${answer.status}, ${type}${to}: ${quoteForeign(answer.text, 120) || '(empty)'}`;
}
