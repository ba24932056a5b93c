import { toFailure } from '#src/domain/shared/failures.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'artifacts' | 'codeHost' | 'textMerge'>

/** One file on three sides: artifact keys, or `null` if the file doesn't exist there. */
type ThreeSides = { base: string | null; ours: string | null; theirs: string | null }

/** Merges both changes of a file, or returns `collides` if they conflict. Merges only text files that are in the artifact store. */
export async function mergeFile(ports: Ports, { base, ours, theirs }: ThreeSides): Promise<{ key: string | null } | 'collides'> {
  if (theirs === base || ours === theirs) return { key: ours }
  if (ours === base) return { key: theirs }
  const texts = await Promise.all([base, ours, theirs].map((key) => textOf(ports, key)))
  const [o, a, b] = texts
  if (o == null || a == null || b == null) return 'collides'
  const merged = ports.textMerge({ base: o, ours: a, theirs: b })
  return merged === null ? 'collides' : { key: await ports.artifacts.put(new TextEncoder().encode(merged)) }
}

/** `null` for a file that is missing in the store or not text. */
async function textOf(ports: Ports, key: string | null): Promise<string | null> {
  if (key === null) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await ports.artifacts.get(key))
  } catch (error) {
    if (error instanceof TypeError || toFailure(error).kind === 'artifact-missing') return null
    throw error
  }
}

/** Stores a file as it was at a commit as an artifact. Returns false if its content doesn't match `key` or can't be read. */
export async function storeFileAt(
  ports: Ports,
  { project }: TurnRecord,
  file: { path: string; sha: string; key: string },
): Promise<boolean> {
  const text = await ports.codeHost.readFile(project.repository, file.path, file.sha)
  return text !== null && (await ports.artifacts.put(new TextEncoder().encode(text))) === file.key
}
