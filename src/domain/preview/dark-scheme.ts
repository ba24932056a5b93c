import { reader } from '../shared/hostile-text.ts'

/**
 * The attributes of `<html>` that switch on a repository's dark color scheme, in addition to the browser's preference. A `class` is added
 * to existing classes.
 */
export type DarkScheme = { attributes: Record<string, string> }

const COMMENT = /\/\*[^]*?(?:\*\/|$)/g
const MEDIA = /prefers-color-scheme\s*:\s*dark/
const ATTRIBUTE = /\[(data-[\w-]+|theme)\s*[~|^$*]?=\s*["']?((?:[\w-]*-)?dark)["']?\s*\]/g
const CLASS = /(?:^|[\s,{}(>&*:])\.(dark|theme-dark|dark-mode|dark-theme)(?![\w-])/g

/** Maximum number of attributes, and maximum length of their names and values in characters. */
const ATTRIBUTES = { count: 20, characters: 100 }

function addAttributes(attributes: Record<string, string>, text: string): void {
  let count = Object.keys(attributes).length
  for (const [, name = '', value = ''] of text.matchAll(ATTRIBUTE)) {
    if (count >= ATTRIBUTES.count) return
    if (name.length > ATTRIBUTES.characters || value.length > ATTRIBUTES.characters || Object.hasOwn(attributes, name)) continue
    attributes[name] = value
    count += 1
  }
}

/** Finds the dark color scheme in style sheets and in the text of a Tailwind 3 configuration; `null` if there is none. */
export const darkScheme = reader(
  'darkScheme',
  ({ sheets, tailwindConfig }: { sheets: readonly string[]; tailwindConfig: string | null }): DarkScheme | null => {
    const attributes: Record<string, string> = {}
    let byPreference = false
    for (const sheet of sheets) {
      const text = sheet.replace(COMMENT, '')
      byPreference ||= MEDIA.test(text)
      addAttributes(attributes, text)
      const [[, name] = []] = text.matchAll(CLASS)
      if (name !== undefined) attributes['class'] ??= name
    }
    const mode = /\bdarkMode\s*:\s*(\[[^\]]*\]?|["'][\w-]+["'])/.exec((tailwindConfig ?? '').replace(COMMENT, ''))?.[1]
    if (mode !== undefined) {
      addAttributes(attributes, mode)
      if (/media/.test(mode)) byPreference = true
      else if (/class|selector|variant/.test(mode) && Object.keys(attributes).length === 0)
        attributes['class'] = /\.([\w-]*dark[\w-]*)/.exec(mode)?.[1] ?? 'dark'
    }
    return byPreference || Object.keys(attributes).length > 0 ? { attributes } : null
  },
)
