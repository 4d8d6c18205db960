import { writeAtomically } from '../../files/write-atomically.ts';
import { findSecrets } from '../../redaction/redact.ts';

/** The last scan before a text is written. @throws Error if it still contains a registered secret */
export function refuseSecrets(file: string, text: string): void {
  const leaked = findSecrets(text);
  if (leaked.length > 0)
    throw new Error(
      `${file} is not written: it would contain the secret of ${leaked.join(', ')}. This is a mistake in Airlock's redaction.`,
    );
}

/** Writes a report whole or not at all. @throws Error if it contains a registered secret, or cannot be written */
export function writeReport(file: string, text: string): void {
  refuseSecrets(file, text);
  writeAtomically(file, text);
}
