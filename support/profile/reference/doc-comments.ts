import { parseSync, Visitor } from 'oxc-parser';

/** The properties of an object literal, each with the doc comment above it. */
export interface DocumentedObject {
  /** "support/platforms/worker/platform.ts:12". */
  place: string;
  docs: ReadonlyMap<string, string | undefined>;
}

/**
 * The object literals of a source text and the doc comments of their properties: what an editor shows of a setting is what
 * the reference says of it.
 */
export function documentedObjects(file: string, text: string): DocumentedObject[] {
  const { program, comments } = parseSync(file, text);
  const docBefore = new Map(
    comments
      .filter(({ type, value }) => type === 'Block' && value.startsWith('*'))
      .map(({ value, end }) => [end + (/^\s*/.exec(text.slice(end))?.[0].length ?? 0), sentenceOf(value)]),
  );
  const found: DocumentedObject[] = [];
  const visitor = new Visitor({
    ObjectExpression({ properties, start }) {
      const docs = properties.flatMap((property) =>
        property.type === 'Property' && property.key.type === 'Identifier'
          ? [[property.key.name, docBefore.get(property.start)] as const]
          : [],
      );
      found.push({ place: `${file}:${text.slice(0, start).split('\n').length}`, docs: new Map(docs) });
    },
  });
  visitor.visit(program);
  return found;
}

/** A comment as one line of text. */
function sentenceOf(comment: string): string {
  return comment
    .split('\n')
    .map((line) => line.replace(/^\s*\*?\s?/, '').trim())
    .filter((line) => line !== '')
    .join(' ')
    .trim();
}
