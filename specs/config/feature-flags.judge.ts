import type { Finding } from '../../support/check/finding.ts';
import type { Profile, TableValue } from '../../support/profile/index.ts';

/** What an environment asks of a flag, and why. */
export interface FlagPolicy {
  /** The only values that obey; where `refused` is set, words for the values that do. */
  allowed: readonly string[];
  /** The only values that do not obey. */
  refused?: readonly string[];
  /** Values that mean something else than the flag. */
  otherwise?: RegExp;
  reason: string;
  /** Nothing is asked where it is absent: what is built for production may have it already. */
  onlyWhereSet?: true;
}

interface FlagRule extends FlagPolicy {
  form: RegExp;
}

const off = ['false', '0', 'off', 'no', 'disabled'];
const on = ['true', '1', 'on', 'yes', 'enabled'];

/** A variable by which a framework is told that it runs in development, or in tests. */
function mode(form: RegExp, name: string, refused: readonly string[], allowed = ['production']): FlagRule {
  return { form, allowed, refused, reason: `${name} is not in its mode of development`, onlyWhereSet: true };
}

/** What every production obeys; the first that fits a key counts. The config's own policy takes the place of these. */
const production: readonly FlagRule[] = [
  // Source: npm debug, README: `DEBUG=app:*,-app:http` names what is logged. Django and Flask read `DEBUG` as a switch.
  { form: /^DEBUG$/, allowed: off, otherwise: /[:*,]/, reason: 'debug endpoints are off' },
  {
    form: /(^|_)(DISABLE|NO)_DEBUG(_(MODE|TOOLS|API|PANEL|ENDPOINTS?|ROUTES?))?$/,
    allowed: on,
    reason: 'debug endpoints are off',
  },
  {
    form: /(^|_)DEBUG(_(MODE|ENABLED|TOOLS|API|PANEL))?$|(^|_)DEBUG_(ENDPOINTS?|ROUTES?)(_ENABLED)?$/,
    allowed: off,
    reason: 'debug endpoints are off',
  },
  { form: /(^|_)(DISABLE|NO)_MOCK(S|ING)?$/, allowed: on, reason: 'mocks are off' },
  { form: /(^|_)(USE|ENABLE)_MOCKS?(_|$)|(^|_)MOCKS?_ENABLED$/, allowed: off, reason: 'mocks are off' },
  {
    form: /(^|_)MOCK(S|ING|_API|_DATA|_AUTH|_MODE|_EXTERNAL(_[A-Z]+)?|_SERVICES?)?$/,
    allowed: off,
    reason: 'mocks are off',
  },
  {
    form: /(^|_)(DISABLE|SKIP|BYPASS|NO)_RATE_?LIMIT(ER|ING|S)?$|(^|_)RATE_?LIMIT(ER|ING)?_(DISABLED|BYPASS)$/,
    allowed: off,
    reason: 'rate limiting is on',
  },
  {
    form: /(^|_)(ENABLE|USE)_RATE_?LIMIT(ER|ING|S)?$|(^|_)RATE_?LIMIT(ER|ING)?_ENABLED$/,
    allowed: on,
    reason: 'rate limiting is on',
  },
  {
    form: /(^|_)LOG_?LEVEL$/,
    allowed: ['info', 'notice', 'warn', 'warning', 'error', 'critical', 'alert', 'emergency', 'fatal', 'silent'],
    reason: 'the log level is info or above',
  },
  // Source: Node.js, "Node.js, the difference between development and production".
  mode(/^NODE_ENV$/, 'Node', ['development', 'dev', 'local', 'test', 'staging']),
  // Source: Mix, module documentation, "Environments".
  mode(/^MIX_ENV$/, 'Mix', ['dev', 'test'], ['prod']),
  // Source: Rails Guides, "Configuring Rails Applications", "Creating Rails Environments".
  mode(/^(RAILS|RACK)_ENV$/, 'Rails', ['development', 'test']),
  // Source: Laravel, "Configuration", "Environment Configuration"; Symfony, "Configuring Symfony", "Configuration Environments".
  mode(
    /^APP_ENV$/,
    'Laravel, Symfony or Sinatra',
    ['local', 'dev', 'development', 'test', 'testing'],
    ['production', 'prod'],
  ),
  // Source: Flask 2.2, "Configuration Handling", "ENV".
  mode(/^FLASK_ENV$/, 'Flask', ['development']),
  // Source: ASP.NET Core, "Use multiple environments".
  mode(/^(ASPNETCORE|DOTNET)_ENVIRONMENT$/, '.NET', ['development']),
  // Source: Gin, package documentation, "Constants".
  mode(/^GIN_MODE$/, 'Gin', ['debug', 'test'], ['release']),
];
/** A key that may hold a number or a kind as well as a switch: only what switches it off breaks the rule. */
const limitKey = /(^|_)RATE_?LIMIT(S|ER|ING)?$/;

export interface Flag extends FlagPolicy {
  value: TableValue;
}

/** What an environment allows a flag, and why; undefined where nothing is asked of it. */
export function policyOf(key: string, { table, class: kind, environment }: Profile): FlagPolicy | undefined {
  const named = Object.hasOwn(table.flags, key) ? table.flags[key] : undefined;
  if (named) return { allowed: named, reason: `the policy of ${environment} (table.flags) says so` };
  if (kind !== 'production') return undefined;
  const found = production.find((each) => each.form.test(key));
  if (!found) return undefined;
  const { form: _, ...policy } = found;
  return { ...policy, reason: `in production ${policy.reason}` };
}

/** Whether a value obeys a policy. */
export function obeys(value: string, { allowed, refused, otherwise }: FlagPolicy): boolean {
  const given = value.trim().toLowerCase();
  const isAmong = (values: readonly string[]) => values.some((each) => each.toLowerCase() === given);
  // Without a value, a switch that is to be off is off.
  if (allowed === off && given === '') return true;
  return refused ? !isAmong(refused) : isAmong(allowed) || (otherwise?.test(given) ?? false);
}

/** The flags of an environment, and what its policy allows them. */
export function flagsOf(profile: Profile): Flag[] {
  const { table, class: kind } = profile;
  return table.values.flatMap((value) => {
    const policy = policyOf(value.key, profile);
    if (policy) return [{ value, ...policy }];
    if (kind !== 'production') return [];
    const switchedOff = limitKey.test(value.key) && value.setting.isSet && off.includes(textOf(value));
    return switchedOff ? [{ value, allowed: ['a limit', ...on], reason: 'in production rate limiting is on' }] : [];
  });
}

/** Flags that the policy names and that no row holds. */
export function judgeNamedFlags({ table, environment }: Profile): Finding[] {
  return Object.keys(table.flags)
    .filter((key) => !table.values.some((value) => value.key === key))
    .map((key) => ({
      what: `the policy of ${environment} names ${key}, which is not in the table`,
      expected: `a row for ${key}`,
      received: 'none',
      from: [table.file, `deployment config › table.flags.${environment}.${key}`],
    }));
}

/** A flag that does not obey the policy of the environment. */
export function judgeFlag({ value, ...policy }: Flag): Finding[] {
  const { key, setting, secret } = value;
  const { allowed, reason } = policy;
  if (obeys(setting.value, policy)) return [];
  return [
    {
      what: `the flag ${key} violates the policy`,
      expected: `${allowed.join(' or ')}: ${reason}`,
      received: secret ? 'a secret' : setting.value,
      from: [setting.origin],
    },
  ];
}

function textOf({ setting }: TableValue): string {
  return setting.value.trim().toLowerCase();
}
