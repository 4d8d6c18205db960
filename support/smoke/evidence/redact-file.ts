import { redact } from '../../redaction/redact.ts';
import { secretsIn } from '../../redaction/scan-files.ts';
import { readZip, type ZipEntry } from '../../redaction/zip-entries.ts';
import { redactText } from './redact-capture.ts';

/** How files begin that hold pictures or letterforms: the only ones kept that are no text. */
const pictures = ['89504e47', 'ffd8ff', '47494638', '52494646', '774f4632', '774f4646', '00000100'];

/** The files of a trace, without credentials. @throws Error where the trace cannot be opened */
export async function redactArchive(trace: Buffer): Promise<ZipEntry[]> {
  const entries: ZipEntry[] = [];
  for (const { name, content } of await readZip(trace)) {
    const kept = await redactContent(content);
    // A viewer says of a file that is not there that it was not recorded, and that is so.
    if (kept) entries.push({ name: redact(name), content: kept });
  }
  return entries;
}

/** A file's content without credentials; undefined where it is neither text nor a picture without a secret. */
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
