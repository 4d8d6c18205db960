import type { Page } from '@playwright/test';
import { doorOf } from '../browser/browser-door.ts';

const timeoutMs = 5_000;

/** A server's certificate, trusted or not. Times in ms since the epoch. */
export interface CertificateReading {
  subject: string;
  issuer: string;
  validFromMs: number;
  validToMs: number;
}

/**
 * Reads the certificate that a browser refused, in a context without cookies or scripts: one request, whose content is ignored.
 * Chromium names only one reason for a refusal, and an unknown issuer hides that a certificate has expired.
 * @returns undefined if the server sends none
 */
export async function readCertificate(tab: Page, url: string): Promise<CertificateReading | undefined> {
  const proxy = doorOf(tab.context())?.proxy;
  const context = await tab
    .context()
    .browser()
    ?.newContext({ ignoreHTTPSErrors: true, javaScriptEnabled: false, ...(proxy && { proxy }) });
  if (!context) return undefined;
  try {
    const page = await context.newPage();
    const response = await page.goto(url, { timeout: timeoutMs, waitUntil: 'commit' });
    const details = await response?.securityDetails();
    if (!details) return undefined;
    const { subjectName: subject = 'nobody', issuer = 'nobody', validFrom = 0, validTo = 0 } = details;
    return { subject, issuer, validFromMs: validFrom * 1000, validToMs: validTo * 1000 };
  } catch {
    // The failure to open the page is reported already.
    return undefined;
  } finally {
    await context.close();
  }
}

/** Words a refused certificate as the cause of a finding. */
export function describeCertificate(reading: CertificateReading, nowMs = Date.now()): string {
  const { subject, issuer, validFromMs, validToMs } = reading;
  const day = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
  const who = `the certificate of ${subject}, issued by ${issuer},`;
  if (nowMs > validToMs) return `${who} expired on ${day(validToMs)}`;
  if (nowMs < validFromMs) return `${who} is valid from ${day(validFromMs)} only`;
  return `${who} is valid until ${day(validToMs)}, so its date is not the reason`;
}
