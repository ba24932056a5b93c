import type { Sandbox } from '#src/ports/sandbox.ts'

const MATCHES = 100
const SEARCH_MS = 15_000
const PATTERN = 300

type Found = { ok: true; found: { matches: string[]; moreMatches: boolean } } | { ok: false; error: string }

/**
 * Lines that match a regular expression. It runs inside the sandbox and under its clock, since a pattern can be made to take for ever.
 */
export async function searchFiles(sandbox: Sandbox, pattern: string, path: string, signal: AbortSignal): Promise<Found> {
  if (pattern === '' || pattern.length > PATTERN) return { ok: false, error: `The pattern has to have 1 to ${PATTERN} characters.` }
  const result = await sandbox.run({
    command:
      'grep -rnHIP --exclude-dir=node_modules --exclude-dir=.git --exclude-dir=dist --max-count=50 -e "$PATTERN" -- "./$FOLDER" | cut -c1-300 | head -n 101',
    env: { PATTERN: pattern, FOLDER: path },
    timeoutMs: SEARCH_MS,
    signal,
  })
  if (result.timedOut) return { ok: false, error: 'The search took too long. Use a simpler pattern or a smaller folder.' }
  if (result.stdout === '' && result.stderr !== '') return { ok: false, error: result.stderr.slice(0, 300) }
  const lines = result.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^\.\/+/, ''))
  return { ok: true, found: { matches: lines.slice(0, MATCHES), moreMatches: lines.length > MATCHES } }
}
