import { answer } from '#test/support/scripted-model.ts'
import type { ModelMessage } from '#test/support/scripted-model.ts'
import { AT, untilTrue, type Stack } from '#test/support/stack/start-stack.ts'
import { COMPONENT, greet } from './greeting.ts'
import { command, untilEnded } from './one-of-each.ts'

/** Writes a greeting first. Then, for each prompt that asks to `say "…"`, reads the component and replaces its second line. */
export function talk(messages: readonly ModelMessage[]): string {
  const texts = messages.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)))
  const requests = texts.filter((text) => text.startsWith('{"request"'))
  if (requests.length === 1) return greet(messages)
  const since = texts.slice(texts.findLastIndex((text) => text.startsWith('{"request"')))
  const seen = since.findLast((text) => text.includes('text-muted'))
  if (seen === undefined)
    return answer('I read it first.', { tool: 'readFile', args: { path: COMPONENT, fromLine: null, lineCount: null } })
  const words = /say \\"(.+?)\\"/.exec(since.findLast((text) => text.includes('say \\"')) ?? '')?.[1] ?? 'They are fixed.'
  const line = /mt-2 text-muted">(.+?)<\/p>/.exec(seen.replaceAll('\\"', '"'))?.[1] ?? ''
  if (!since.some((text) => text.includes('"tool":"editFile","ok":true')))
    return answer('I write the words.', { tool: 'editFile', args: { path: COMPONENT, find: line, replace: words } })
  return answer('That is all.', { tool: 'finish', args: { summary: `It says "${words}".` } })
}

export type Conversation = { issue: number; pull: number; branch: string }

/** Starts a project and waits until its first version is published. */
export async function startConversation(stage: Stack): Promise<Conversation> {
  const { issue, comment } = await command(stage, '/ollio generate a greeting card')
  const state = await untilEnded(stage, comment)
  if (state !== 'PUBLISHED') throw new Error(`The first turn is ${state}`)
  const { data } = await stage.person('maintainer').rest.pulls.list({ ...AT, state: 'open', per_page: 100 })
  const pull = data.find(({ head }) => head.ref.startsWith(`ollio/${issue}-`))
  if (pull === undefined) throw new Error('There is no pull request')
  return { issue, pull: pull.number, branch: pull.head.ref }
}

/** Makes one commit as a person with GitHub's web editor; `null` deletes the file. */
export async function push(stage: Stack, branch: string, path: string, text: string): Promise<string> {
  const { rest } = stage.person('writer')
  const known = await rest.repos.getContent({ ...AT, path, ref: branch }).catch(() => null)
  const sha = known !== null && !Array.isArray(known.data) ? { sha: known.data.sha } : {}
  const content = Buffer.from(text).toString('base64')
  const { data } = await rest.repos.createOrUpdateFileContents({ ...AT, path, branch, message: `Edit ${path}`, content, ...sha })
  return data.commit.sha ?? ''
}

/** The text of a file on a branch; `null` if it does not exist. */
export async function read(stage: Stack, branch: string, path = COMPONENT): Promise<string | null> {
  const found = await stage
    .person('writer')
    .rest.repos.getContent({ ...AT, path, ref: branch })
    .catch(() => null)
  return found === null || Array.isArray(found.data) || found.data.type !== 'file'
    ? null
    : Buffer.from(found.data.content, 'base64').toString()
}

export async function headOf(stage: Stack, branch: string): Promise<string> {
  return (await stage.person('writer').rest.git.getRef({ ...AT, ref: `heads/${branch}` })).data.object.sha
}

/** Waits until a comment of the bot on the pull request matches `words`, and returns the newest such comment. */
export async function untilCommented(stage: Stack, number: number, words: string | RegExp): Promise<string> {
  let found: string | undefined
  await untilTrue(async () => {
    const { data } = await stage.person('maintainer').rest.issues.listComments({ ...AT, issue_number: number, per_page: 100 })
    found = data
      .filter(({ user }) => user?.type === 'Bot')
      .map(({ body }) => body ?? '')
      .findLast((body) => new RegExp(words).test(body))
    return found !== undefined
  })
  return found ?? ''
}
