import path from 'node:path';
import { redact } from '../../redaction/redact.ts';
import { inertDeep } from '../../text/inert.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { writeReport } from '../verdict/write-report.ts';
import { matrixOf } from './matrix.ts';
import { formatMatrixHtml } from './matrix-html.ts';
import { formatMatrixMarkdown, formatMatrixText } from './matrix-text.ts';

/** Writes the matrix beside the verdict, as `matrix.md` and `matrix.html`. @returns it for a terminal, and as Markdown */
export function publishMatrix(given: Verdict, reportsDirectory: string): { text: string; markdown: string } {
  const verdict = inertDeep(given);
  const matrix = matrixOf(verdict);
  const markdown = redact(formatMatrixMarkdown(matrix));
  writeReport(path.join(reportsDirectory, 'matrix.md'), markdown);
  writeReport(path.join(reportsDirectory, 'matrix.html'), redact(formatMatrixHtml(matrix, verdict)));
  return { text: redact(formatMatrixText(matrix)), markdown };
}
