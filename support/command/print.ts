import { redact } from '../redaction/redact.ts';
import { escapeTerminal } from '../text/escape-terminal.ts';

/** Writes text, redacted and inert, to standard output. */
export function say(text: string): void {
  process.stdout.write(`${escapeTerminal(redact(text))}\n`);
}

/** Writes text, redacted and inert, to standard error. */
export function complain(text: string): void {
  process.stderr.write(`${escapeTerminal(redact(text))}\n`);
}

/** Ignores a reader that has closed its end (`| head`): the command finishes and ends with its own exit code. */
export function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
}
