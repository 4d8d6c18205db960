import type { BrowserSearch } from './browser-search.ts';

/** Command names of Chromium in Linux distributions. */
export const systemCommands = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
];

/** The usual places of Chromium, Chrome and Edge on a platform, likeliest first. */
export function systemBrowserPaths({
  platform,
  environment,
}: Pick<BrowserSearch, 'platform' | 'environment'>): string[] {
  if (platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].map(
      (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
    );
  }
  if (platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => environment[name]);
    const programs = [
      'Google\\Chrome\\Application\\chrome.exe',
      'Chromium\\Application\\chrome.exe',
      'Microsoft\\Edge\\Application\\msedge.exe',
    ];
    return programs.flatMap((program) =>
      roots.filter((root) => root !== undefined).map((root) => `${root}\\${program}`),
    );
  }
  return systemCommands.map((name) => `/usr/bin/${name}`);
}
