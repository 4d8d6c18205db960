import type { Finding } from '../../support/check/finding.ts';
import {
  canonicalJson,
  type DeclaredBinding,
  type DeployedBinding,
  fieldAt,
  type HeldKeys,
  type WranglerReading,
} from '../../support/families/config/index.ts';
import { isSecretKey, registerValue } from '../../support/profile/index.ts';

const variableTypes = ['plain_text', 'json'];
const secretTypes = ['secret_text', 'secret_key', 'secrets_store_secret'];

export interface JudgedBindings {
  findings: Finding[];
  /** What could not be compared, and why. */
  unknown: string[];
}

/**
 * Bindings that wrangler's configuration declares, and that the deployed script lacks or has otherwise; variables with their
 * values. Of a secret in a variable's place, the value is not known.
 * @param setAtDeploy whether the deploy command gives a variable its value, in place of the file
 */
export function judgeBindings(
  { file, environment, deploy }: WranglerReading,
  held: HeldKeys,
  setAtDeploy: (name: string) => boolean = () => false,
): JudgedBindings {
  const deployed = new Map((held.bindings ?? []).map((binding) => [binding.name, binding]));
  const findings: Finding[] = [];
  const unknown: string[] = [];
  const remedy = `Deploy the Worker with what ${file} declares: \`${deploy}\`. Where the platform is right, correct ${file}: the next deploy restores what it says.`;
  for (const declared of environment.bindings) {
    const found = deployed.get(declared.name);
    const place = { from: [`${file}:${declared.line}`, held.address], remedy };
    if (found === undefined) {
      const received = [...deployed.values()].map(({ name, type }) => `${name} (${type})`).join(', ') || 'no binding';
      findings.push({
        what: `${held.place} lacks the binding ${declared.name}`,
        expected: wordsOf(declared),
        received,
        ...place,
      });
      continue;
    }
    const difference =
      declared.json === undefined
        ? differenceOf(declared, found, held)
        : differenceOfVariable(declared, found, setAtDeploy(declared.name));
    if ('unknown' in difference) unknown.push(...difference.unknown.map((why) => `${declared.name}: ${why}`));
    else findings.push({ ...difference, ...place });
  }
  const secrets = environment.requiredSecrets.filter(({ name }) => !deployed.has(name));
  const missing = secrets.map(({ name, line }) => ({
    what: `${held.place} lacks the secret ${name}`,
    expected: `a secret ${name}, which \`secrets.required\` names`,
    received: 'nothing of that name',
    from: [`${file}:${line}`, held.address],
    remedy: deploy.replace('npx wrangler deploy', `npx wrangler secret put ${name}`),
  }));
  return { findings: [...findings, ...missing], unknown };
}

type Difference = Pick<Finding, 'what' | 'expected' | 'received'> | { unknown: string[] };

function differenceOf(declared: DeclaredBinding, found: DeployedBinding, { place }: HeldKeys): Difference {
  const what = `the binding ${declared.name} of ${place} is another one`;
  const expected = wordsOf(declared);
  if (declared.type !== found.type) return { what, expected, received: found.type };
  const seen = declared.fields.map((field) => ({
    ...field,
    seen: field.shown.map((name) => fieldAt(found, name)).find((each) => each !== undefined),
  }));
  const wrong = seen.filter((field) => field.seen !== undefined && field.seen !== field.value);
  const other = declared.unwritten.flatMap(({ field, meaning }) => {
    const value = fieldAt(found, field);
    return value === undefined || value === meaning || place === `the Worker ${value}`
      ? []
      : [{ field, value, meaning }];
  });
  if (wrong.length + other.length > 0)
    return {
      what,
      expected: [expected, ...other.map(({ field, meaning }) => `${field} ${meaning}`)].join(', '),
      received: [
        found.type,
        ...wrong.map((field) => `${field.written} ${field.seen}`),
        ...other.map(({ field, value }) => `${field} ${value}`),
      ].join(', '),
    };
  return {
    unknown: seen
      .filter((field) => field.seen === undefined)
      .map(({ written }) => `the API does not show its ${written}`),
  };
}

/** A variable by its kind and value: text is not the number that it looks like. */
function differenceOfVariable(
  { name, type, json = '' }: DeclaredBinding,
  found: DeployedBinding,
  setAtDeploy: boolean,
): Difference {
  const secret = isSecretKey(name, {});
  const shown = (kind: string, value: string) => {
    registerValue(name, value, secret);
    return secret
      ? `${kind}, a secret of ${value.length} characters`
      : `${kind} ${value === '' ? 'without a character' : value}`;
  };
  const expected = shown(type, type === 'plain_text' ? String(JSON.parse(json)) : json);
  if (secretTypes.includes(found.type))
    return setAtDeploy
      ? { unknown: [] }
      : {
          unknown: [
            `\`vars\` declares it, and the platform keeps it as ${found.type}, so its value cannot be compared`,
          ],
        };
  if (!variableTypes.includes(found.type))
    return { what: `${name} is not a variable in the deployed script`, expected, received: found.type };
  const value = found.type === 'plain_text' ? found.text : found.json;
  if (setAtDeploy) return { unknown: [] };
  if (value === undefined) return { unknown: ['the API does not show its value'] };
  const same = found.type === type && canonicalJson(JSON.stringify(value)) === canonicalJson(json);
  if (same) return { unknown: [] };
  const received = shown(found.type, found.type === 'plain_text' ? String(value) : JSON.stringify(value));
  return { what: `the variable ${name} has another value in the deployed script`, expected, received };
}

function wordsOf({ type, fields, json }: DeclaredBinding): string {
  if (json !== undefined) return `a variable (${type})`;
  return [type, ...fields.map(({ written, value }) => `${written} ${value}`)].join(', ');
}
