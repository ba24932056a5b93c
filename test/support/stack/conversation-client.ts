import { answer } from '#test/support/scripted-model.ts'
import type { ModelMessage } from '#test/support/scripted-model.ts'
import { AT, untilTrue, type Stage } from '#test/support/stack/start-stack.ts'
import { COMPONENT, greet } from './greeting.ts'
import { command, untilEnded } from './one-of-each.ts'

/** A greeting at first; then, whenever somebody asks to `say "…"`, the words of its second line, read before they are written. */
export function talk(messages: readonly ModelMessage[]): string {
  const texts = messages.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)))
  const requests = texts.filter((text) => text.startsWith('{"request"'))
  if (requests.length === 1) return greet(messages)
  const since = texts.slice(texts.findLastIndex((text) => text.startsWith('{"request"')))
  const seen = since.findLast((text) => text.includes('text-muted'))
  if (seen === undefined)
    return answer('I read it first.', { tool: 'readFile', args: { path: COMPONENT, fromLine: null, lineCount: null } })
  const words = /say \\"(.+?)\\"/.exec(since.findLast((text) => text.includes('say \\"')) ?? '')?.[1] ?? 'They are mended.'
  const line = /mt-2 text-muted">(.+?)<\/p>/.exec(seen.replaceAll('\\"', '"'))?.[1] ?? ''
  if (!since.some((text) => text.includes('"tool":"editFile","ok":true')))
    return answer('I write the words.', { tool: 'editFile', args: { path: COMPONENT, find: line, replace: words } })
  return answer('That is all.', { tool: 'finish', args: { summary: `It says "${words}".` } })
}

export type Conversation = { issue: number; pull: number; branch: string }

/** A conversation whose first version is published. */
export async function begin(stage: Stage): Promise<Conversation> {
  const { issue, comment } = await command(stage, '/ollio generate a greeting card')
  const state = await untilEnded(stage, comment)
  if (state !== 'PUBLISHED') throw new Error(`The first turn is ${state}`)
  const { data } = await stage.person('maintainer').rest.pulls.list({ ...AT, state: 'open', per_page: 100 })
  const pull = data.find(({ head }) => head.ref.startsWith(`ollio/${issue}-`))
  if (pull === undefined) throw new Error('There is no pull request')
  return { issue, pull: pull.number, branch: pull.head.ref }
}

/** One commit of a person's, by the page's editor; `null` removes the file. */
export async function push(stage: Stage, branch: string, path: string, text: string): Promise<string> {
  const { rest } = stage.person('writer')
  const known = await rest.repos.getContent({ ...AT, path, ref: branch }).catch(() => null)
  const sha = known !== null && !Array.isArray(known.data) ? { sha: known.data.sha } : {}
  const content = Buffer.from(text).toString('base64')
  const { data } = await rest.repos.createOrUpdateFileContents({ ...AT, path, branch, message: `Edit ${path}`, content, ...sha })
  return data.commit.sha ?? ''
}

/** The text of a file at a branch; `null` where there is none. */
export async function read(stage: Stage, branch: string, path = COMPONENT): Promise<string | null> {
  const found = await stage
    .person('writer')
    .rest.repos.getContent({ ...AT, path, ref: branch })
    .catch(() => null)
  return found === null || Array.isArray(found.data) || found.data.type !== 'file'
    ? null
    : Buffer.from(found.data.content, 'base64').toString()
}

export async function headOf(stage: Stage, branch: string): Promise<string> {
  return (await stage.person('writer').rest.git.getRef({ ...AT, ref: `heads/${branch}` })).data.object.sha
}

/** The one comment of the bot's under a pull request that says this. */
export async function untilSaid(stage: Stage, number: number, words: string | RegExp): Promise<string> {
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
