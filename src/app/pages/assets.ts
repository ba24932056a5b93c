import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The one script of our pages, which runs in browsers as it stands. */
export const SCRIPT = readFileSync(new URL('browser/stage.js', import.meta.url), 'utf8')
/** Kept by browsers as long as they like: another content has another address. */
export const SCRIPT_PATH = `/assets/stage-${createHash('sha256').update(SCRIPT).digest('hex').slice(0, 12)}.js`

/** Browsers ask for one by themselves; a missing one would be an error in their consoles. */
export const ICON = {
  path: '/icon.svg',
  svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="11" fill="none" stroke="#14713d" stroke-width="6"/></svg>',
}
