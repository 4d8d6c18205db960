import type { Finding } from '../../check/finding.ts';
import type { ProfileTable, TableValue } from '../../profile/index.ts';
import { mismatchOf, typeOf } from './value-type.ts';

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
  const places = Map.groupBy(
    values.flatMap(({ key, targets, cell }) => targets.map((target) => ({ pair: `${key} for ${target.text}`, cell }))),
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
  const cells = new Map(values.flatMap(({ targets }) => targets).map((cell) => [`${cell.line}:${cell.column}`, cell]));
  return [...cells.values()]
    .filter(({ text }) => !known.includes(text))
    .map(({ text, line, column }) => ({
      what: `the TARGET ${text} is not declared`,
      expected: `one of ${known.join(', ')}`,
      received: text,
      from: [`${shownFile}:${line}:${column}`],
    }));
}

/** A value without the form of its type. A secret's value is not shown. */
export function judgeShape(value: TableValue): Finding[] {
  const { type, inferred } = typeOf(value.key, value.rule);
  const expected = mismatchOf(value.setting.value, type);
  if (expected === undefined) return [];
  return [
    {
      what: `${value.key} is not a valid ${type}${inferred ? ' (the type is inferred from the name; the config can declare another)' : ''}`,
      expected,
      received: value.secret
        ? `a text of ${value.setting.value.length} characters that does not fit`
        : value.setting.value,
      from: [value.setting.origin],
    },
  ];
}
