/** What Playwright's `launch` takes to start the Chromium found. */
export interface ChromiumLaunchOptions {
  executablePath: string;
  headless: true;
  args: string[];
}

/**
 * Launch options for the Chromium at `executablePath`: headless, and quiet, so that what goes over the network is the
 * page's doing. The sandbox is given up only as root, where Chromium refuses to start with it.
 */
export function chromiumLaunchOptions(
  executablePath: string,
  isRoot: boolean = process.getuid?.() === 0,
): ChromiumLaunchOptions {
  const args = [
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  return { executablePath, headless: true, args: isRoot ? ['--no-sandbox', ...args] : args };
}
