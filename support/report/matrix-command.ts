/** `npm run matrix`: who is apart from whom, by the last audit; writes `matrix.md` and `matrix.html` beside the verdict. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { redact } from '../redaction/redact.ts';
import { exitCodes } from './exit-code.ts';
import { matrixOf } from './matrix.ts';
import { formatMatrixHtml } from './matrix-html.ts';
import { formatMatrixMarkdown, formatMatrixText } from './matrix-text.ts';
import type { Verdict } from './verdict.ts';
import { readVerdict, verdictFileName, writeWhole } from './verdict-file.ts';

/** Writes the matrix of a verdict beside it. @returns it as text for a terminal */
export function publishMatrix(verdict: Verdict, reportsDirectory: string): string {
  const matrix = matrixOf(verdict);
  writeWhole(path.join(reportsDirectory, 'matrix.md'), redact(formatMatrixMarkdown(matrix)));
  writeWhole(path.join(reportsDirectory, 'matrix.html'), redact(formatMatrixHtml(matrix, verdict)));
  return redact(formatMatrixText(matrix));
}

if (import.meta.main) {
  try {
    const { reports } = parseArgs({ options: { reports: { type: 'string', default: 'reports' } } }).values;
    const verdict = readVerdict(path.join(reports, verdictFileName));
    if ('unreadable' in verdict) {
      process.stderr.write(`${verdict.unreadable}. Run \`npx vitest run --project isolation\` first.\n`);
      process.exitCode = exitCodes.notVerified;
    } else process.stdout.write(`${publishMatrix(verdict, reports)}\n`);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n  → npm run matrix -- [--reports reports]\n`);
    process.exitCode = exitCodes.configuration;
  }
}
