import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { STYLE } from './style/style.ts'

/** The only script of the pages. It runs in browsers without a build step. */
export const SCRIPT = readFileSync(new URL('browser/github-live.js', import.meta.url), 'utf8')

/** Browsers may cache it forever: the URL changes with the content. */
export const STYLE_LINK = `/_assets/style.css?${hashOf(STYLE)}`
export const SCRIPT_LINK = `/_assets/live.js?${hashOf(SCRIPT)}`

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
