import { reader } from '../shared/hostile-text.ts'
import { lineFinder } from '../shared/line-finder.ts'
import { FINDINGS_PER_FILE, firstOf, knownLines, MESSAGE_CHARACTERS } from './finding-limits.ts'
import type { Annotation } from '../projects/records.ts'

const TEST = /\.(?:test|spec|stories)\.[cm]?[jt]sx?$|(?:^|\/)(?:tests?|__tests__|stories|__stories__)\/.*\.[cm]?[jt]sx?$/i
const HOOK = /(?:^|\/)(?:hooks\/.+|use-[\w-]+|use[A-Z]\w*)\.[cm]?[jt]sx?$/

/**
 * True for files that tests or a story catalog run as soon as the pull request exists: with CI's permissions, and before anyone reviewed
 * them.
 */
export function runsInCi(path: string): boolean {
  return TEST.test(path) || HOOK.test(path)
}

/** Node modules without access to anything outside the program. */
const HARMLESS = /^(?:assert|events|path|test|timers|url|util)(?:\/|$)/
const BUILT_IN =
  /^(?:async_hooks|child_process|cluster|dgram|diagnostics_channel|dns|fs|http|http2|https|inspector|module|net|os|process|readline|repl|tls|tty|undici|v8|vm|wasi|worker_threads)(?:\/|$)/

type Reach = { pattern: RegExp; message: string; inHooks: Annotation['level'] }

/** `a.b` may be split over two lines. Environment variables that a build writes into every page are public and allowed. */
const REACHES: readonly Reach[] = [
  {
    pattern: /\bprocess\s*\??\.\s*env\b(?!\.(?:NODE_ENV|NEXT_PUBLIC_\w+)\b)|\bprocess\s*(?:\?\.\s*)?\[|=\s*process\b(?!\s*\??\.)/g,
    message: 'reads the environment',
    inHooks: 'failure',
  },
  {
    pattern: /\bimport\.meta\.env\b(?!\.(?:VITE_\w+|MODE|DEV|PROD|SSR|BASE_URL)\b)/g,
    message: 'reads the environment',
    inHooks: 'failure',
  },
  {
    pattern: /\bprocess\s*\??\.\s*(?:binding|dlopen|getBuiltinModule|mainModule)\b|\bcreateRequire\b/g,
    message: 'loads Node modules',
    inHooks: 'failure',
  },
  {
    pattern: /\b(?:require|import)\s*\(\s*(?:[^\s"'`/)]|`[^`]*\$\{)/g,
    message: 'loads a module with a computed name',
    inHooks: 'failure',
  },
  { pattern: /\beval\s*\(|\bFunction\s*\(/g, message: 'runs text as code', inHooks: 'failure' },
  {
    pattern: /\bfetch\s*\(|\bXMLHttpRequest\b|\bsendBeacon\b|\bnew\s+(?:WebSocket|EventSource)\b/g,
    message: 'accesses the network',
    // Some hooks exist to do this.
    inHooks: 'warning',
  },
]
const REQUIRED = /\brequire\s*\(\s*["'`]([^"'`]+)["'`]/g

/**
 * `imports`: the file's import specifiers. Lines that already existed in `before` are not reported. At most 50 findings, failures before
 * warnings.
 */
export const ciExposureFindings = reader(
  'ciExposureFindings',
  (file: { path: string; text: string; before: string | null }, imports: readonly { specifier: string; line: number }[]): Annotation[] => {
    const { path, text, before } = file
    const isHook = !TEST.test(path)
    const lineOf = lineFinder(text)
    const isKnown = knownLines(text, before)

    function* loaded(sites: Iterable<{ specifier: string; line: number }>): Generator<Omit<Annotation, 'path'>> {
      for (const { specifier, line } of sites) {
        const name = specifier.replace(/^node:/, '')
        const isFound = specifier.startsWith('node:') ? !HARMLESS.test(name) : BUILT_IN.test(name)
        if (isFound && !isKnown(line)) yield { line, level: 'failure', message: `loads ${specifier}`.slice(0, MESSAGE_CHARACTERS) }
      }
    }
    function* required(): Generator<{ specifier: string; line: number }> {
      for (const { index, 1: specifier = '' } of text.matchAll(REQUIRED)) yield { specifier, line: lineOf(index) }
    }
    function* reached({ pattern, message, inHooks }: Reach): Generator<Omit<Annotation, 'path'>> {
      for (const { index } of text.matchAll(pattern)) {
        const line = lineOf(index)
        if (!isKnown(line)) yield { line, level: isHook ? inHooks : 'failure', message }
      }
    }
    const rank = ({ level }: Pick<Annotation, 'level'>): number => (level === 'failure' ? 0 : 1)
    return [...firstOf(loaded(imports)), ...firstOf(loaded(required())), ...REACHES.flatMap((reach) => firstOf(reached(reach)))]
      .toSorted((one, other) => rank(one) - rank(other) || one.line - other.line)
      .slice(0, FINDINGS_PER_FILE)
      .toSorted((one, other) => one.line - other.line)
      .map((finding) => ({ path, ...finding }))
  },
)
