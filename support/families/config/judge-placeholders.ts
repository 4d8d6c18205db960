import type { Finding } from '../../check/finding.ts';
import type { TableValue } from '../../profile/index.ts';

const things =
  'access|account|admin|api|app|bucket|client|company|convex|database|db|deploy|deployment|domain|email|host|id|key|name|org|organisation|organization|password|private|project|public|region|secret|server|service|site|subdomain|team|tenant|token|upstash|url|user|username|value|worker|workspace';

/** What a template, a guide or a broken script leaves where a value belongs. */
const forms: readonly { what: string; form: RegExp }[] = [
  {
    what: 'a word that asks for a value',
    form: /(?<![a-z0-9])(change|replace|fill|insert)[-_ ]?(me|this|it|in)(?![a-z])/i,
  },
  {
    what: 'a word that asks for a value',
    form: /(?<![a-z0-9])(insert|paste|enter|put|add)[-_ ](?:[a-z0-9-_ ]*[-_ ])?here(?![a-z0-9])/i,
  },
  { what: 'a note to do it later', form: /(?<![A-Za-z0-9])(TODO|FIXME|TBD|TBC)(?![A-Za-z0-9])/ },
  { what: 'a note to do it later', form: /^(todo|fixme|tbd|tbc|placeholder|dummy|changeit|n\/a|none|unset)$/i },
  { what: 'the place of a value in a template', form: /<[a-z][a-z0-9 ._-]*>/i },
  { what: 'the place of a value in a template', form: /\{\{[^{}]*\}\}|%[A-Z][A-Z0-9_]+%/ },
  {
    what: 'the place of a value in a template',
    form: new RegExp(`(?<![a-z0-9])your[-_ ](?:[a-z0-9]+[-_ ])*(${things})(?![a-z0-9])`, 'i'),
  },
  { what: 'a row of marks', form: /(?<![a-z0-9])x{4,}(?![a-z0-9])|^x{3,}$|^\*{3,}$|^\.{3,}$|^…$|^-{2,}$|^\?{2,}$/i },
  { what: 'a pair of quotes with nothing between them', form: /^(""|''|``)$/ },
  { what: 'a value that was cut when it was copied', form: /^(?=\S*[\d_])\S+(?:\.{3}|…)$/ },
  { what: 'the text of a missing value', form: /^(undefined|null|nan|\[object Object\])$/i },
  // RFC 2606, section 3.
  {
    what: 'a host that is reserved for examples',
    form: /(?<![a-z0-9-])example\.(com|net|org)(?![a-z0-9.-])/i,
  },
];
/** A word is a password only where a secret is expected. */
const weak = /^(password|secret|token|test|testing|key|admin|12345678|123456789|1234567890|qwerty|letmein)$/i;
const mailbox = /<[^<>@\s]+@[^<>@\s]+>/g;

/** What is left of a template in a value; undefined where nothing is. */
export function placeholderIn(value: string, secret: boolean): { what: string; text: string } | undefined {
  // The brackets of a mailbox are no template's; its address may be one.
  const text = value.replace(mailbox, (found) => found.slice(1, -1));
  for (const { what, form } of forms) {
    const found = form.exec(text);
    if (found) return { what, text: found[0] };
  }
  return secret && weak.test(value.trim()) ? { what: 'a well-known weak secret', text: value.trim() } : undefined;
}

/** A placeholder where a real value belongs. What stands there is shown: it is no secret, even where one belongs. */
export function judgePlaceholder(value: TableValue): Finding[] {
  if (value.rule.placeholder === true) return [];
  const found = placeholderIn(value.setting.value, value.secret);
  if (found === undefined) return [];
  return [
    {
      what: `${value.key} contains a placeholder`,
      expected: 'the real value',
      received: `${found.what}: \`${found.text}\``,
      from: [value.setting.origin],
      remedy: `Put the real value into the cell, or declare \`placeholder: true\` for ${value.key} if it is intended.`,
    },
  ];
}
