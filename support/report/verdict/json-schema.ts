import { z } from 'zod';
import { Verdict, verdictSchema } from './verdict.ts';

/** The JSON Schema of the verdict file, from the declaration that reads and writes it: the text of `docs/schema/verdict.schema.json`. */
export function verdictJsonSchema(): string {
  const schema = z.toJSONSchema(Verdict, { target: 'draft-2020-12', io: 'input' });
  const title = `Airlock: verdict.json, schema ${verdictSchema}`;
  return `${JSON.stringify({ title, ...schema }, null, 2)}\n`;
}
