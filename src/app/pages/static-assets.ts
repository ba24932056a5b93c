import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** A browser script, served as it is on disk. Its path contains a content hash, so browsers may cache it forever. */
function script(name: string): { path: string; text: string } {
  const text = readFileSync(new URL(`browser/${name}.js`, import.meta.url), 'utf8')
  return { path: `/assets/${name}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.js`, text }
}

export const VIEWER_SCRIPT = script('viewer')
export const LIVE_SCRIPT = script('live-turn')

/** Browsers request an icon by default. A missing one would be an error in their console. */
export const ICON = {
  path: '/icon.svg',
  svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="11" fill="none" stroke="#14713d" stroke-width="6"/></svg>',
}
