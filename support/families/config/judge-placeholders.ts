import type { Finding } from '../../check/finding.ts';
import type { Profile, TableValue } from '../../profile/index.ts';
import { exampleToken, placeholderForms, weakSecret } from './values/placeholder-forms.ts';
import { wordSecret } from './values/word-secrets.ts';

const mailbox = /<[^<>@\s]{1,64}@[^<>@\s]{1,255}>/g;

/**
 * What is left of a template in a value; undefined where nothing is.
 * @param kind the class of its environment: in development a secret may be called one
 */
export function placeholderIn(
  value: string,
  secret: boolean,
  kind?: Profile['class'],
): { what: string; text: string } | undefined {
  // The brackets of a mailbox are not a template's; its address may be one.
  const text = value.replace(mailbox, (found) => found.slice(1, -1));
  for (const { what, form } of placeholderForms) {
    const found = form.exec(text);
    if (found) return { what, text: found[0] };
  }
  if (!secret) return undefined;
  if (weakSecret.test(value.trim())) return { what: 'a well-known weak secret', text: value.trim() };
  const words = wordSecret(value, kind === 'development');
  if (words !== undefined) return { what: words, text: value.trim() };
  const example = exampleToken.exec(value)?.[0];
  return example === undefined ? undefined : { what: 'a secret of an example', text: example };
}

/** A placeholder where a real value belongs. What stands there is shown: it is not a secret, even where one belongs. */
export function judgePlaceholder(
  value: Pick<TableValue, 'key' | 'rule' | 'setting' | 'secret'>,
  kind?: Profile['class'],
): Finding[] {
  if (value.rule.placeholder === true) return [];
  const found = placeholderIn(value.setting.value, value.secret, kind);
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
