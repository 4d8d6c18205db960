import { FormIndex } from '../../../redaction/form-index.ts';
import { secretsIn } from '../../../redaction/search.ts';
import { formsOf } from '../../../redaction/secret-forms.ts';
import { type PostedSecret, tellingAtEnd } from './canary-logs.ts';

/** What came back of a secret. */
export type Remains = 'whole' | 'unlabelled' | 'encoded' | 'part';

/** Shorter parts are found by chance in traces and times: they are looked for only where the secret was posted. */
const tellingAnywhere = 8;
const masks = String.raw`(?:[*•●▪█#xX._…-]+|[[<({][^\])}>]{0,40}[\])}>])`;

interface Places {
  /** Every answer that may repeat the log. */
  shown: readonly string[];
  /** What stands in the stored log where the secret was posted. */
  inField: readonly string[];
  /** Texts that belong in the log: what they contain does not tell anything. */
  ordinary: readonly string[];
}

/** @returns undefined where nothing of the secret came back */
export function remainsOf({ value, runs }: PostedSecret, { shown, inField, ordinary }: Places): Remains | undefined {
  const isTelling = (part: string) => !ordinary.some((text) => text.includes(part));
  const texts = [...shown, ...inField];
  if (has(texts, value)) return 'whole';

  const long = runs.filter((run) => run.length >= tellingAnywhere && isTelling(run));
  if (long.some((run) => has(texts, run))) return 'unlabelled';

  const encoded = [value, ...long].filter((part) => part.length >= tellingAnywhere);
  if (isEncodedIn(texts, encoded)) return 'encoded';

  const isPartlyKept = runs.some((run) => inField.some((text) => keepsPart(text, run, isTelling)));
  return isPartlyKept ? 'part' : undefined;
}

/** Whether one of the texts contains a part, as it is or as it stands in JSON. */
export function has(texts: readonly string[], part: string): boolean {
  return texts.some((text) => text.includes(part) || text.includes(JSON.stringify(part).slice(1, -1)));
}

function isEncodedIn(texts: readonly string[], parts: readonly string[]): boolean {
  const index = new FormIndex();
  for (const part of parts) for (const form of formsOf(part)) index.add(form, 'sample', part.length);
  return texts.some((text) => secretsIn(text, index).next().done === false);
}

function keepsPart(text: string, run: string, isTelling: (part: string) => boolean): boolean {
  for (let at = 0; at + tellingAnywhere <= run.length; at += 1) {
    const part = run.slice(at, at + tellingAnywhere);
    if (text.includes(part) && isTelling(part)) return true;
  }
  if (run.length < tellingAtEnd) return false;

  const first = run.slice(0, tellingAtEnd);
  const last = run.slice(-tellingAtEnd);
  const ends = [
    ...(isTelling(first) ? [String.raw`(?<![\p{L}\p{N}])${RegExp.escape(first)}`] : []),
    ...(isTelling(last) ? [String.raw`${RegExp.escape(last)}(?![\p{L}\p{N}])`] : []),
    ...maskedInTheMiddle(run),
  ];
  return ends.some((pattern) => new RegExp(pattern, 'u').test(text));
}

/** `p****d`: fewer characters tell at both ends of a mask, all the fewer the shorter the secret is. */
function maskedInTheMiddle(run: string): string[] {
  const kept = run.length < tellingAnywhere ? 2 : tellingAtEnd;
  return Array.from({ length: kept - 1 }, (_, index) => {
    const first = run.slice(0, index + 1);
    const last = run.slice(index + 1 - kept);
    return String.raw`(?<![\p{L}\p{N}])${RegExp.escape(first)}${masks}${RegExp.escape(last)}(?![\p{L}\p{N}])`;
  });
}
