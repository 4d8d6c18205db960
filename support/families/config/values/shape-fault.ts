import type { KeyRule, ValueType } from '../../../profile/index.ts';
import { addressFault, isAddressLike, isStructuredText, pasteFault, withoutPaste } from './pasted-value.ts';
import { secretShapeOf } from './secret-shape.ts';
import { valueForms } from './value-forms.ts';
import { mismatchOf, typeOf } from './value-type.ts';

/** What is wrong with the form of a value. */
export interface ShapeFault {
  type: ValueType;
  inferred: boolean;
  expected: string;
  /** What was left of copying it. */
  cause?: string;
}

interface ShapedValue {
  key: string;
  rule: KeyRule;
  secret: boolean;
  value: string;
}

/**
 * Holds a value against the form that the config declares for it. Where it declares none, name and value decide together:
 * a value that is plainly of the form, but for what copying left in it, is at fault; a guess from the name alone is none.
 */
export function shapeFault(shaped: ShapedValue): ShapeFault | undefined {
  const { key, rule, value } = shaped;
  const { type, inferred } = typeOf(key, rule);
  if (!inferred) return declaredFault(type, value);
  if (type === 'text') return textFault(shaped);
  if (mismatchOf(value, type) === undefined) return strictFault(type, value);
  // A value of another kind than its name says is no mistake of its form.
  return inferredFault(type, value) ?? (isListOf(type, value) ? undefined : textFault(shaped));
}

function declaredFault(type: ValueType, value: string): ShapeFault | undefined {
  const expected = mismatchOf(value, type);
  if (expected !== undefined) return { type, inferred: false, expected, ...causeOf(type, value) };
  // Whoever declares a text may mean anything.
  return type === 'text' ? undefined : strictFault(type, value, false);
}

/** What a parser of the type forgives. */
function strictFault(type: ValueType, value: string, inferred = true): ShapeFault | undefined {
  const cause = ['url', 'origin'].includes(type) ? addressFault(value) : undefined;
  return cause === undefined ? undefined : { type, inferred, expected: valueForms[type].expected, cause };
}

/** The name says one type, and the value does not fit it. */
function inferredFault(type: ValueType, value: string): ShapeFault | undefined {
  const bare = withoutPaste(value);
  const fault = { type, inferred: true, expected: valueForms[type].expected, ...causeOf(type, value) };
  if (isListOf(type, value)) return undefined;
  const isMeant = type === 'url' || type === 'origin' ? isWebAddress(bare) : mismatchOf(bare, type) === undefined;
  return isMeant ? fault : undefined;
}

/** An address without a type, and a token: what copying left in them makes them another value. */
function textFault({ key, rule, secret, value }: ShapedValue): ShapeFault | undefined {
  if (isStructuredText(value)) return undefined;
  if (isAddressLike(value)) {
    const parts = value.split(/[\s,;]+/).filter((part) => part !== '');
    const isList = parts.length > 1 && parts.every((part) => part.includes('://') && URL.canParse(part));
    const isSentence = parts.length > 3;
    const cause = isList || isSentence ? undefined : addressFault(value);
    return cause === undefined ? undefined : { type: 'url', inferred: true, expected: 'an address', cause };
  }
  const isToken = secret || secretShapeOf(key, withoutPaste(value)) !== undefined;
  if (!isToken || rule.type !== undefined) return undefined;
  // A passphrase may have blanks in it.
  const cause = pasteFault(value.replaceAll(' ', ''));
  return cause === undefined ? undefined : { type: 'secret', inferred: true, expected: 'a secret as it is', cause };
}

function isWebAddress(text: string): boolean {
  return /^(?:https?|wss?):\/\//i.test(text);
}

/** Several values of a type, where the name says one: `A_URL` may hold a list, and a `PORT` a range. */
function isListOf(type: ValueType, value: string): boolean {
  const parts = value.split(/\s*[,;\s]\s*/).filter((part) => part !== '');
  return parts.length > 1 && parts.every((part) => mismatchOf(part, type) === undefined);
}

function causeOf(type: ValueType, value: string): { cause?: string } {
  if (type === 'text' || type === 'json' || mismatchOf(withoutPaste(value), type) !== undefined) return {};
  const cause = addressFault(value);
  return cause === undefined ? {} : { cause };
}
