/** One thing that the agent asks for: a tool of the agent protocol and its arguments, optional ones as `null`. */
export type Action = { tool: string; args: Record<string, string | number | null> }

/** One answer of the model. */
export type RecordedStep = {
  thought: string
  actions: readonly Action[]
  /** True where the last action fails, so that the next step mends what went wrong. */
  endsInMistake?: boolean
}

/** What is played for one request. */
export type RecordedSession = {
  /** A wording that is known to match, for people to copy. */
  prompt: string
  /** The request has to contain something of every group: a word that begins like this, or several words. */
  keywords: readonly (readonly string[])[]
  steps: readonly RecordedStep[]
}

/** A conversation: what begins it, and what can be asked for once it has begun, in any order. */
export type Recording = {
  /** What is made, such as "pricing card". */
  name: string
  generate: RecordedSession
  refinements: readonly RecordedSession[]
}

export function listFiles(path: string, depth: number): Action {
  return { tool: 'listFiles', args: { path, depth } }
}

export function readWholeFile(path: string): Action {
  return { tool: 'readFile', args: { path, fromLine: null, lineCount: null } }
}

export function writeFile(path: string, content: string): Action {
  return { tool: 'writeFile', args: { path, content } }
}

export function editFile(path: string, find: string, replace: string): Action {
  return { tool: 'editFile', args: { path, find, replace } }
}

/** Asks the compiler for type errors, which is a failed command where there are any. */
export function checkTypes(): Action {
  return { tool: 'executeCommand', args: { command: '/template/compile_page.sh types', timeoutSeconds: 120 } }
}

/** Builds the preview, which fails where a package is missing, and looks at it. */
export function viewPage(width: number): Action {
  return { tool: 'viewPage', args: { width } }
}

export function finish(summary: string): Action {
  return { tool: 'finish', args: { summary } }
}
