import { afterAll, beforeAll, expect } from 'vitest'
import { type Compiler, openCompiler, type Workspace } from './compile-page.ts'

/** The tsconfig of Vite's starter template. */
export const VITE_TSCONFIG = {
  compilerOptions: {
    ...{ target: 'ES2020', lib: ['ES2020', 'DOM', 'DOM.Iterable'], module: 'ESNext', moduleResolution: 'bundler', jsx: 'react-jsx' },
    ...{ skipLibCheck: true, allowImportingTsExtensions: true, isolatedModules: true, noEmit: true, strict: true },
    ...{ noUnusedLocals: true, noUnusedParameters: true, noFallthroughCasesInSwitch: true },
  },
  include: ['src'],
}

export function packageJson(dependencies: Record<string, string>, rest: object = {}): string {
  return JSON.stringify({ name: 'kind', private: true, ...rest, dependencies })
}

export type Kinds = {
  compiler: Compiler
  /** Builds without errors; returns the page's script, styles and notes. */
  built: (workspace: Workspace, stylesheet?: string | null, packageFolder?: string) => Promise<Built>
}

type Built = { js: string; css: string; notes: unknown[] }

/** A compiler for all tests of a file, with the packages that each repository declares. */
export function kindsOfRepository(): () => Kinds {
  let compiler: Compiler | undefined
  beforeAll(async () => {
    compiler = await openCompiler()
  })
  afterAll(() => compiler?.close())
  return () => {
    if (compiler === undefined) throw new Error('The compiler was not opened')
    const opened = compiler
    return {
      compiler: opened,
      built: (workspace, stylesheet = null, packageFolder = '') => built(opened, workspace, stylesheet, packageFolder),
    }
  }
}

async function built(compiler: Compiler, workspace: Workspace, stylesheet: string | null, packageFolder: string): Promise<Built> {
  const outcome = await compiler.compileWithPackages(workspace, stylesheet, packageFolder)
  const [code, ...notes] = outcome.page
  expect({ types: outcome.types, code, left: outcome.left }).toEqual({ types: [0], code: 0, left: [] })
  const all = (ending: string): string =>
    Object.entries(outcome.built)
      .flatMap(([name, text]) => (name.endsWith(ending) ? [text] : []))
      .join('\n')
  return { js: all('.js'), css: all('.css'), notes }
}

/** The React versions in a script; more than one breaks hooks. */
export function reactsIn(js: string): string[] {
  return [...new Set([...js.matchAll(/\.version=[`"'](\d+)\.\d+\.\d+/g)].map(([, major]) => major ?? ''))]
}
