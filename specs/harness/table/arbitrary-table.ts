import fc from '../property.ts';

/** A part of a value: unescaped text, or a reference. */
type Part = { text: string } | { reference: string };

interface WrittenRow {
  group: string;
  targets: string[];
  key: string;
  values: Part[][];
  padding: string;
  above: string;
  hasFrame: boolean;
}

/** The content of a table, and the form in which to write it. */
export interface WrittenTable {
  environments: string[];
  hasGroup: boolean;
  hasHeader: boolean;
  hasMark: boolean;
  lineEnd: string;
  rows: WrittenRow[];
}

const name = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,11}$/);
const text = fc
  .string({ unit: 'grapheme-composite', maxLength: 12 })
  .map((drawn) => drawn.replaceAll(/[\p{Cc}\u2028\u2029]/gu, '').trim());
const marks = fc.constantFrom(
  '|',
  '\\',
  '\\\\',
  '\\|',
  '${',
  '${X}',
  '}',
  '$',
  '#',
  '=',
  "'",
  '"',
  ',',
  '\\${',
  'a  b',
);
const part = fc.oneof(
  fc.oneof(text, marks).map((drawn) => ({ text: drawn })),
  name.map((reference) => ({ reference })),
);

/** Tables of every form: with and without header, group and frame; with padding, comments, blank lines and separators. */
export const arbitraryTable: fc.Arbitrary<WrittenTable> = fc
  .uniqueArray(fc.constantFrom('dev', 'staging', 'prod', 'qa-eu', 'test2'), { minLength: 1, maxLength: 4 })
  .chain((environments) =>
    fc.record({
      environments: fc.constant(environments),
      hasGroup: fc.boolean(),
      hasHeader: fc.boolean(),
      hasMark: fc.boolean(),
      lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
      rows: fc.array(
        fc.record({
          group: fc.oneof(text, marks).filter((drawn) => !drawn.startsWith('#')),
          targets: fc.array(
            name.filter((drawn) => !drawn.startsWith('_')),
            { minLength: 1, maxLength: 3 },
          ),
          key: name,
          values: fc.array(fc.array(part, { maxLength: 4 }), {
            minLength: environments.length,
            maxLength: environments.length,
          }),
          padding: fc.constantFrom('', ' ', '\t ', ' '.repeat(150)),
          above: fc.constantFrom('', '#| NEXTJS | A | 1 |', '|---|:-:|', '    '),
          hasFrame: fc.boolean(),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    }),
  )
  // In a table without a header, a first row with header words is read as a header.
  .filter(
    ({ hasHeader, rows }) =>
      hasHeader ||
      !rows.some((row) => [row.group, row.key, ...row.targets].some((word) => /^(KEY|TARGET|GROUP)$/.test(word))),
  )
  .map((table) => ({ ...table, rows: table.rows.map((row) => ({ ...row, values: row.values.map(trimEnds) })) }));

/** Writes a table in the form that `parseTable` documents. */
export function writeTable({ environments, hasGroup, hasHeader, hasMark, lineEnd, rows }: WrittenTable): string {
  const lines: string[] = [];
  if (hasHeader) {
    const header = [
      ...(hasGroup ? ['GROUP'] : []),
      'TARGET',
      'KEY',
      ...environments.map((name) => `${name.toUpperCase().replace('-', '_')}_VALUE`),
    ];
    lines.push(`| ${header.join(' | ')} |`);
  }

  for (const [index, { group, targets, key, values, padding, above, hasFrame }] of rows.entries()) {
    // A separator below the first row of a table without a header is a problem, so none is written there.
    if (above !== '' && (hasHeader || index !== 1)) lines.push(above);
    const cells = [
      ...(hasGroup ? [escapeText(group)] : []),
      targets.join(`${padding},`),
      key,
      ...values.map(writeValue),
    ];
    const row = cells.map((cell) => padding + cell + padding).join('|');
    // Without a frame, an empty first or last cell would be read as the frame.
    const needsFrame = cells[0] === '' || cells.at(-1) === '';
    lines.push(hasFrame || needsFrame ? `${padding}|${row}|${padding}` : row);
  }

  return (hasMark ? '\uFEFF' : '') + lines.join(lineEnd);
}

function writeValue(parts: readonly Part[]): string {
  return joinTexts(parts)
    .map((part) => ('text' in part ? escapeText(part.text) : `\${${part.reference}}`))
    .join('');
}

/** Escapes backslashes, pipes and literal `${`. */
function escapeText(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('${', '\\${');
}

/** Merges adjacent texts, because `$` and `{` from two of them would form a `${`. */
function joinTexts(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if ('text' in part && last && 'text' in last) joined[joined.length - 1] = { text: last.text + part.text };
    else joined.push(part);
  }

  return joined;
}

/** Padding at the ends is not part of a value, so it is trimmed. */
function trimEnds(parts: readonly Part[]): Part[] {
  const joined = joinTexts(parts);
  return joined.map((part, index) => {
    if ('reference' in part) return part;
    const head = index === 0 ? part.text.trimStart() : part.text;
    return { text: index === joined.length - 1 ? head.trimEnd() : head };
  });
}
