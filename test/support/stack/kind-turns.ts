import { expect } from 'vitest'
import { OWNER, PEOPLE } from '#dev/demo/demo-users.ts'
import { answer, stepsSoFar, type ModelCall, type ModelMessage, type ScriptedModel } from '#test/support/scripted-model.ts'
import { untilTrue, type Stack } from '#test/support/stack/start-stack.ts'

type Action = { tool: string; args: Record<string, unknown> }

/** What the model does in one kind of repository: its tool calls, step by step. The last step finishes. */
export type Script = Action[][]

/** The result of a turn, as people see it. */
export type Outcome = {
  state: string
  /** The first message of its model calls. */
  prompt: string
  modelCalls: number
  /** The pull request's body. */
  body: string
  /** Paths that the pull request changes. */
  files: string[]
  /** By name: the outcome and the detail. */
  checks: Record<string, string>
  draft: boolean
  /** Reads a file on the pull request's branch. */
  textOf(path: string): Promise<string>
}

export const write = (path: string, content: string): Action => ({ tool: 'writeFile', args: { path, content } })
export const edit = (path: string, find: string, replace: string): Action => ({ tool: 'editFile', args: { path, find, replace } })
export const read = (path: string): Action => ({ tool: 'readFile', args: { path, fromLine: null, lineCount: null } })
export const execute = (command: string): Action => ({ tool: 'executeCommand', args: { command, timeoutSeconds: 60 } })
export const finish = (summary: string): Action => ({ tool: 'finish', args: { summary } })

/** A preview page with a heading and `shown`. */
export function preview(imports: string, shown: string): Action {
  const page = `<main>\n      <h1>Preview</h1>\n      ${shown}\n    </main>`
  return write('.ollio/preview.tsx', `${imports}\n\nexport default function Preview() {\n  return (\n    ${page}\n  )\n}\n`)
}

/** Plays the session of the repository that the first message names. */
export function playing(sessions: Readonly<Record<string, Script>>): (messages: ModelMessage[]) => string {
  return (messages) => {
    const session = sessions[repositoryOf(messages)] ?? []
    return answer('I go on.', ...(session[stepsSoFar(messages)] ?? [finish('There is nothing more to do.')]))
  }
}

function repositoryOf(messages: readonly ModelMessage[]): string {
  return new RegExp(`data from ${OWNER}/([\\w-]+)`).exec(promptOf(messages))?.[1] ?? ''
}

function promptOf(messages: readonly ModelMessage[]): string {
  return String(messages[0]?.content)
}

/** Creates the repository and posts the command on an issue; returns the issue's number and the comment's id. */
export async function ask(
  stage: Stack,
  repo: string,
  files: Record<string, string>,
  body: string,
): Promise<{ issue: number; comment: number }> {
  await stage.github.createRepository({ owner: OWNER, name: repo, files, collaborators: { [PEOPLE.maintainer.login]: 'admin' } })
  const { rest } = stage.person('maintainer')
  const issue = (await rest.issues.create({ owner: OWNER, repo, title: 'A component', body: '' })).data.number
  const comment = (await rest.issues.createComment({ owner: OWNER, repo, issue_number: issue, body })).data.id
  return { issue, comment }
}

/** Runs one whole turn in a repository with these files. */
export async function turnIn(
  { stage, model }: { stage: Stack; model: ScriptedModel },
  repo: string,
  files: Record<string, string>,
  body: string,
): Promise<Outcome> {
  const { comment } = await ask(stage, repo, files, body)
  const state = await untilEnded(stage, comment)
  const calls = callsIn(model, repo)
  const at = { owner: OWNER, repo }
  const { rest } = stage.person('maintainer')
  const [pull] = (await rest.pulls.list({ ...at, state: 'open' })).data
  if (pull === undefined)
    throw new Error(`The turn in ${repo} ended ${state}; the model heard ${JSON.stringify(calls.at(-1)?.messages.at(-1)?.content)}`)
  const changed = (await rest.pulls.listFiles({ ...at, pull_number: pull.number })).data
  const outcome = { state, body: pull.body ?? '', draft: pull.draft ?? false, files: changed.map(({ filename }) => filename).toSorted() }
  return {
    ...outcome,
    prompt: promptOf(calls[0]?.messages ?? []),
    modelCalls: calls.length,
    checks: checksIn(outcome.body),
    async textOf(path) {
      const { data } = await rest.repos.getContent({ ...at, path, ref: pull.head.ref })
      if (!('content' in data)) throw new Error(`${path} is no file`)
      return Buffer.from(data.content, 'base64').toString()
    },
  }
}

const PASSED = ['Imports', 'Types', 'Build', 'Page', 'Accessibility', 'Layout', 'Keyboard', 'Secrets', 'Changes']

/** Checks the number of model calls and that no check failed. */
export function expectPublished({ state, draft, modelCalls, checks, body }: Outcome, calls: number): void {
  expect(checks).toMatchObject(Object.fromEntries(PASSED.map((name) => [name, expect.stringMatching(/^passed/)])))
  expect(Object.entries(checks).filter(([, said]) => said.startsWith('failed'))).toEqual([])
  expect({ state, draft, modelCalls }).toEqual({ state: 'PUBLISHED', draft: false, modelCalls: calls })
  expect(body).not.toContain('Not published, because')
}

/** The model calls of turns in one repository. */
export function callsIn(model: ScriptedModel, repo: string): ModelCall[] {
  return model.calls.filter(({ messages }) => repositoryOf(messages) === repo)
}

/** The bot's comments on an issue. */
export async function botComments(stage: Stack, repo: string, issue: number): Promise<string[]> {
  const { data } = await stage.person('maintainer').rest.issues.listComments({ owner: OWNER, repo, issue_number: issue })
  return data.flatMap(({ user, body }) => (user?.type === 'Bot' ? [body ?? ''] : []))
}

async function untilEnded(stage: Stack, comment: number): Promise<string> {
  let state: string | undefined
  await untilTrue(async () => {
    const [row] = await stage.query<{ state: string }>('SELECT state FROM "Turn" WHERE key = $1', [`comment:${comment}`])
    state = row?.state
    return state !== undefined && state !== 'RUNNING'
  }, 180_000)
  return state ?? ''
}

function checksIn(body: string): Record<string, string> {
  const rows = [...body.matchAll(/^\| (\w[\w ]*) \| \S+ (passed|warning|failed) \| (.*) \|$/gm)]
  return Object.fromEntries(rows.map(([, name = '', outcome = '', detail = '']) => [name, `${outcome}: ${detail}`]))
}
