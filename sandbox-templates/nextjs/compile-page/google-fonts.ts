import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { requireFrom, type Place } from './place.ts'

/** The most source files that are looked through. */
const FILES = 5_000
const SOURCE = /\.[cm]?[jt]sx?$/
const IMPORT = /import\s*\{([^}]*)\}\s*from\s*(["'])next\/font\/google\2/g

type Call = { font: string; options: unknown }

/** Next's own, which turn a call into the address of a stylesheet. */
type FontModules = {
  validateGoogleFontFunctionCall(font: string, options: unknown): Record<string, never>
  getFontAxes(family: string, weights: never, styles: never, axes: never): never
  getGoogleFontsUrl(family: string, axes: never, display: never): string
}

/**
 * What Next would fetch for `next/font/google`, by address: there is no network here, so a font that this machine does not have is shown
 * as the system font that Next fits to it. A call that Next refuses is left to Next.
 */
export function googleFonts(place: Place): Record<string, string> {
  const calls = sourcesOf(place.workspace).flatMap((path) => callsIn(readFileSync(path, 'utf8')))
  if (calls.length === 0) return {}
  const next = fontModules(place)
  return Object.fromEntries(calls.flatMap((call) => stylesheetOf(call, next)))
}

function stylesheetOf({ font, options }: Call, next: FontModules): [string, string][] {
  try {
    const { fontFamily, weights, styles, selectedVariableAxes, display } = next.validateGoogleFontFunctionCall(font, options)
    const url = next.getGoogleFontsUrl(fontFamily!, next.getFontAxes(fontFamily!, weights!, styles!, selectedVariableAxes!), display!)
    return [[url, `@font-face { font-family: '${fontFamily}'; font-style: normal; src: local('${fontFamily}') }\n`]]
  } catch {
    return []
  }
}

/** The calls of imported fonts. Next takes literals only, so what is written is what is meant. */
function callsIn(text: string): Call[] {
  const names = [...text.matchAll(IMPORT)].flatMap(([, list = '']) => list.split(',')).map((name) => name.trim().split(/\s+as\s+/))
  return names.flatMap(([font = '', local = font]) =>
    !/^\w+$/.test(local)
      ? []
      : [...text.matchAll(new RegExp(`\\b${local}\\(\\s*(\\{[^{}]*\\})?[\\s,]*\\)`, 'g'))].map(([, options = '{}']) => ({
          font,
          options: literal(options),
        })),
  )
}

function literal(text: string): unknown {
  try {
    return runInNewContext(`(${text})`, {}, { timeout: 100 })
  } catch {
    return {}
  }
}

function sourcesOf(workspace: string): string[] {
  const isOurs = (folder: string) =>
    folder.split('/').some((name) => name === 'node_modules' || (name.startsWith('.') && name !== '.ollio'))
  const found: string[] = []
  const folders = ['']
  for (let folder = folders.pop(); folder !== undefined && found.length < FILES; folder = folders.pop()) {
    for (const entry of readdirSync(join(workspace, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory() && !isOurs(path)) folders.push(path)
      else if (entry.isFile() && SOURCE.test(entry.name)) found.push(join(workspace, path))
    }
  }
  return found.filter((path) => readFileSync(path, 'utf8').includes('next/font/google'))
}

function fontModules(place: Place): FontModules {
  const require = requireFrom(place)
  const folder = 'next/dist/compiled/@next/font/dist/google'
  const names = ['validate-google-font-function-call', 'get-font-axes', 'get-google-fonts-url']
  return Object.assign({}, ...names.map((name) => require(`${folder}/${name}.js`) as object)) as FontModules
}
