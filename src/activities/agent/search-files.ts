import type { Sandbox } from '#src/ports/sandbox.ts'

const MATCHES = 100
const SEARCH_MS = 15_000
const PATTERN = 300
/** Below `.ollio`, only what the agent writes itself is searched. */
const BUILT_PAGES = String.raw`^\./+\.ollio/[^:]*/`

type Found = { ok: true; found: { matches: string[]; moreMatches: boolean } } | { ok: false; error: string }

/**
 * Lines that match a regular expression. It runs inside the sandbox and under its clock, since a pattern can be made to take for ever.
 */
export async function searchFiles(sandbox: Sandbox, pattern: string, path: string, signal: AbortSignal): Promise<Found> {
  if (pattern === '' || pattern.length > PATTERN) return { ok: false, error: `The pattern has to have 1 to ${PATTERN} characters.` }
  const result = await sandbox.run({
    command:
      'grep -rnHIP --exclude-dir=node_modules --exclude-dir=.git --exclude-dir=dist --max-count=50 -e "$PATTERN" -- "./$FOLDER" | grep -avE "$BUILT" | cut -c1-300 | head -n 101',
    env: { PATTERN: pattern.replace(/\\u([0-9a-fA-F]{4})/g, String.raw`\x{$1}`), FOLDER: path, BUILT: BUILT_PAGES },
    timeoutMs: SEARCH_MS,
    signal,
  })
  if (result.timedOut) return { ok: false, error: 'The search took too long. Use a simpler pattern or a smaller folder.' }
  if (result.stdout === '' && result.stderr !== '') return { ok: false, error: whatIsWrong(result.stderr.slice(0, 300)) }
  const lines = result.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^\.\/+/, ''))
  return { ok: true, found: { matches: lines.slice(0, MATCHES), moreMatches: lines.length > MATCHES } }
}

function whatIsWrong(said: string): string {
  return said.includes('No such file')
    ? `${said.trim()}. listFiles shows which folders there are; null searches everywhere.`
    : `The pattern can't be used: ${said.trim()}. To find text as it stands, write a backslash before each of ( ) [ ] { } . * + ? ^ $ |.`
}
