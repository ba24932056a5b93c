import type { ToolCall } from '#src/domain/agent/agent-protocol.ts'
import { editText } from '#src/domain/agent/edit-text.ts'
import { textExcerpt } from '#src/domain/agent/text-excerpt.ts'
import { isKept, MAX_PUBLISHED_FILE_BYTES } from '#src/domain/publishing/publish-policy.ts'
import type { Changes } from '#src/domain/projects/records.ts'
import { workspacePath } from '#src/domain/shared/workspace-path.ts'
import type { ToolResult } from './tool-result.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { searchFiles } from './search-files.ts'
import { withFile } from './workspace.ts'
import type { Workspace } from './workspace.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'artifacts'>

export type FileToolCall = Exclude<ToolCall, { tool: 'executeCommand' | 'viewPage' | 'finish' }>

const READ_BYTES = 1024 * 1024
const LISTED = 400
const DEPTH = { least: 1, usual: 2, most: 6 }

const REPLACED = 'This file already existed and was replaced completely. To change a part of a file, use editFile.'

/** Runs the file tools. Throws 'sandbox-path' for a path that can't be read or written safely. */
export async function runFileTool(
  ports: Ports,
  workspace: Workspace,
  action: FileToolCall | { tool: 'finish' },
  changes: Changes,
  { signal }: ActivityContext,
): Promise<ToolResult> {
  const { sandbox } = workspace
  const seen = (observation: Record<string, unknown>): ToolResult => ({
    observation: { tool: action.tool, ok: true, ...observation },
    changes,
  })
  const failed = (error: string): ToolResult => ({ observation: { tool: action.tool, ok: false, error }, changes })
  if (action.tool === 'finish') return seen({})
  const path = workspacePath(action.args.path ?? '')
  if (path === null) return failed('The path is invalid or outside the workspace. Write it relative to the repository root, without "..".')

  switch (action.tool) {
    case 'writeFile': {
      const bytes = new TextEncoder().encode(action.args.content)
      const replaced = isThere(workspace, changes, path) ? { note: REPLACED } : {}
      return write(ports, workspace, { tool: action.tool, path, bytes }, changes, { path, bytesWritten: bytes.length, ...replaced })
    }
    case 'editFile': {
      const before = exactText(await sandbox.readFile(path, READ_BYTES))
      if (before === null) return failed('The file is not UTF-8 text, so it cannot be edited.')
      const edited = editText(before, action.args.find, action.args.replace)
      if (!edited.ok) return failed(edited.error)
      const bytes = new TextEncoder().encode(edited.text)
      return write(ports, workspace, { tool: action.tool, path, bytes }, changes, { path, placesReplaced: 1 })
    }
    case 'readFile': {
      const text = exactText(await sandbox.readFile(path, READ_BYTES))
      if (text === null) return failed('The file is not UTF-8 text; it may be a picture or a program. Use executeCommand to look at it.')
      return seen({ path, ...textExcerpt(text, action.args) })
    }
    case 'listFiles': {
      const depth = Math.min(DEPTH.most, Math.max(DEPTH.least, action.args.depth ?? DEPTH.usual))
      const entries = await sandbox.list(path, depth)
      const listed = entries
        .slice(0, LISTED)
        .map((entry) => (entry.kind === 'directory' ? `${entry.path}/` : `${entry.path} (${entry.sizeBytes} bytes)`))
      return seen({ path, entries: listed, ...(entries.length > LISTED ? { notListed: entries.length - LISTED } : {}) })
    }
    case 'searchFiles':
      return searchFiles(sandbox, action.args.pattern, path, signal).then((found) => (found.ok ? seen(found.found) : failed(found.error)))
  }
}

/** Whether the file exists, by base and changes. */
function isThere({ tree }: Workspace, changes: Changes, path: string): boolean {
  return Object.hasOwn(changes, path) ? changes[path] !== null : Object.hasOwn(tree, path)
}

/**
 * The text, if encoding it again gives the same bytes; `null` for other encodings, which an edit must not change, and for files with NUL.
 */
function exactText(bytes: Uint8Array): string | null {
  if (bytes.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

async function write(
  ports: Ports,
  { sandbox, tree }: Workspace,
  file: { tool: string; path: string; bytes: Uint8Array },
  changes: Changes,
  seen: Record<string, unknown>,
): Promise<ToolResult> {
  const { tool, path, bytes } = file
  if (bytes.length > MAX_PUBLISHED_FILE_BYTES) {
    return {
      observation: { tool, ok: false, error: `A file may have at most ${MAX_PUBLISHED_FILE_BYTES} bytes; this one has ${bytes.length}.` },
      changes,
    }
  }
  await sandbox.writeFile(path, bytes)
  const kept = isKept(path) ? withFile(changes, tree, path, await ports.artifacts.put(bytes)) : changes
  return { observation: { tool, ok: true, ...seen }, changes: kept }
}
