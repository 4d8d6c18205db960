import { NotVerified } from '../../check/not-verified.ts';
import { defineReading, type Read } from '../../reading/index.ts';
import { below } from '../../settings/index.ts';
import { type HealthReading, readHealthAnswer } from '../worker/read-health.ts';
import type { ServiceProfile } from './read-answer.ts';

/** Asks a service how it is. An answer of 503 is an answer too. */
export const serviceHealth = defineReading({
  name: 'services.health',
  effect: 'read',
  key: (service: ServiceProfile) => below(service.url, service.healthPath).href,
  read: (service, { fetch }) => readHealthAnswer(below(service.url, service.healthPath).href, service, fetch),
});

/**
 * The health answer of a service that is up, for checks that build on it: a service that is down keeps every route closed, and so
 * does a proxy that answers everything with 403 or 404.
 * @throws NotVerified where it does not answer: `services/healthy` says so, and once is enough
 */
export async function requireService(
  service: ServiceProfile,
  read: Read,
): Promise<Extract<HealthReading, { answers: true }>> {
  const reading = await read(serviceHealth, service);
  if (reading.answers && reading.status >= 200 && reading.status <= 299) return reading;
  const received = reading.answers ? `status ${reading.status}` : reading.received;
  throw new NotVerified(`${service.called} of ${service.environment} is not up (services/healthy): ${received}`);
}
