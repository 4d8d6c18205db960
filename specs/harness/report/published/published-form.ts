import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';

export const schemaFile = path.join(import.meta.dirname, '../../../../docs/schema/verdict.schema.json');

// Dates have a pattern of their own in it; `format` alone says nothing to a validator without an extension.
const ajv = new Ajv2020({ allErrors: true, strictTypes: false, validateFormats: false });
let compiled: ReturnType<typeof ajv.compile> | undefined;

/** @throws Error that names each place where the text of a verdict file is not of the form that is published */
export function requirePublishedForm(text: string): void {
  compiled ??= ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')) as object);
  if (!compiled(JSON.parse(text)))
    throw new Error(`not of the published form: ${ajv.errorsText(compiled.errors, { dataVar: 'verdict' })}`);
}
