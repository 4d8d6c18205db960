import { NotVerified } from '../../check/not-verified.ts';
import { jsonIn } from '../../files/parse-json.ts';
import { RequestFailure } from '../../http/index.ts';
import type { PlatformProfile } from '../../profile/index.ts';
import { defineReading, type Read } from '../../reading/index.ts';
import { below } from '../../settings/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';

export type ServiceProfile = PlatformProfile<'services'>;

/** What a service answers on one path, or why nothing came. */
export type ServiceAnswer =
  | { answers: true; url: string; status: number; headers: Headers; text: string; json: unknown }
  | { answers: false; url: string; received: string; isTls: boolean };

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
      const response = await fetch(url, { redirect: 'manual', ...(origin && { headers: { origin } }) });
      const text = await response.text();
      return { answers: true, url, status: response.status, headers: response.headers, text, json: jsonIn(text) };
    } catch (error) {
      if (error instanceof RequestFailure && !error.isRefusal)
        return { answers: false, url, received: error.message, isTls: error.kind === 'tls' };
      throw error;
    }
  },
});

/** What came, as a finding shows it. */
export function shownAnswer(answer: ServiceAnswer): string {
  if (!answer.answers) return answer.received;
  const type = answer.headers.get('content-type') ?? 'no content type';
  const location = answer.headers.get('location');
  return `status ${answer.status}, ${type}${location === null ? '' : `, to ${location}`}: ${quoteForeign(answer.text, 120) || '(empty)'}`;
}

/**
 * The health answer of a service that is up, for checks that build on it.
 * @throws NotVerified where it does not answer: `services/healthy` says so, and once is enough
 */
export async function requireService(service: ServiceProfile, read: Read) {
  const answer = await read(serviceAnswer, { service, path: service.health.path });
  if (answer.answers && answer.status < 300) return answer;
  throw new NotVerified(`${service.called} of ${service.environment} is not up (services/healthy): ${shownAnswer(answer)}`);
}
