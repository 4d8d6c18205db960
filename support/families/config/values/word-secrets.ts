/** Words that a secret is described with, and that none consists of. */
const words = new Set(
  'my the a an this that it is be as in for of at with some any very super ultra top long short strong secure safe random unique secret secrets key keys token tokens password passphrase phrase string value change changed changeme replace replaced me please should must need needs least minimum min more than characters chars character char bytes bits here your jwt session auth nextauth authjs better api default example sample dummy fake temp temporary signing encryption cookie app hmac webhook private public access refresh admin not so use only do insecure unsafe unsecure before production prod hash salt generated generate'.split(
    ' ',
  ),
);
/** Words of a developer's own machine, where a secret made of them does no harm. */
const developers = new Set('dev development local localhost test testing tests e2e ci staging stage'.split(' '));
const glued =
  /^(?:my|the|this|is|a|super|very|top|secret|key|token|password|long|random|string|change|me|test|dev){2,12}\d{0,4}!?$/i;
/** Characters of the alphabet, the digits, and the sixteen of them. */
/** Words that are passwords before all others, and what is written for their letters. */
const common =
  /^(?:passwor[dt]|passwort|admin|root|letmein|welcome|changeme|qwerty|iloveyou|secret|token|postgres|mysql|mongo(?:db)?|rabbitmq)(?:\d{0,4}[!.?#*]{0,2})$/i;
const leet: Readonly<Record<string, string>> = { '@': 'a', '0': 'o', '1': 'i', '3': 'e', $: 's', '5': 's', '!': 'i' };
const orders = ['abcdefghijklmnopqrstuvwxyz', '0123456789', '0123456789abcdef', 'qwertyuiopasdfghjklzxcvbnm'];
const spelled = /^(?:deadbeef|cafebabe|baadf00d|feedface)+$/i;

/**
 * What a secret is made of that nobody has drawn at random; undefined where nothing tells.
 * @param isDevelopers it is of a development environment: words of one are at home there
 */
export function wordSecret(value: string, isDevelopers: boolean): string | undefined {
  const text = value.trim();
  if (text.length > 120) return undefined;
  const parts = text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '' && !/^\d{1,4}$/.test(part));
  const isWords = parts.length > 1 && parts.every((part) => words.has(part) || developers.has(part));
  if (isWords && !(isDevelopers && parts.some((part) => developers.has(part)))) return 'words that describe a secret';
  if (text.length <= 60 && glued.test(text) && !(isDevelopers && /dev|test/i.test(text)))
    return 'words that describe a secret';
  if (!isDevelopers && text.length <= 24 && isCommon(text)) return 'a well-known weak secret';
  const plain = text.replace(/[-_]/g, '').toLowerCase();
  if (plain.length >= 8 && (spelled.test(plain) || isRepeated(plain) || isOrdered(plain))) return 'a row of characters';
  return /x{8,}|\.{3}$|…$|[-_]0{8,}(?=$|[-_])/i.test(text) ? 'a row of marks' : undefined;
}

/** `Password1!`, `P@ssw0rd`. */
function isCommon(text: string): boolean {
  const spelledOut = text.replaceAll(/[@013$5!](?=.*[A-Za-z])/g, (mark) => leet[mark] ?? mark);
  return common.test(text) || common.test(spelledOut);
}

/** One piece again and again: `aaaaaaaa`, `abcabcabcabc`. */
function isRepeated(text: string): boolean {
  for (let length = 1; length <= 8 && length * 3 <= text.length; length += 1)
    if (
      text
        .slice(0, length)
        .repeat(Math.ceil(text.length / length))
        .startsWith(text)
    )
      return true;
  return false;
}

/** Characters in their order, with a few of another order behind them: `abcdefghijklmnopqrstuvwxyz123456`. */
function isOrdered(text: string): boolean {
  if (text.length < 10) return false;
  const pairs = [...text]
    .slice(1)
    .filter((next, index) => orders.some((order) => order.includes(`${text[index]}${next}`)));
  return pairs.length >= (text.length - 1) * 0.9;
}
