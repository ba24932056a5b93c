import { readFile } from 'node:fs/promises'
import { marked } from 'marked'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { answer, startScriptedModel } from '#test/support/scripted-model.ts'
import type { ModelMessage, ScriptedModel } from '#test/support/scripted-model.ts'
import { AT, startStack, untilTrue, type Stack } from '#test/support/stack/start-stack.ts'
import { COMPONENT } from '../../support/stack/greeting.ts'
import { untilEnded } from '../../support/stack/one-of-each.ts'

/*
 * Text attacks through the whole system: from a comment on the local GitHub through webhook, workflow and worker to the model, and from the
 * model's answer to GitHub. `unseen`: text that must never reach the model.
 */

const PEOPLE = { maya: 'maintainer', will: 'writer', oscar: 'outsider' } as const
type Name = keyof typeof PEOPLE
const by = z.enum(['maya', 'will', 'oscar'])
const attack = z.object({ name: z.string(), text: z.string(), unseen: z.array(z.string()).default([]) })
async function attacks<Row>(file: string, row: z.ZodType<Row>): Promise<Row[]> {
  return z.array(row).parse(JSON.parse(await readFile(`test/fixtures/attacks/${file}.json`, 'utf8')))
}
const COMMANDS = await attacks('commands', attack)
const ISSUES = await attacks('issues', attack.extend({ by, title: z.string() }))
const COMMENTS = await attacks('comments', attack.extend({ by }))
const ANSWERS = await attacks('answers', attack)

let model: ScriptedModel
let stage: Stack
/** All comment texts that the worker wrote, in every state. */
const written: string[] = []
const bodySchema = z.object({ body: z.string() })

beforeAll(async () => {
  model = await startScriptedModel(respond)
  stage = await startStack({ modelUrl: model.url, settings: { DEFAULT_MONTHLY_CREDITS: '100000' } })
  stage.apiGate.before(({ path, body }) => {
    if (!path.includes('/comments') || body === '') return
    const { data } = bodySchema.safeParse(JSON.parse(body))
    if (data !== undefined) written.push(data.body)
  })
})
afterAll(async () => {
  await stage.close()
  await model.close()
})

/** Finishes at once with the summary that the prompt names. Summaries to publish come with a component. */
function respond(messages: readonly ModelMessage[]): string {
  const texts = messages.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)))
  const request = texts.findLast((text) => text.startsWith('{"request"')) ?? ''
  const text = ANSWERS[Number(/answer-(\d+)\./.exec(request)?.[1])]?.text ?? 'It is fine as it is.'
  const finish = {
    tool: 'finish',
    args: { summary: request.includes('publish-all.') ? ANSWERS.map((each) => each.text).join('\n\n') : text },
  }
  if (!request.includes('publish-all.') || messages.at(-1)?.role === 'assistant') return answer(text, finish)
  const write = (path: string, content: string) => ({ tool: 'writeFile', args: { path, content } })
  return answer(
    text,
    write(COMPONENT, 'export function GreetingCard() {\n  return <p>Welcome back</p>\n}\n'),
    write(
      '.ollio/preview.tsx',
      "import { GreetingCard } from '@/components/greeting-card'\n\nexport default function Preview() {\n  return <main><h1>Greeting</h1><GreetingCard /></main>\n}\n",
    ),
    finish,
  )
}

type Issue = { by: Name; title: string; body: string }
const USUAL: Issue = { by: 'maya', title: 'A page', body: 'Our plans.' }

/** Posts a command on a new issue. After the turn has ended, returns what the model was sent and what was written on GitHub. */
async function asked(
  words: string,
  issue: Issue = USUAL,
  said: { by: Name; text: string }[] = [],
): Promise<{ told: string; shown: string[] }> {
  const { data } = await stage.person(PEOPLE[issue.by]).rest.issues.create({ ...AT, title: issue.title, body: issue.body })
  const at = { ...AT, issue_number: data.number }
  for (const comment of said) await stage.person(PEOPLE[comment.by]).rest.issues.createComment({ ...at, body: comment.text })
  const mark = `case-${data.number}.`
  const command = await stage.person('maintainer').rest.issues.createComment({ ...at, body: `/ollio generate ${mark} ${words}` })
  await untilEnded(stage, command.data.id)
  const marker = `<!-- ollio:turn:comment:${command.data.id} -->`
  const ofTurn = () => written.filter((text) => text.endsWith(marker))
  await untilTrue(() => ofTurn().some((text) => /^### (?:Nothing to change|v\d+ is)/.test(text)))
  const calls = model.calls.filter(({ messages }) => messages.some(({ content }) => JSON.stringify(content).includes(mark)))
  return { told: calls.map(({ messages }) => JSON.stringify(messages)).join('\n'), shown: ofTurn() }
}

/** What could harm a reader of one of our comments. */
function dangersIn(markdown: string): string[] {
  const markers = markdown.match(/<!--/g)?.length ?? 0
  const html = marked.parse(markdown, { async: false, gfm: true })
  // GitHub looks for mentions and references outside of code and links.
  const text = html
    .replace(/<!--[^]*?-->/g, '')
    .replace(/<(pre|code|a)\b[^]*?<\/\1>/g, '')
    .replace(/<p>Pull request #\d+ · /, '')
    .replaceAll('&#39;', "'")
  const found = [
    ...(html.match(/<(?:img|picture|source|script|iframe|svg|video|details|summary|h1|h2|hr|input)\b/gi) ?? []),
    ...(text.match(/(?<![\w/.-])@(?!maya,)[a-z\d][\w/-]*/gi) ?? []),
    ...(text.match(/(?<!\w)(?:#|GH-)\d+/gi) ?? []),
    ...[...html.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '').filter((url) => !url.startsWith(stage.publicUrl)),
  ]
  return markers === 1 ? found : [...found, `${markers} HTML comments`]
}

/** What an attack achieved; `heard`: whether the model was called. */
function harmOf({ told, shown }: { told: string; shown: string[] }, unseen: readonly string[] = []) {
  // As written in JSON, and in JSON within JSON.
  const spelt = (text: string): string => JSON.stringify(text).slice(1, -1)
  return {
    heard: told !== '',
    seen: unseen.filter((text) => told.includes(spelt(text)) || told.includes(spelt(spelt(text)))),
    said: shown.length > 0,
    dangers: shown.flatMap(dangersIn),
  }
}
const NONE = { heard: true, seen: [], said: true, dangers: [] }

test('there are more than sixty attacks', () => {
  expect(COMMANDS.length + ISSUES.length + COMMENTS.length + ANSWERS.length).toBeGreaterThan(60)
})

describe.concurrent('an attack in a command does no harm:', () => {
  test.each(COMMANDS)('$name', async ({ text, unseen }) => {
    expect(harmOf(await asked(text), unseen)).toEqual(NONE)
  })
})

describe.concurrent('an attack in an issue does no harm:', () => {
  test.each(ISSUES)('$name', async ({ text, unseen, by: author, title }) => {
    expect(harmOf(await asked('a card', { by: author, title, body: text }), unseen)).toEqual(NONE)
  })
})

describe.concurrent('an attack in the comments of an issue does no harm:', () => {
  test.each(COMMENTS)('$name', async ({ text, unseen, by: author }) => {
    expect(harmOf(await asked('a card', USUAL, [{ by: author, text }]), unseen)).toEqual(NONE)
  })
})

describe.concurrent('an attack in the model’s answer does no harm:', () => {
  test.each(ANSWERS.map(({ name }, number) => ({ name, number })))('$name', async ({ number }) => {
    expect(harmOf(await asked(`answer-${number}.`))).toEqual(NONE)
  })
})

test('pull request, commit and check of an attack are harmless', async () => {
  expect(harmOf(await asked('publish-all. @torvalds fixes #1'))).toEqual(NONE)
  const { rest } = stage.person('maintainer')
  const pull = (await rest.pulls.list({ ...AT, state: 'open' })).data[0]
  const ours = /<!-- ollio:begin -->\n([^]*)\n<!-- ollio:end -->$/.exec(pull?.body ?? '')?.[1] ?? ''
  expect(ours).toContain('### Checks')
  expect(ours).not.toContain('<!--')
  expect(dangersIn(`${ours.replace(/requested in #\d+/, '')}<!-- -->`)).toEqual([])
  const [commit] = (await rest.pulls.listCommits({ ...AT, pull_number: pull?.number ?? 0 })).data
  expect(commit?.commit.message.split('\n')[0]).not.toMatch(/[@#]/)
  expect(commit?.commit.message.match(/^Ollio-Turn: /gm)).toHaveLength(1)
  const { data } = await rest.checks.listForRef({ ...AT, ref: pull?.head.sha ?? '' })
  expect(dangersIn(`${data.check_runs[0]?.output.summary ?? ''}<!-- -->`)).toEqual([])
})

test('edits to a command after it was posted are ignored', async () => {
  const { rest } = stage.person('maintainer')
  const { data: issue } = await rest.issues.create({ ...AT, title: 'A page' })
  const { data: comment } = await rest.issues.createComment({ ...AT, issue_number: issue.number, body: 'a plain comment' })
  await rest.issues.updateComment({ ...AT, comment_id: comment.id, body: '/ollio generate EDITED-A' })
  const { told } = await asked('a card')
  expect(told).not.toContain('EDITED-A')
  expect(await stage.query('SELECT 1 FROM "Turn" WHERE key = $1', [`comment:${comment.id}`])).toEqual([])
})
