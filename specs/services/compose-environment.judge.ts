import type { Finding } from '../../support/check/finding.ts';
import { type ComposeService, shownPlace } from '../../support/compose/index.ts';
import { conclude } from '../../support/platforms/compose/conclude.ts';
import { type GivenValue, givenTo, namesGiven } from '../../support/platforms/compose/given-values.ts';
import type { ComposeReading } from '../../support/platforms/compose/read-compose.ts';
import { type FlagPolicy, obeys } from '../config/feature-flags.judge.ts';

/** What the config says of a flag that services read. */
export interface ReadFlag {
  whenAbsent?: string | undefined;
  readBy?: readonly string[] | undefined;
  notReadBy?: readonly string[] | undefined;
}

export interface FlagInput {
  own: ComposeReading;
  others: readonly ComposeReading[];
  flags: Readonly<Record<string, ReadFlag>>;
  /** Flags that the policy of the environment names. */
  named: readonly string[];
  policyOf: (flag: string) => FlagPolicy | undefined;
}

/** What was looked at, and what was not. */
export interface FlagsJudged {
  findings: Finding[];
  /** What could not be judged. */
  open: string[];
  counted: Readonly<Record<string, number>>;
}

const enable =
  'Say in `platforms.compose.flags` which services read a flag (`readBy`), which are given it and do not (`notReadBy`), and what the code does without it (`whenAbsent`); set it under `environment`, where no env file changes it.';

/**
 * Whether what the containers are given obeys the environment's policy, and what they are not given too.
 * @throws NotVerified where a flag is absent and nobody says what the code does then, its value is not known, or a service has it and
 *   `readBy` does not name that service
 */
export function judgeEnvironment(input: FlagInput): Finding[] {
  const { findings, open } = compareFlags(input);
  return concludeFlags({ findings, open });
}

/** @throws NotVerified as `judgeEnvironment` */
export function concludeFlags({ findings, open }: Pick<FlagsJudged, 'findings' | 'open'>): Finding[] {
  return conclude(findings, open, enable);
}

/** Compares every flag that a service has, or ought to have, with the environment's policy. */
export function compareFlags(input: FlagInput): FlagsJudged {
  const { own, flags } = input;
  const started = own.services.filter(({ isLeftOut }) => !isLeftOut);
  const judged = judgedFlags(input);
  const results = judged.flatMap(({ flag, policy }) => {
    const readers = readersOf(flag, started, input);
    const beside = started.filter((service) => !readers.includes(service));
    return [
      ...missingReaders(flag, policy, readers, input),
      ...readers.map((service) => judgeReader(service, flag, policy, input)),
      ...beside.flatMap((service) => judgeOther(service, flag, policy, input)),
    ];
  });
  results.push(
    ...started.flatMap((service) => otherSpellings(service, input)),
    ...started.flatMap((service) => unreadFiles(service, judged, started, input)),
  );
  const total = (key: 'compared' | 'declared') => results.reduce((sum, each) => sum + (each[key] ?? 0), 0);
  const unheeded = total('declared');
  const away = Object.entries(flags).flatMap(([, { readBy = [] }]) =>
    readBy.filter((name) => !started.some((service) => service.name === name)),
  );
  return {
    findings: results.flatMap(({ findings = [] }) => findings),
    open: results.flatMap(({ open = [] }) => open),
    counted: {
      flags: judged.length,
      'flags of services': total('compared'),
      ...(unheeded > 0 && { 'flags given to services that do not read them, as the config says': unheeded }),
      ...(away.length > 0 && {
        [`services that read a flag and are not started in ${own.environment}: ${[...new Set(away)].join(', ')}`]:
          new Set(away).size,
      }),
    },
  };
}

/** What came of one service and one flag. */
interface Result {
  findings?: readonly Finding[];
  open?: readonly string[];
  compared?: number;
  declared?: number;
}

/** Every flag that has a policy: those of the config, and those that a service has in any environment. */
export function judgedFlags({
  own,
  others,
  flags,
  named,
  policyOf,
}: FlagInput): { flag: string; policy: FlagPolicy }[] {
  const set = [own, ...others].flatMap(({ services }) => services.flatMap((service) => [...namesGiven(service)]));
  return [...new Set([...Object.keys(flags), ...named, ...set])].flatMap((flag) => {
    // A team that names a flag in small letters means it.
    const policy = policyOf(flag) ?? (Object.hasOwn(flags, flag) ? policyOf(flag.toUpperCase()) : undefined);
    return policy ? [{ flag, policy }] : [];
  });
}

/** The services that read a flag: those that the config names, else those that have it here, else all that look alike. */
function readersOf(flag: string, started: readonly ComposeService[], { flags, others }: FlagInput): ComposeService[] {
  const { readBy, notReadBy = [] } = flags[flag] ?? {};
  if (readBy) return started.filter(({ name }) => readBy.includes(name));
  const has = (service: ComposeService) => namesGiven(service).has(flag);
  const elsewhere = new Set(others.flatMap(({ services }) => services.filter(has).map(({ name }) => name)));
  return started.filter(
    (service) => !notReadBy.includes(service.name) && (has(service) || elsewhere.has(service.name)),
  );
}

function missingReaders(
  flag: string,
  policy: FlagPolicy,
  readers: readonly ComposeService[],
  input: FlagInput,
): Result[] {
  const { own, flags } = input;
  const { readBy } = flags[flag] ?? {};
  if (readers.length > 0 || !isAsked(flag, policy, input)) return [];
  const isLeftOut = own.services.some((service) => service.isLeftOut && namesGiven(service).has(flag));
  if (readBy === undefined && isLeftOut) return [];
  if (readBy === undefined)
    return [{ open: [`${flag} has a policy in ${own.environment}, and no service of its files is known to read it`] }];
  // A service of a profile that is not enabled is known, and reads nothing.
  const unknown = readBy.filter((name) => !own.services.some((service) => service.name === name));
  if (unknown.length === 0) return [];
  return [
    { open: [`${flag} is read by ${unknown.join(', ')}, and the files of ${own.environment} have no such service`] },
  ];
}

function judgeReader(service: ComposeService, flag: string, policy: FlagPolicy, input: FlagInput): Result {
  const { own, flags } = input;
  const given = givenTo(service, flag);
  const built = judgeBuild(service, flag, policy, own.environment);
  if (given.length > 0) {
    const results = given.map((each) => judgeValue(service, flag, policy, each, own.environment));
    return merged([...results, built]);
  }
  // What only the build is given is asked of the container where the config names it.
  const isAbsent = isAsked(flag, policy, input) && (!built.compared || Object.hasOwn(flags, flag));
  return isAbsent ? merged([judgeAbsent(service, flag, policy, input), built]) : built;
}

function judgeValue(
  { name }: ComposeService,
  flag: string,
  policy: FlagPolicy,
  given: GivenValue,
  environment: string,
): Result {
  const from = shownPlace(given.at);
  if (given.value === undefined) return { compared: 1, open: [`${flag} of ${name} is not known (${from})`] };
  if (obeys(given.value, policy)) return { compared: 1 };
  const origins = [given.from, ...given.used.map((each) => each.from)].filter((each) => each !== undefined);
  const byDefault = given.used.find(({ gave }) => gave === 'default' || gave === 'blank');
  const why = [byDefault && `, as ${byDefault.name} is not set`, given.by && `, which ${given.by}`].filter(Boolean);
  return {
    compared: 1,
    findings: [
      {
        what: `${name} of ${environment} has a flag that violates the policy`,
        expected: expectedOf(flag, policy),
        received: `${flag}=${given.value || '(empty)'}${why.join('')}`,
        from: [from, ...origins],
      },
    ],
  };
}

function judgeAbsent(
  { name, environment, at }: ComposeService,
  flag: string,
  policy: FlagPolicy,
  { own, flags }: FlagInput,
): Result {
  const place = environment.notPassed.get(flag) ?? at;
  // A file that may be missing is missing on this machine: on that of a staging or a production it may be there.
  const [unread] = [...environment.unread, ...(own.class === 'development' ? [] : environment.missing)];
  if (unread)
    return {
      compared: 1,
      open: [`${flag} of ${name} may be in ${unread.file}, which is not there (${shownPlace(unread.at)})`],
    };
  const { whenAbsent } = flags[flag] ?? {};
  if (whenAbsent === undefined)
    return {
      compared: 1,
      open: [`${flag} of ${name} is absent, and what the code does then is not known (${shownPlace(place)})`],
    };
  if (obeys(whenAbsent, policy)) return { compared: 1 };
  return {
    compared: 1,
    findings: [
      {
        what: `${name} of ${own.environment} has a flag that violates the policy`,
        expected: expectedOf(flag, policy),
        received: `no ${flag}: the code takes ${whenAbsent}`,
        from: [shownPlace(place)],
      },
    ],
  };
}

/** What an image is built with stays in it, where its Dockerfile asks for it. */
function judgeBuild(
  { name, buildArguments, dockerfile }: ComposeService,
  flag: string,
  policy: FlagPolicy,
  environment: string,
): Result {
  const given = buildArguments.get(flag);
  if (!given || (dockerfile && !dockerfile.arguments.includes(flag))) return {};
  const place = shownPlace(given.at);
  if (given.value === undefined)
    return { compared: 1, open: [`${flag}, with which ${name} is built, is not known (${place})`] };
  if (obeys(given.value, policy)) return { compared: 1 };
  return {
    compared: 1,
    findings: [
      {
        what: `the image of ${name} of ${environment} is built with a flag that violates the policy`,
        expected: expectedOf(flag, policy),
        received: `${flag}=${given.value || '(empty)'} in its build arguments`,
        from: [place, ...(given.from === undefined ? [] : [given.from])],
      },
    ],
  };
}

/** A service that has the flag, and of which the config does not say that it reads it. */
function judgeOther(service: ComposeService, flag: string, policy: FlagPolicy, { flags, own }: FlagInput): Result[] {
  const { readBy, notReadBy = [] } = flags[flag] ?? {};
  const built = service.buildArguments.get(flag);
  const all = [...givenTo(service, flag), ...(built ? [built] : [])];
  if (all.length === 0) return [];
  if (notReadBy.includes(service.name) || readBy?.length === 0) return [{ declared: 1 }];
  const against = all.find(({ value }) => value === undefined || !obeys(value, policy));
  if (!against) return [{ compared: 1 }];
  const shown = against.value === undefined ? `a ${flag} that is not known` : `${flag}=${against.value || '(empty)'}`;
  return [
    {
      compared: 1,
      open: [
        `${service.name} of ${own.environment} is given ${shown} (${shownPlace(against.at)}), and \`platforms.compose.flags.${flag}\` does not say whether it reads it`,
      ],
    },
  ];
}

/** Programs that read names in any case (Pydantic's settings do) take `debug` for DEBUG. */
function otherSpellings(service: ComposeService, { flags, own, policyOf }: FlagInput): Result[] {
  return [...service.environment.variables].flatMap(([name, { value, at }]) => {
    const upper = name.toUpperCase();
    const policy = name === upper || policyOf(name) || Object.hasOwn(flags, name) ? undefined : policyOf(upper);
    if (!policy || (value !== undefined && obeys(value, policy))) return [];
    return [
      {
        compared: 1,
        open: [
          `${service.name} of ${own.environment} is given ${name}=${value ?? '(not known)'} (${shownPlace(at)}), and \`platforms.compose.flags.${name}\` does not say whether it reads it`,
        ],
      },
    ];
  });
}

/** In production any name may break a rule: a file that is not here is known only where the config names what its service reads. */
function unreadFiles(
  service: ComposeService,
  judged: readonly { flag: string }[],
  started: readonly ComposeService[],
  input: FlagInput,
): Result[] {
  const [unread] = service.environment.unread;
  if (!unread || input.own.class !== 'production') return [];
  const isTold = judged.some(
    ({ flag }) => Object.hasOwn(input.flags, flag) && readersOf(flag, started, input).includes(service),
  );
  if (isTold) return [];
  return [
    {
      compared: 1,
      open: [`what ${unread.file} gives ${service.name} is not known, as it is not there (${shownPlace(unread.at)})`],
    },
  ];
}

/** Whether a flag has to be there: the config names those that read it, or the policy asks for it everywhere. */
function isAsked(flag: string, { onlyWhereSet }: FlagPolicy, { flags }: FlagInput): boolean {
  const { readBy, notReadBy, whenAbsent } = flags[flag] ?? {};
  const isNamed = Object.hasOwn(flags, flag) && (notReadBy === undefined || (readBy ?? whenAbsent) !== undefined);
  return !onlyWhereSet || isNamed;
}

function expectedOf(flag: string, { allowed, reason }: FlagPolicy): string {
  return `${flag}=${allowed.join(' or ')}: ${reason}`;
}

function merged(results: readonly Result[]): Result {
  return {
    findings: results.flatMap(({ findings = [] }) => findings),
    open: results.flatMap(({ open = [] }) => open),
    compared: results.reduce((sum, { compared = 0 }) => sum + compared, 0),
  };
}
