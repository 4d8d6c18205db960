import type { z } from 'zod';
import { quoteForeign } from '../text/quote-foreign.ts';
import { nearName } from '../text/suggest-name.ts';
import type { ConfigurationProblem } from './configuration-error.ts';

/** Every mistake that zod found in a config, with the file and the field. */
export function configProblems(file: string, error: z.ZodError): ConfigurationProblem[] {
  return error.issues.map((issue) => ({
    place: [file, issue.path.join('.')].filter(Boolean).join(' › '),
    message: issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message,
  }));
}

/** Words what zod would say tersely: what was expected, and what was seen. Values are not quoted, one may be a secret. */
export function wordIssue(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `it is missing; expected ${named(issue.expected)}.`
        : `expected ${named(issue.expected)}, saw ${kindOf(issue.input)}.`;
    case 'invalid_value': {
      const values = issue.values.map(String);
      if (issue.input === undefined) return `it is missing; expected one of ${values.join(', ')}.`;
      if (typeof issue.input !== 'string') return `expected one of ${values.join(', ')}, saw ${kindOf(issue.input)}.`;
      return `\`${quoteForeign(issue.input, 40)}\` is none of ${values.join(', ')}. ${nearOnly(issue.input, values)}`.trim();
    }
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `it is empty or too short; expected at least ${issue.minimum}.`
        : `expected more than ${issue.inclusive === false ? issue.minimum : Number(issue.minimum) - 1}, saw ${issue.input}.`;
    default:
      return undefined;
  }
}

function nearOnly(typed: string, known: readonly string[]): string {
  const name = nearName(typed, known);
  return name === undefined ? '' : `Did you mean \`${name}\`?`;
}

const names: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function named(expected: string): string {
  return names[expected] ?? expected;
}

function kindOf(input: unknown): string {
  if (input === null) return 'null';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'number') return Number.isInteger(input) ? 'a number' : `${input}`;
  return named(typeof input) === typeof input ? `a ${typeof input}` : named(typeof input);
}
