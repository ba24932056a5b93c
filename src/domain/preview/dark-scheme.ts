/**
 * The attributes of `<html>` that switch on a repository's dark color scheme, in addition to the browser's preference. A `class` is added
 * to existing classes.
 */
export type DarkScheme = { attributes: Record<string, string> }

const COMMENT = /\/\*[^]*?(?:\*\/|$)/g
const MEDIA = /prefers-color-scheme\s*:\s*dark/
const ATTRIBUTE = /\[(data-[\w-]+|theme)\s*[~|^$*]?=\s*["']?((?:[\w-]*-)?dark)["']?\s*\]/g
const CLASS = /(?:^|[\s,{}(>&*:])\.(dark|theme-dark|dark-mode|dark-theme)(?![\w-])/g

/** Finds the dark color scheme in style sheets and in the text of a Tailwind 3 configuration; `null` if there is none. */
export function darkScheme({ sheets, tailwindConfig }: { sheets: readonly string[]; tailwindConfig: string | null }): DarkScheme | null {
  const attributes: Record<string, string> = {}
  let byPreference = false
  for (const sheet of sheets) {
    const text = sheet.replace(COMMENT, '')
    byPreference ||= MEDIA.test(text)
    for (const [, name = '', value = ''] of text.matchAll(ATTRIBUTE)) attributes[name] ??= value
    const name = [...text.matchAll(CLASS)][0]?.[1]
    if (name !== undefined) attributes['class'] ??= name
  }
  const mode = /\bdarkMode\s*:\s*(\[[^\]]*\]?|["'][\w-]+["'])/.exec((tailwindConfig ?? '').replace(COMMENT, ''))?.[1]
  if (mode !== undefined) {
    for (const [, name = '', value = ''] of mode.matchAll(ATTRIBUTE)) attributes[name] ??= value
    if (/media/.test(mode)) byPreference = true
    else if (/class|selector|variant/.test(mode) && Object.keys(attributes).length === 0)
      attributes['class'] = /\.([\w-]*dark[\w-]*)/.exec(mode)?.[1] ?? 'dark'
  }
  return byPreference || Object.keys(attributes).length > 0 ? { attributes } : null
}
