import type { Finding } from '../../check/finding.ts';
import type { Profile, TableValue } from '../../profile/index.ts';

interface FlagRule {
  form: RegExp;
  allowed: readonly string[];
  reason: string;
}

const off = ['false', '0', 'off', 'no', 'disabled'];
const on = ['true', '1', 'on', 'yes', 'enabled'];

/** What every production obeys. The config's own policy for a key takes the place of these. */
const production: readonly FlagRule[] = [
  {
    form: /^(NEXT_PUBLIC_|VITE_)?((ENABLE|USE|IS|SHOW)_)?DEBUG(_(MODE|ENDPOINTS?|ROUTES?|ENABLED|TOOLS))?$/,
    allowed: off,
    reason: 'debug endpoints are off',
  },
  { form: /(^|_)DEBUG_(ENDPOINTS?|ROUTES?)(_ENABLED)?$/, allowed: off, reason: 'debug endpoints are off' },
  { form: /(^|_)(USE|ENABLE)_MOCKS?(_|$)|(^|_)MOCKS?_ENABLED$|(^|_)USE_MOCK_/, allowed: off, reason: 'mocks are off' },
  { form: /(^|_)MOCKING?$/, allowed: off, reason: 'mocks are off' },
  {
    form: /(^|_)(ENABLE|USE)_RATE_?LIMIT(ER|ING)?$|(^|_)RATE_?LIMIT(ER|ING)?_ENABLED$/,
    allowed: on,
    reason: 'rate limiting is on',
  },
  { form: /(^|_)DISABLE_RATE_?LIMIT(ER|ING)?$/, allowed: off, reason: 'rate limiting is on' },
  {
    form: /(^|_)LOG_?LEVEL$/,
    allowed: ['info', 'warn', 'warning', 'error', 'fatal'],
    reason: 'the log level is info or above',
  },
];

export interface Flag {
  value: TableValue;
  allowed: readonly string[];
  reason: string;
}

/** The flags of an environment, and what its policy allows them. */
export function flagsOf({ table, class: kind, environment }: Profile): Flag[] {
  return table.values.flatMap((value) => {
    const named = Object.hasOwn(table.flags, value.key) ? table.flags[value.key] : undefined;
    if (named) return [{ value, allowed: named, reason: `the policy of ${environment} (table.flags) says so` }];
    if (kind !== 'production') return [];
    const rule = production.find(({ form }) => form.test(value.key));
    return rule ? [{ value, allowed: rule.allowed, reason: `in production ${rule.reason}` }] : [];
  });
}

/** Flags that the policy names and that no row holds. */
export function judgeNamedFlags({ table, environment }: Profile): Finding[] {
  return Object.keys(table.flags)
    .filter((key) => !table.values.some((value) => value.key === key))
    .map((key) => ({
      what: `the policy of ${environment} names ${key}, and no row holds it`,
      expected: `a row for ${key}`,
      received: 'none',
      from: [table.file, `deployment config › table.flags.${environment}.${key}`],
    }));
}

/** A flag that does not obey the policy of the environment. */
export function judgeFlag({ value: { key, setting, secret }, allowed, reason }: Flag): Finding[] {
  if (allowed.some((each) => each.toLowerCase() === setting.value.trim().toLowerCase())) return [];
  return [
    {
      what: `the flag ${key} does not obey the policy`,
      expected: `${allowed.join(' or ')}: ${reason}`,
      received: secret ? 'a secret' : setting.value,
      from: [setting.origin],
    },
  ];
}
