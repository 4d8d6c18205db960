import { redact } from '../../redaction/redact.ts';
import { secretsIn } from '../../redaction/scan-files.ts';
import { readZip, type ZipEntry } from '../../redaction/zip-entries.ts';
import { redactText } from './redact-capture.ts';

/** First bytes of pictures and fonts, the only binary files that are kept. */
const pictures = ['89504e47', 'ffd8ff', '47494638', '52494646', '774f4632', '774f4646', '00000100'];

/** The files of a trace, without credentials. @throws Error where the trace cannot be opened */
export async function redactArchive(trace: Buffer): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  for (const { name, content } of await readZip(trace)) {
    const kept = await redactContent(content);
    // Viewers show a missing file as not recorded, which is accurate.
    if (kept) entries.push({ name: redact(name), content: kept });
  }
  return entries;
}

/** A file's content without credentials; undefined unless it is text, or a picture or font without a secret. */
export async function redactContent(content: Buffer): Promise<Buffer | undefined> {
  const text = textOf(content);
  if (text !== undefined) return Buffer.from(redactText(text));
  const head = content.subarray(0, 4).toString('hex');
  const isPicture = pictures.some((start) => head.startsWith(start));
  return isPicture && (await secretsIn('', content)).length === 0 ? content : undefined;
}

function textOf(content: Buffer): string | undefined {
  if (content.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}
