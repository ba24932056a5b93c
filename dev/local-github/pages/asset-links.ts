import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { STYLE } from './style/style.ts'

/** The one script of the pages, which runs in browsers as it stands. */
export const SCRIPT = readFileSync(new URL('browser/github-live.js', import.meta.url), 'utf8')

/** Kept by browsers as long as they like: another content has another address. */
export const STYLE_LINK = `/_assets/style.css?${hashOf(STYLE)}`
export const SCRIPT_LINK = `/_assets/live.js?${hashOf(SCRIPT)}`

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
