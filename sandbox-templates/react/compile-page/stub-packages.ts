import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Place } from './place.ts'

const PACKAGE_NAME = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i
/** Files that may import packages, and the folders in which there are none. */
const SOURCE = /\.[cm]?[jt]sx?$/
const NO_SOURCES = new Set(['node_modules', 'dist', 'build', 'out', 'coverage'])
const FILES = 5_000
const FILE_BYTES = 512 * 1024
/** Maximum number of names that a stub offers to a bundler. */
const NAMES = 5_000

const PARAMETERS = '<A = any, B = any, C = any, D = any>'
/** Words that can't be the name of a constant or a type. */
const RESERVED = new Set(
  [
    'any as async await bigint boolean break case catch class const continue debugger delete do else enum export extends false finally for',
    'function if implements import in instanceof interface let never new null number object package private protected public return static',
    'string super switch symbol this throw true try typeof undefined unknown var void while with yield stub',
  ].flatMap((words) => words.split(' ')),
)

/** The declared packages that could not be installed. */
export const UNAVAILABLE: readonly string[] = unavailablePackages(process.env['OLLIO_UNAVAILABLE'])

function unavailablePackages(text = '[]'): string[] {
  const names: unknown = JSON.parse(text)
  return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string' && PACKAGE_NAME.test(name)) : []
}

/**
 * Writes a package into the workspace's `node_modules` for each one that could not be installed. There, every tool finds it by its own rules:
 * the bundlers, style sheets that import others, a tsconfig that extends another, the repository's tests. Repeatable, also at the same time.
 */
export function writeStubs({ workspace }: Place): void {
  if (UNAVAILABLE.length === 0) return
  const modules = join(workspace, 'node_modules')
  // A repository may have a file or a link of this name.
  if (lstatSync(modules, { throwIfNoEntry: false })?.isDirectory() === false) return
  mkdirSync(modules, { recursive: true })
  const texts = sourceTexts(workspace)
  for (const name of UNAVAILABLE) {
    const folder = join(modules, name)
    // Something with this name came with the repository.
    if (existsSync(folder) && !existsSync(join(folder, 'stub.cjs'))) continue
    const unfinished = mkdtempSync(join(modules, '.stub-'))
    const files = stubFiles(name, texts)
    for (const [path, text] of Object.entries(files)) writeFileSync(join(unfinished, path), text)
    cpSync(join(import.meta.dirname, 'stub.cjs'), join(unfinished, 'stub.cjs'))
    mkdirSync(folder, { recursive: true })
    // One by one, so that a build that runs at the same time never misses a file.
    for (const path of readdirSync(unfinished)) renameSync(join(unfinished, path), join(folder, path))
    rmSync(unfinished, { recursive: true })
  }
}

/** Types for them: each name that is imported is both a value and a type, and `any`. A module without names would have no types. */
export function stubTypes({ workspace }: Place): string {
  if (UNAVAILABLE.length === 0) return ''
  const texts = sourceTexts(workspace)
  return UNAVAILABLE.map((name) => {
    const names = importedNames(name, texts).filter((each) => !RESERVED.has(each))
    // A value of type `any` can't be called with type arguments.
    const generic = new Set(texts.flatMap((text) => [...text.matchAll(/(?<![\w$])([A-Za-z_$][\w$]*)</g)].map(([, each]) => each)))
    const values = (each: string): string =>
      generic.has(each) ? `export function ${each}${PARAMETERS}(...given: any[]): any` : `export const ${each}: any`
    const parts = names.map((each) => `${values(each)}; export type ${each}${PARAMETERS} = any`)
    const body = ['const stub: any; export default stub', ...parts].join('\n')
    return `declare module '${name}' {\n${body}\n}\ndeclare module '${name}/*' {\n${body}\n}\n`
  }).join('')
}

function stubFiles(name: string, texts: readonly string[]): Record<string, string> {
  // Other packages of settings are rarely imported as JSON by anything but a tsconfig.
  const json = name.includes('tsconfig') ? './tsconfig.json' : './index.cjs'
  const manifest = {
    ...{ name, version: '0.0.0', private: true, main: './index.cjs', style: './style.css', tsconfig: './tsconfig.json' },
    exports: {
      '.': { style: './style.css', default: './index.cjs' },
      './package.json': './package.json',
      './*.module.css': './style.module.css',
      ...Object.fromEntries(['css', 'scss', 'sass', 'less'].map((ending) => [`./*.${ending}`, `./style.${ending}`])),
      './tsconfig*': './tsconfig.json',
      './*.json': json,
      './*': { style: './style.css', default: './index.cjs' },
    },
  }
  const own = texts.filter((text) => text.includes(name))
  const defaultName = own.map((text) => defaultImport(text, name)).find((found) => found !== null) ?? null
  const options = {
    label: defaultName ?? name,
    isComponent: defaultName !== null || own.some((text) => text.includes(`import('${name}`) || text.includes(`import("${name}`)),
    names: importedNames(name, texts),
  }
  return {
    'package.json': JSON.stringify(manifest),
    'index.cjs': `module.exports = require('./stub.cjs')(${JSON.stringify(options)})\n`,
    ...Object.fromEntries(['module.css', 'css', 'scss', 'sass', 'less'].map((ending) => [`style.${ending}`, ''])),
    'tsconfig.json': readFileSync(join(import.meta.dirname, 'default.tsconfig.json'), 'utf8'),
  }
}

/** The name under which a file imports the default export of a package as a component; `null` if it doesn't. */
function defaultImport(text: string, name: string): string | null {
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`\\bimport\\s+([A-Z][\\w$]*)\\b[^'";]{0,500}['"]${quoted}(?:/[^'"]{0,200})?['"]`).exec(text)?.[1] ?? null
}

/**
 * What a bundler may look for on the stub: a bundler takes the names of a CommonJS module from the running module, before it reads them. All
 * names of the files that mention the package, or of all files if one of those passes on the package as a whole.
 */
function importedNames(name: string, all: readonly string[]): string[] {
  const own = all.filter((text) => text.includes(name))
  const isPassedOn = own.some((text) => /\bexport\s*\*|\*\s*as\b/.test(text))
  const names = new Set<string>()
  for (const text of isPassedOn ? [...own, ...all] : own) {
    for (const [each] of text.matchAll(/[A-Za-z_$][\w$]*/g)) {
      if (names.size >= NAMES) return [...names]
      if (each !== 'prototype' && each !== 'default') names.add(each)
    }
  }
  return [...names]
}

let read: string[] | null = null

function sourceTexts(workspace: string): string[] {
  return (read ??= readSources(workspace))
}

function readSources(workspace: string): string[] {
  const paths: string[] = []
  const folders = [workspace]
  for (let folder = folders.pop(); folder !== undefined && paths.length < FILES; folder = folders.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory() && !NO_SOURCES.has(entry.name) && entry.name !== '.git') folders.push(path)
      else if (entry.isFile() && SOURCE.test(entry.name) && statSync(path).size <= FILE_BYTES) paths.push(path)
    }
  }
  return paths.slice(0, FILES).map((path) => readFileSync(path, 'utf8'))
}
