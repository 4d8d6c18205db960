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
import {
  isOpen,
  type ListedOrigin,
  listedOrigins,
  stranger,
} from '../../support/platforms/worker/cors/listed-origins.ts';
import { strangersTo } from '../../support/platforms/worker/cors/look-alikes.ts';
import type { Preflight } from '../../support/platforms/worker/cors/read-preflight.ts';
import type { PagesProfile, Profile } from '../../support/profile/index.ts';

/** The origins of one service's list, and those that must not read its answers. */
export interface ServiceOrigins {
  service: ServiceProfile;
  allowed: JudgedOrigin[];
  refused: JudgedOrigin[];
  isOpen: boolean;
  /** How many more look-alikes there are than are tried. */
  untried: number;
}

/** What of a profile decides which origins are asked. */
export type OriginsAround = Pick<Profile, 'class' | 'environment' | 'sites' | 'others'>;

/** What is asked of one service: its own list, the lists and sites of other environments, strangers and look-alikes. */
export function originsOfService(service: ServiceProfile, profile: OriginsAround): ServiceOrigins {
  const listed = service.allowedOrigins?.isSet ? (listedOrigins(service) ?? []) : [];
  const from = service.allowedOrigins?.origin ?? service.place;
  const asked = (origin: string | undefined, who: string): JudgedOrigin => ({
    worker: { environment: service.environment, corsHeaders: service.corsHeaders },
    origin,
    who,
    from,
  });
  if (isOpen(listed))
    return {
      service,
      allowed: [],
      refused: [asked(stranger, 'an origin that nobody knows')],
      isOpen: true,
      untried: 0,
    };

  const allowed = listed.map((each) => listedOrigin(each, asked, profile));
  const letIn = allowed.filter(({ ownedBy, isMisfit }) => ownedBy === undefined && !isMisfit);
  const patterns = listed.filter(({ isPattern }) => isPattern).map(({ entry }) => entry);
  const { tried, untried } = strangersTo(
    letIn.flatMap(({ origin }) => origin ?? []),
    patterns,
    profile.class,
  );
  const refused = [
    ...profile.others.flatMap((other) =>
      originsThere(other, service).map((origin) => asked(origin, `an origin of ${other.environment}`)),
    ),
    asked(stranger, 'an origin that nobody knows'),
    asked('null', 'the opaque origin `null`'),
    asked(undefined, 'a request without an origin'),
    ...tried.map(([origin, who]) => asked(origin, who)),
  ];
  const own = new Set(letIn.map(({ origin }) => origin));
  const unique = new Map(refused.toReversed().map((each) => [each.origin, each]));
  return {
    service,
    allowed,
    refused: [...unique.values()].reverse().filter(({ origin }) => !own.has(origin)),
    isOpen: false,
    untried,
  };
}

/** One entry of the list, and what it promises. */
function listedOrigin(
  { entry, origin, isPattern }: ListedOrigin,
  asked: (origin: string, who: string) => JudgedOrigin,
  { environment, sites, others }: OriginsAround,
): JudgedOrigin {
  if (origin === undefined) return { ...asked(entry, `an origin of ${environment}`), isMisfit: true };
  const isOwn = sites.some((site) => originOf(site) === origin);
  const owner = isOwn ? undefined : others.find((other) => other.sites.some((site) => originOf(site) === origin));
  const who = isPattern ? `an origin that fits ${entry}` : `an origin of ${owner?.environment ?? environment}`;
  return {
    ...asked(origin, who),
    ...(owner && { ownedBy: owner.environment }),
    ...(!isPattern && entry !== origin && { heldAs: entry }),
  };
}

/** The origins of another environment: its sites, and the list of the same service there. */
function originsThere(other: Profile, { name }: ServiceProfile): string[] {
  const lists = other.services
    .filter((there) => there.name === name && there.allowedOrigins?.isSet)
    .flatMap((there) => listedOrigins(there) ?? []);
  return [...other.sites.flatMap((site) => originOf(site) ?? []), ...lists.flatMap(({ origin }) => origin ?? [])];
}

function originOf({ url }: PagesProfile): string | undefined {
  return url.isSet ? url.url.origin : undefined;
}

/** What a service answers to one origin: on each path that pages read, and before each method that they use. */
export interface OriginAnswers {
  /** The first decides alone where there is one. */
  answers: readonly ServiceAnswer[];
  preflights: readonly Preflight[];
}

/** The answers to one origin, by the judgement of Workers. @param unasked what is answered where no origin asks */
export function judgeOrigin(
  subject: JudgedOrigin,
  { allowed, isOpen: isForAll, service }: Pick<ServiceOrigins, 'allowed' | 'isOpen' | 'service'>,
  answers: OriginAnswers,
  unasked: OriginAnswers,
): Finding[] {
  const asked = corsOf(answers);
  if (isForAll) return judgeOpen(subject, asked);
  const found = allowed.includes(subject)
    ? judgeAllowed(subject, asked, corsOf(unasked))
    : judgeRefused(subject, asked);
  // The remedies there speak of a Worker's settings.
  return found.map(({ remedy: _, ...finding }) => ({
    ...finding,
    ...(finding.what.includes('is kept from its page') && {
      remedy: `Set the CORS headers on every route that pages read; where pages do not read this one, name theirs in \`platforms.services.${service.name}.corsPath\`.`,
    }),
  }));
}

/** @throws NotVerified where the service does not answer, breaks, or limits: that tells nothing of an origin */
function corsOf({ answers, preflights }: OriginAnswers): CorsAnswers {
  const [actual, ...pages] = answers.map((answer) => {
    if (!answer.answers || answer.status >= 500 || answer.status === 429)
      throw new NotVerified(`no answer to judge: ${shownAnswer(answer)}`);
    const { url, status, headers } = answer;
    return {
      url,
      status,
      allowOrigin: headers.get('access-control-allow-origin'),
      allowCredentials: headers.get('access-control-allow-credentials'),
      vary: headers.get('vary'),
    };
  });
  if (!actual) throw new NotVerified('no path was asked');
  const limiting = preflights.find(({ status }) => status === 429);
  if (limiting) throw new NotVerified(`no answer to judge: OPTIONS ${limiting.url} got status 429`);
  return { preflights, actual, pages };
}
