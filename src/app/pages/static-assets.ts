import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** A script of our pages, which runs in browsers as it stands. Kept by them as long as they like: another content has another address. */
function script(name: string): { path: string; text: string } {
  const text = readFileSync(new URL(`browser/${name}.js`, import.meta.url), 'utf8')
  return { path: `/assets/${name}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.js`, text }
}

export const VIEWER_SCRIPT = script('viewer')
export const LIVE_SCRIPT = script('live-turn')

/** Browsers ask for one by themselves; a missing one would be an error in their consoles. */
export const ICON = {
  path: '/icon.svg',
  svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="11" fill="none" stroke="#14713d" stroke-width="6"/></svg>',
}
