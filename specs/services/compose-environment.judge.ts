import type { Finding } from '../../support/check/finding.ts';
import { type ComposeService, shownPlace } from '../../support/compose/index.ts';
import { conclude } from '../../support/platforms/compose/conclude.ts';
import type { ComposeReading } from '../../support/platforms/compose/read-compose.ts';
import { type FlagPolicy, obeys } from '../config/feature-flags.judge.ts';

/** What the config says of a flag that services read. */
export interface ReadFlag {
  whenAbsent?: string | undefined;
  readBy?: readonly string[] | undefined;
}

export interface FlagInput {
  own: ComposeReading;
  others: readonly ComposeReading[];
  flags: Readonly<Record<string, ReadFlag>>;
  /** Flags that the policy of the environment names. */
  named: readonly string[];
  policyOf: (flag: string) => FlagPolicy | undefined;
}

/**
 * Whether what the containers are given obeys the environment's policy, and what they are not given too.
 * @throws NotVerified where a flag is absent and nobody says what the code does then, or its value is not known
 */
export function judgeEnvironment(input: FlagInput): Finding[] {
  const { own } = input;
  const open: string[] = [];
  const started = own.services.filter(({ isLeftOut }) => !isLeftOut);
  const findings = judgedFlags(input).flatMap(({ flag, policy }) => {
    const readers = readersOf(flag, started, input);
    const isReadByNone = input.flags[flag]?.readBy?.length === 0;
    if (readers.length === 0 && !isReadByNone && isAsked(flag, policy, input))
      open.push(`${flag} has a policy in ${own.environment}, and no service of its files is known to read it`);
    return readers.flatMap((service) => judgeService(service, flag, policy, input, open));
  });
  return conclude(
    findings,
    open,
    'Say in `platforms.compose.flags` which services read a flag (`readBy`), and what the code does without it (`whenAbsent`).',
  );
}

/** Every flag that has a policy: those of the config, and those that a service has in any environment. */
export function judgedFlags({
  own,
  others,
  flags,
  named,
  policyOf,
}: FlagInput): { flag: string; policy: FlagPolicy }[] {
  const set = [own, ...others].flatMap(({ services }) =>
    services.flatMap(({ environment }) => [...environment.variables.keys(), ...environment.notPassed.keys()]),
  );
  return [...new Set([...Object.keys(flags), ...named, ...set])].flatMap((flag) => {
    const policy = policyOf(flag);
    return policy ? [{ flag, policy }] : [];
  });
}

/** The services that read a flag: those that the config names, else those that have it here, else all that look alike. */
function readersOf(flag: string, started: readonly ComposeService[], { flags, others }: FlagInput): ComposeService[] {
  const declared = flags[flag]?.readBy;
  if (declared) return started.filter(({ name }) => declared.includes(name));
  const has = ({ environment }: ComposeService) => environment.variables.has(flag) || environment.notPassed.has(flag);
  const elsewhere = new Set(others.flatMap(({ services }) => services.filter(has).map(({ name }) => name)));
  return started.filter((service) => has(service) || elsewhere.has(service.name));
}

function judgeService(
  { name, environment, at }: ComposeService,
  flag: string,
  policy: FlagPolicy,
  input: FlagInput,
  open: string[],
): Finding[] {
  const { own, flags } = input;
  const given = environment.variables.get(flag);
  const { allowed, reason } = policy;
  const expected = `${flag}=${allowed.join(' or ')}: ${reason}`;
  const what = `${name} of ${own.environment} has a flag that violates the policy`;
  if (given) {
    const from = shownPlace(given.at);
    if (given.value === undefined) {
      open.push(`${flag} of ${name} is not known (${from})`);
      return [];
    }
    if (obeys(given.value, policy)) return [];
    const origins = [given.from, ...given.used.map((each) => each.from)].filter((each) => each !== undefined);
    const byDefault = given.used.find(({ gave }) => gave === 'default' || gave === 'blank');
    return [
      {
        what,
        expected,
        received: `${flag}=${given.value || '(empty)'}${byDefault ? `, as ${byDefault.name} is not set` : ''}`,
        from: [from, ...origins],
      },
    ];
  }
  if (!isAsked(flag, policy, input)) return [];
  const place = environment.notPassed.get(flag) ?? at;
  const [unread] = environment.unread;
  if (unread) {
    open.push(`${flag} of ${name} may be in ${unread.file}, which is not there (${shownPlace(unread.at)})`);
    return [];
  }
  const { whenAbsent } = flags[flag] ?? {};
  if (whenAbsent === undefined) {
    open.push(`${flag} of ${name} is absent, and what the code does then is not known (${shownPlace(place)})`);
    return [];
  }
  if (obeys(whenAbsent, policy)) return [];
  return [{ what, expected, received: `no ${flag}: the code takes ${whenAbsent}`, from: [shownPlace(place)] }];
}

/** Whether a flag has to be there: the config names it, or the policy asks for it everywhere. */
function isAsked(flag: string, { onlyWhereSet }: FlagPolicy, { flags }: FlagInput): boolean {
  return !onlyWhereSet || Object.hasOwn(flags, flag);
}
