import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { type ServiceAnswer, type ServiceProfile, shownAnswer } from '../../support/platforms/services/read-answer.ts';
import {
  type CorsAnswers,
  type JudgedOrigin,
  judgeAllowed,
  judgeOpen,
  judgeRefused,
} from '../../support/platforms/worker/cors/judge-cors.ts';
import { stranger } from '../../support/platforms/worker/cors/listed-origins.ts';
import { lookAlikes } from '../../support/platforms/worker/cors/look-alikes.ts';
import type { Profile } from '../../support/profile/index.ts';

/** The origins of one service's list, and those that must not read its answers. */
export interface ServiceOrigins {
  service: ServiceProfile;
  allowed: JudgedOrigin[];
  refused: JudgedOrigin[];
  isOpen: boolean;
}

/** What is asked of one service: its own list, the lists of its namesakes elsewhere, strangers and look-alikes. */
export function originsOfService(service: ServiceProfile, others: readonly Profile[]): ServiceOrigins {
  const own = listed(service);
  const asked = (origin: string, who: string): JudgedOrigin => ({
    worker: { environment: service.environment, corsHeaders: [] },
    origin,
    who,
    from: service.allowedOrigins?.origin ?? service.place,
    ...(!/^https?:\/\/[^/,\s]+$/.test(origin) && origin !== 'null' && { isMisfit: true }),
  });
  if (own.includes('*'))
    return { service, allowed: [], refused: [asked(stranger, 'an origin that nobody knows')], isOpen: true };
  const foreign = others.flatMap((other) =>
    other.services
      .filter(({ name }) => name === service.name)
      .flatMap((there) => listed(there).map((origin) => asked(origin, `an origin of ${other.environment}`))),
  );
  const alike = own
    .filter((origin) => URL.canParse(origin))
    .flatMap((origin) => lookAlikes(origin).map(([each, who]) => asked(each, who)));
  const strangers = [asked(stranger, 'an origin that nobody knows'), asked('null', 'the opaque origin `null`')];
  return {
    service,
    allowed: own.map((origin) => asked(origin, `an origin of ${service.environment}`)),
    refused: [...foreign, ...strangers, ...alike].filter(({ origin }) => origin !== '*' && !own.includes(origin ?? '')),
    isOpen: false,
  };
}

function listed({ allowedOrigins }: ServiceProfile): string[] {
  if (!allowedOrigins?.isSet) return [];
  return allowedOrigins.value
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
}

/** The answers of one origin, by the judgement of Workers. @param unasked what is answered where no origin asks */
export function judgeOrigin(
  subject: JudgedOrigin,
  { allowed, isOpen }: Pick<ServiceOrigins, 'allowed' | 'isOpen'>,
  answer: ServiceAnswer,
  unasked: ServiceAnswer,
): Finding[] {
  const asked = corsOf(answer);
  if (isOpen) return judgeOpen(subject, asked);
  const found = allowed.includes(subject)
    ? judgeAllowed(subject, asked, corsOf(unasked))
    : judgeRefused(subject, asked);
  // Their remedies speak of a Worker's settings.
  return found.map(({ remedy: _, ...finding }) => finding);
}

/** @throws NotVerified where the service does not answer, or breaks */
function corsOf(answer: ServiceAnswer): CorsAnswers {
  if (!answer.answers || answer.status >= 500) throw new NotVerified(`no answer to judge: ${shownAnswer(answer)}`);
  const { url, status, headers } = answer;
  const read = (name: string) => headers.get(name);
  return {
    preflights: [],
    actual: {
      url,
      status,
      allowOrigin: read('access-control-allow-origin'),
      allowCredentials: read('access-control-allow-credentials'),
      vary: read('vary'),
    },
  };
}
