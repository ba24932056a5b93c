import { searchMatches, searchProblem } from '#src/domain/agent/command-output.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'

const MATCHES = 100
const SEARCH = { processorMs: 15_000, timeoutMs: 90_000 }
const PATTERN = 300
/** In `.ollio`, only files that the agent wrote are searched, no built pages. */
const BUILT_PAGES = String.raw`^\./+\.ollio/[^:]*/`

type Found = { ok: true; found: { matches: string[]; moreMatches: boolean } } | { ok: false; error: string }

/** Finds lines that match a regular expression. Runs inside the sandbox with a timeout, since a hostile pattern can run forever. */
export async function searchFiles(sandbox: Sandbox, pattern: string, path: string, signal: AbortSignal): Promise<Found> {
  if (pattern === '' || pattern.length > PATTERN) return { ok: false, error: `The pattern must have 1 to ${PATTERN} characters.` }
  const result = await sandbox.run({
    command:
      'grep -rnHIP --exclude-dir=node_modules --exclude-dir=.git --exclude-dir=dist --max-count=50 -e "$PATTERN" -- "./$FOLDER" | grep -avE "$BUILT" | cut -c1-300 | head -n 101',
    env: { PATTERN: pattern.replace(/\\u([0-9a-fA-F]{4})/g, String.raw`\x{$1}`), FOLDER: path, BUILT: BUILT_PAGES },
    ...SEARCH,
    signal,
  })
  if (result.stoppedBy === 'processor-time')
    return { ok: false, error: 'The search took too long. Use a simpler pattern or a smaller folder.' }
  if (result.stoppedBy !== null) return { ok: false, error: 'The search was not finished, because the machine was too busy. Try again.' }
  const matches = searchMatches(result.stdout)
  const problem = matches.length === 0 ? searchProblem(result.stderr) : null
  if (problem !== null) return { ok: false, error: problem }
  return { ok: true, found: { matches: matches.slice(0, MATCHES), moreMatches: matches.length > MATCHES } }
}
