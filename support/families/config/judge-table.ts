import type { Finding } from '../../check/finding.ts';
import type { ProfileTable, TableValue } from '../../profile/index.ts';
import { shapeFault } from './values/shape-fault.ts';

/** Every row that could not be read, as the parser tells it. */
export function judgeParsing({ problems }: ProfileTable, shownFile: string): Finding[] {
  return problems.map(({ line, column, message, excerpt, remedy }) => ({
    what: message,
    expected: 'a row that parses without errors',
    received: excerpt || 'nothing',
    from: [`${shownFile}:${line}:${column}`],
    remedy,
  }));
}

/** A KEY that stands more than once for a TARGET. */
export function judgeDuplicates({ values }: ProfileTable): Finding[] {
  // Nearly every key has one row, and a table has many.
  const rows = new Map<string, number>();
  for (const { key } of values) rows.set(key, (rows.get(key) ?? 0) + 1);

  const repeated = values.filter(({ key, targets }) => (rows.get(key) ?? 0) > 1 || targets.length > 1);
  const places = Map.groupBy(
    repeated.flatMap(({ key, targets, cell }) =>
      targets.map((target) => ({ pair: `${key} for ${target.text}`, cell })),
    ),
    ({ pair }) => pair,
  );
  return [...places]
    .filter(([, found]) => found.length > 1)
    .map(([pair, found]) => ({
      what: `${pair} occurs more than once`,
      expected: 'one row per KEY and TARGET',
      received: `${found.length} rows`,
      from: found.map(({ cell }) => cell),
    }));
}

/** A TARGET that the deployment does not declare. */
export function judgeTargets({ values, targets: known }: ProfileTable, shownFile: string): Finding[] {
  const undeclared = values.flatMap(({ targets }) => targets.filter(({ text }) => !known.includes(text)));
  const cells = new Map(undeclared.map((cell) => [`${cell.line}:${cell.column}`, cell]));
  return [...cells.values()].map(({ text, line, column }) => ({
    what: `the TARGET ${text} is not declared`,
    expected: `one of ${known.join(', ')}`,
    received: text,
    from: [`${shownFile}:${line}:${column}`],
  }));
}

/** A value without the form of its type. A secret's value is not shown. */
export function judgeShape({
  key,
  rule,
  secret,
  setting,
}: Pick<TableValue, 'key' | 'rule' | 'setting' | 'secret'>): Finding[] {
  const fault = shapeFault({ key, rule, secret, value: setting.value });
  if (fault === undefined) return [];
  const { type, inferred, expected, cause } = fault;
  const guess = inferred ? ' (the type is inferred from name and value; the config can declare another)' : '';
  return [
    {
      what: `${key} is not a valid ${type}${guess}`,
      expected,
      received: secret ? `a text of ${setting.value.length} characters that does not fit` : setting.value,
      from: [setting.origin],
      ...(cause !== undefined && { cause: `it contains ${cause}` }),
    },
  ];
}
