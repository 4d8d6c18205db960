import type { Value } from 'convex/values';
import type { Finding } from '../../support/check/finding.ts';
import { describeValidator, rejectionOf, type TriedValue, type Validator } from '../../support/contract/index.ts';
import type { CanaryReading } from '../../support/platforms/convex/read-canary-query.ts';
import type { ConvexProfile } from '../../support/profile/index.ts';
import { quoteForeign } from '../../support/text/quote-foreign.ts';

type CanaryQuery = NonNullable<ConvexProfile['canaryQuery']>;

/** Whether the query answers, with a result of the declared form, and with as many items as the config asks for. */
export function judgeCanaryQuery(
  reading: CanaryReading,
  { path, minimumItems }: CanaryQuery,
  returns: Validator | undefined,
  deployment: string,
): Finding[] {
  const from = [deployment];
  if (!reading.answers)
    return [
      {
        what: `${path} fails when a client calls it`,
        expected: 'a result',
        received: quoteForeign(reading.received, 200),
        from,
      },
    ];
  const { value } = reading;
  // The front end may be older than the deployment: it ignores fields that were added.
  const rejection = returns && rejectionOf(idsAsTexts(returns), value as TriedValue, { objects: 'open' });
  if (rejection)
    return [
      {
        what: `${path} returns something other than it declares`,
        expected: `${rejection.at === '' ? 'the result' : rejection.at}: ${rejection.expected}`,
        // It may be data of real people: its form is enough.
        received: formOf(valueAt(value)),
        from: [...from, describeValidator(returns)],
      },
    ];
  if (minimumItems === undefined) return [];
  const count = itemsOf(value);
  if (count !== undefined && count >= minimumItems) return [];
  return [
    {
      what: `${path} returns fewer items than required`,
      expected: `at least ${minimumItems}`,
      received: count === undefined ? formOf(value) : String(count),
      from,
    },
  ];
}

/** For a client, an id is a string. */
function idsAsTexts(validator: Validator): Validator {
  switch (validator.type) {
    case 'id':
      return { type: 'string' };
    case 'array':
      return { type: 'array', value: idsAsTexts(validator.value) };
    case 'union':
      return { type: 'union', value: validator.value.map(idsAsTexts) };
    case 'record':
      return {
        ...validator,
        keys: { type: 'string' },
        values: { ...validator.values, fieldType: idsAsTexts(validator.values.fieldType) },
      };
    case 'object':
      return {
        type: 'object',
        value: Object.fromEntries(
          Object.entries(validator.value).map(([name, field]) => [
            name,
            { ...field, fieldType: idsAsTexts(field.fieldType) },
          ]),
        ),
      };
    default:
      return validator;
  }
}

function itemsOf(value: Value): number | undefined {
  if (Array.isArray(value)) return value.length;
  const page = typeof value === 'object' && value !== null && 'page' in value ? value.page : undefined;
  return Array.isArray(page) ? page.length : undefined;
}

function valueAt(value: Value): Value {
  return Array.isArray(value) && value[0] !== undefined ? value[0] : value;
}

function formOf(value: Value): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof ArrayBuffer) return 'bytes';
  return typeof value === 'object'
    ? `an object with ${Object.keys(value).sort().join(', ') || 'no field'}`
    : `a ${typeof value}`;
}
