import type { Finding } from '../../support/check/finding.ts';
import type { Profile, TableValue } from '../../support/profile/index.ts';

interface FlagRule {
  form: RegExp;
  allowed: readonly string[];
  reason: string;
}

const off = ['false', '0', 'off', 'no', 'disabled'];
const on = ['true', '1', 'on', 'yes', 'enabled'];

/** What every production obeys; the first that fits a key counts. The config's own policy takes the place of these. */
const production: readonly FlagRule[] = [
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
];
/** A key that may hold a number or a kind as well as a switch: only what switches it off breaks the rule. */
const limitKey = /(^|_)RATE_?LIMIT(S|ER|ING)?$/;

export interface Flag {
  value: TableValue;
  allowed: readonly string[];
  reason: string;
}

/** What an environment allows a flag, and why; undefined where nothing is asked of it. */
export function policyOf(key: string, { table, class: kind, environment }: Profile): Omit<Flag, 'value'> | undefined {
  const named = Object.hasOwn(table.flags, key) ? table.flags[key] : undefined;
  if (named) return { allowed: named, reason: `the policy of ${environment} (table.flags) says so` };
  if (kind !== 'production') return undefined;
  const rule = production.find(({ form }) => form.test(key));
  return rule && { allowed: rule.allowed, reason: `in production ${rule.reason}` };
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
export function judgeFlag({ value, allowed, reason }: Flag): Finding[] {
  const { key, setting, secret } = value;
  if (allowed.some((each) => each.toLowerCase() === textOf(value))) return [];
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
