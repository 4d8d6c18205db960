import type { KeyRule, ValueType } from '../../../profile/index.ts';
import { isLoopback } from '../hosts.ts';
import {
  addressFault,
  commandBefore,
  isAddressLike,
  isStructuredText,
  pasteFault,
  schemeFault,
  unwrapped,
  withoutMarks,
  withoutPaste,
} from './pasted-value.ts';
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
  if (rule.type !== 'text' && isNamed(key, value))
    return { type, inferred, expected: 'the value alone', cause: `its own name, ${key}, in front of it` };
  const command = rule.type === 'text' ? undefined : commandBefore(value);
  if (command !== undefined)
    return { type, inferred, expected: 'the address alone', cause: `the command ${command} before it` };
  if (!inferred) return declaredFault(type, value);
  const scheme = /\s/.test(value.trim()) ? undefined : schemeFault(value);
  if (scheme !== undefined) return { type: 'url', inferred, expected: 'an address', cause: scheme };
  if (type === 'text') return textFault(shaped);
  if (mismatchOf(value, type) === undefined) return strictFault(type, value) ?? unreachableFault(shaped, type);
  // A value of another kind than its name says is not a mistake of its form.
  return inferredFault(type, value) ?? (isListOf(type, value) ? undefined : textFault(shaped));
}

function declaredFault(type: ValueType, value: string): ShapeFault | undefined {
  const expected = mismatchOf(value, type);
  if (expected !== undefined) return { type, inferred: false, expected, ...causeOf(type, value) };
  // Whoever declares a text may mean anything.
  return type === 'text' ? undefined : strictFault(type, value, false);
}

const inBrowsers = /^(?:NEXT_PUBLIC|VITE|PUBLIC|EXPO_PUBLIC|NUXT_PUBLIC|REACT_APP|GATSBY)_/;

/** An address of a private network, under a name whose value is written into pages. */
function unreachableFault({ key, value }: ShapedValue, type: ValueType): ShapeFault | undefined {
  const url = type === 'url' && inBrowsers.test(key) ? URL.parse(value) : null;
  if (!url || !/^(?:http|ws):$/.test(url.protocol) || isLoopback(url.hostname)) return undefined;
  return { type, inferred: true, expected: 'an address with https, that a browser reaches from anywhere' };
}

/** A line of a file of variables, pasted whole: `KEY=value`, `export KEY=value`, `"KEY": "value",`. */
function isNamed(key: string, value: string): boolean {
  const text = value.trim().replace(/^export\s{1,9}/, '');
  const bare = /^["']/.test(text) ? text.slice(1) : text;
  return bare.startsWith(key) && /^["']?\s{0,9}[:=]/.test(bare.slice(key.length, key.length + 12));
}

/** What a parser of the type forgives. */
function strictFault(type: ValueType, value: string, inferred = true): ShapeFault | undefined {
  const cause = ['url', 'origin'].includes(type) ? addressFault(value) : undefined;
  return cause === undefined ? undefined : { type, inferred, expected: valueForms[type].expected, cause };
}

/** The name says one type, and the value does not fit it. */
function inferredFault(type: ValueType, value: string): ShapeFault | undefined {
  const fault = { type, inferred: true, expected: valueForms[type].expected, ...causeOf(type, value) };
  if (isListOf(type, value)) return undefined;
  return isMeant(type, value) ? fault : undefined;
}

/** Whether a value is plainly of the type, but for what copying left, or for what its readers do not forgive. */
function isMeant(type: ValueType, value: string): boolean {
  const bare = withoutPaste(value);
  if (type === 'url' || type === 'origin') return isWebAddress(unwrapped(value)) || /^https?%3A%2F%2F\S+$/i.test(bare);
  // An origin with a path or a slash at its end equals none that a browser sends.
  if (type === 'origins') return bare.split(',').every((part) => isWebAddress(part.trim()) && !/\s/.test(part.trim()));
  if (type === 'email') return mismatchOf(bare.replace(/^mailto:/i, '').replace(/\.$/, ''), type) === undefined;
  // What JSON never has, in any dialect of it.
  if (type === 'json' && /^[{[][\s\S]*[}\]]$/.test(bare) && mismatchOf(bare, type) !== undefined)
    return mismatchOf(bare.replaceAll('\\"', '"').replaceAll(/[“”„]/g, '"'), type) === undefined;
  return mismatchOf(bare, type) === undefined;
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
  const bare = withoutPaste(value);
  const isMarked = isMarkedToken(key, value, rule);
  if (isMarked)
    return {
      type: 'secret',
      inferred: true,
      expected: 'a secret as it is',
      cause: 'marks that copying left around it',
    };
  const isKnown = secretShapeOf(key, bare, { byRandomness: false }) !== undefined;
  const isToken = secret || isKnown || secretShapeOf(key, bare) !== undefined;
  if (!isToken || rule.type !== undefined) return undefined;
  const cause = tokenFault(value) ?? (isKnown && bare !== value ? 'a mark that copying left at its end' : undefined);
  return cause === undefined ? undefined : { type: 'secret', inferred: true, expected: 'a secret as it is', cause };
}

/** A token of a form that is known, but for the marks around it. */
function isMarkedToken(key: string, value: string, rule: KeyRule): boolean {
  const inner = withoutMarks(value);
  if (rule.type !== undefined || inner === withoutPaste(value) || !/^[\w|:-]+$/.test(inner)) return false;
  return secretShapeOf(key, inner, { byRandomness: false }) !== undefined;
}

/** A passphrase may have blanks in it, and no token has one at its ends. */
function tokenFault(value: string): string | undefined {
  if (value !== value.trim()) return 'white space or a line break at one of its ends';
  if (/^\S{12,} {1,9}#(?: |$)/.test(value.slice(0, 600))) return 'a comment behind it';
  return pasteFault(value.replaceAll(' ', ''));
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
