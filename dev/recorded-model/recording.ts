/** A tool call: a tool of the agent protocol and its arguments, with `null` for omitted optional ones. */
export type ToolCall = { tool: string; args: Record<string, string | number | null> }

/** One answer of the model. */
export type RecordedStep = {
  thought: string
  actions: readonly ToolCall[]
  /** True if the last tool call fails. The next step then fixes the mistake. */
  endsInMistake?: boolean
}

/** One recorded turn. */
export type RecordedTurn = {
  /** A prompt that matches, for people to copy. */
  prompt: string
  /** A prompt matches if it contains at least one entry of every group: the start of a word, or several words. */
  keywords: readonly (readonly string[])[]
  steps: readonly RecordedStep[]
}

/** A recorded project: the turn that starts it, and refinements in any order. */
export type Recording = {
  /** The name of the result, such as "pricing card". */
  name: string
  generate: RecordedTurn
  refinements: readonly RecordedTurn[]
}

export function listFiles(path: string, depth: number): ToolCall {
  return { tool: 'listFiles', args: { path, depth } }
}

export function readWholeFile(path: string): ToolCall {
  return { tool: 'readFile', args: { path, fromLine: null, lineCount: null } }
}

export function writeFile(path: string, content: string): ToolCall {
  return { tool: 'writeFile', args: { path, content } }
}

export function editFile(path: string, find: string, replace: string): ToolCall {
  return { tool: 'editFile', args: { path, find, replace } }
}

/** Runs the type check; the command fails if there are type errors. */
export function checkTypes(): ToolCall {
  return { tool: 'executeCommand', args: { command: '/template/compile_page.sh types', timeoutSeconds: 120 } }
}

/** Builds the preview and views it; fails if a package is missing. */
export function viewPage(width: number): ToolCall {
  return { tool: 'viewPage', args: { width } }
}

export function finish(summary: string): ToolCall {
  return { tool: 'finish', args: { summary } }
}
