import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lookAt } from '#test/support/look-at.ts'
import { startScriptedModel, type ScriptedModel } from '#test/support/scripted-model.ts'
import { AT, openStage, untilTrue, type Stage } from '#test/support/stack/start-stack.ts'
import { COMPONENT } from '../../support/stack/greeting.ts'
import { command, untilEnded } from '../../support/stack/one-of-each.ts'
import { begin, headOf, push, read, talk, untilSaid } from '../../support/stack/conversation-client.ts'
import type { Conversation } from '../../support/stack/conversation-client.ts'

let model: ScriptedModel
let stage: Stage
let talking: Conversation

beforeAll(async () => {
  model = await startScriptedModel(talk)
  stage = await openStage({ modelUrl: model.url, settings: { DEFAULT_MONTHLY_CREDITS: '1000' } })
  talking = await begin(stage)
})
afterEach(() => model.onCall(null))
afterAll(async () => {
  await stage.close()
  await model.close()
})

/** A command on the pull request, until its turn has ended. */
async function say(body: string): Promise<string> {
  return untilEnded(stage, (await command(stage, body, talking.pull)).comment)
}
const now = () => read(stage, talking.branch)
const commits = async () => (await stage.person('writer').rest.pulls.listCommits({ ...AT, pull_number: talking.pull, per_page: 100 })).data
/** Lets `meanwhile` happen while the model answers its next call. */
function whileItThinks(meanwhile: () => Promise<unknown>): void {
  model.onCall(async () => {
    model.onCall(null)
    await meanwhile()
  })
}
const balance = async () => (await stage.query<{ balance: number }>('SELECT balance FROM "Repository"'))[0]?.balance ?? 0

describe('undo and restore', () => {
  test('bring a version back by a new commit, with a preview, no model call and no credits', async () => {
    expect(await say('/ollio say "Your seedlings waited."')).toBe('PUBLISHED')
    const [calls, credits, before] = [model.calls.length, await balance(), (await commits()).length]
    expect(await say('/ollio undo')).toBe('PUBLISHED')
    expect(await now()).toContain('Your seedlings missed you.')
    expect([model.calls.length, await balance(), (await commits()).length]).toEqual([calls, credits, before + 1])
    const told = await untilSaid(stage, talking.pull, /Done: Greeting Card, v3/)
    expect(told).toContain('The state of v1 again')
    const preview = /\[open it in the browser\]\((\S+)\)/.exec(told)?.[1] ?? ''
    expect((await lookAt(preview)).frameText).toContain('Your seedlings missed you.')

    expect(await say('/ollio restore v2')).toBe('PUBLISHED')
    expect(await now()).toContain('Your seedlings waited.')
  })

  test('keep what people did', async () => {
    const text = (await now()) ?? ''
    await push(stage, talking.branch, COMPONENT, text.replace('Welcomes a visitor', 'Greets a visitor'))
    expect(await say('/ollio undo')).toBe('PUBLISHED')
    expect(await now()).toMatch(/Greets a visitor[^]*Your seedlings missed you/)
  })

  test('change nothing where people changed the same lines, and name the file', async () => {
    const text = (await now()) ?? ''
    const head = await push(stage, talking.branch, COMPONENT, text.replace('Your seedlings missed you.', 'A line of ours.'))
    expect(await say('/ollio restore v4')).toBe('FAILED')
    expect(await headOf(stage, talking.branch)).toBe(head)
    expect(await untilSaid(stage, talking.pull, /Later commits changed the same places/)).toContain(COMPONENT)
  })
})

describe('a push while the agent works', () => {
  test('is kept: the work goes on top of it', async () => {
    whileItThinks(() => push(stage, talking.branch, 'src/components/by-hand.ts', 'export const byHand = 1\n'))
    expect(await say('/ollio say "They grew."')).toBe('PUBLISHED')
    expect(await now()).toContain('They grew.')
    expect(await read(stage, talking.branch, 'src/components/by-hand.ts')).toBe('export const byHand = 1\n')
  })

  test('of the same lines is left as it is, and the turn says where they collide', async () => {
    const text = (await now()) ?? ''
    let head = ''
    whileItThinks(async () => {
      // The agent has begun from the branch as it was.
      head = await push(stage, talking.branch, COMPONENT, text.replace('They grew.', 'By hand.'))
    })
    expect(await say('/ollio say "By the agent."')).toBe('FAILED')
    expect(await headOf(stage, talking.branch)).toBe(head)
    expect(await untilSaid(stage, talking.pull, /changed the same places as I did/)).toContain(COMPONENT)
  })

  test('that is a reset is followed, and nothing that it removed comes back', async () => {
    const [first] = await commits()
    whileItThinks(() =>
      stage.person('maintainer').rest.git.updateRef({ ...AT, ref: `heads/${talking.branch}`, sha: first?.sha ?? '', force: true }),
    )
    const state = await say('/ollio say "After the reset."')
    // Its change is of a line that the first version has in other words.
    expect(state).toBe('FAILED')
    expect(await headOf(stage, talking.branch)).toBe(first?.sha)
    expect(await say('/ollio say "Once more."')).toBe('PUBLISHED')
    expect(await read(stage, talking.branch, 'src/components/by-hand.ts')).toBeNull()
  })
})

describe('rebase', () => {
  test('brings the base in by a merge commit, checked and shown', async () => {
    await push(stage, 'main', 'NEWS.md', 'A newer base.\n')
    expect(await say('/ollio rebase')).toBe('PUBLISHED')
    const merge = (await commits()).at(-1)
    expect(merge?.parents).toHaveLength(2)
    expect(await read(stage, talking.branch, 'NEWS.md')).toBe('A newer base.\n')
    expect(await untilSaid(stage, talking.pull, /main is merged into the branch/)).toContain(merge?.sha.slice(0, 7))
    expect(await say('/ollio rebase')).toBe('UNCHANGED')
  })

  test('that needs a person names the files and leaves the branch as it is', async () => {
    await push(stage, 'main', COMPONENT, 'export const something = "else"\n')
    const head = await headOf(stage, talking.branch)
    expect(await say('/ollio rebase')).toBe('FAILED')
    expect(await headOf(stage, talking.branch)).toBe(head)
    expect(await untilSaid(stage, talking.pull, /needs a person/)).toContain(COMPONENT)
  })
})

test('words for the turn that runs reach it, and are answered with a sign', async () => {
  let steer = 0
  whileItThinks(async () => {
    steer = (await command(stage, '/ollio steer say "What was steered to."', talking.pull)).comment
    await untilTrue(async () => (await stage.query('SELECT 1 FROM "Steer" WHERE key = $1', [`comment:${steer}`])).length === 1)
  })
  expect(await say('/ollio say "What was asked."')).toBe('PUBLISHED')
  expect(await now()).toContain('What was steered to.')
  const { data } = await stage.person('writer').rest.reactions.listForIssueComment({ ...AT, comment_id: steer })
  expect(data.map(({ content }) => content)).toEqual(['+1'])
})

describe('a turn that was cancelled', () => {
  test('is begun anew by retry, for what it had cost', async () => {
    const before = await balance()
    whileItThinks(async () => {
      await command(stage, '/ollio cancel', talking.pull)
      await untilTrue(async () => (await stage.query(`SELECT 1 FROM "Turn" WHERE state = 'RUNNING'`)).length === 0)
    })
    const head = await headOf(stage, talking.branch)
    expect(await say('/ollio say "In the end."')).toBe('CANCELLED')
    expect([await headOf(stage, talking.branch), await balance()]).toEqual([head, before])
    expect(await say('/ollio retry')).toBe('PUBLISHED')
    expect(await now()).toContain('In the end.')
  })

  test('and then published leaves nothing to repeat', async () => {
    await command(stage, '/ollio retry', talking.pull)
    expect(await untilSaid(stage, talking.pull, /nothing to repeat/)).toContain('/ollio <what to change>')
  })
})

describe('the repository’s own checks', () => {
  test('that fail are told in the comment, and mended by fix with what they say', async () => {
    const headSha = await headOf(stage, talking.branch)
    await stage.github.reportJob(AT.owner, AT.repo, {
      ...{
        name: 'lint',
        headSha,
        conclusion: 'failure',
        log: `2026-11-26T18:00:00.0000000Z \u001B[31m${COMPONENT}: no such words\u001B[0m\n`,
      },
      output: {
        title: 'One error',
        summary: 'Words',
        annotations: [{ path: COMPONENT, start_line: 12, end_line: 12, annotation_level: 'failure', message: 'Unknown word' }],
      },
    })
    expect(await untilSaid(stage, talking.pull, /own checks found something:\*\* `lint`/)).toContain('In the end.')
    expect(await say('/ollio fix')).toBe('PUBLISHED')
    expect(await now()).toContain('They are mended.')
    const request = model.calls.flatMap(({ messages }) => messages).findLast(({ content }) => String(content).includes('"failedChecks"'))
    const { failedChecks } = JSON.parse(String(request?.content)) as { failedChecks: { printed: string } }
    expect(failedChecks.printed).toBe(
      [
        `Check "lint" failed.`,
        'One error',
        'Words',
        `${COMPONENT}:12: failure: Unknown word`,
        'The end of its log:',
        `${COMPONENT}: no such words\n`,
      ].join('\n'),
    )
  })

  test('that all pass leave nothing to mend', async () => {
    await command(stage, '/ollio fix', talking.pull)
    expect(await untilSaid(stage, talking.pull, /No check of this repository’s own/)).toContain('/ollio fix')
  })
})

test('delete removes what is kept, and says so; a stranger’s link leads nowhere then', async () => {
  const told = await untilSaid(stage, talking.pull, /They are mended/)
  const preview = /\[open it in the browser\]\((\S+)\)/.exec(told)?.[1] ?? ''
  expect((await fetch(preview)).status).toBe(200)
  await command(stage, '/ollio delete', talking.pull)
  await untilSaid(stage, talking.pull, /^Deleted: everything/)
  expect(await stage.query('SELECT (SELECT count(*) FROM "Project") + (SELECT count(*) FROM "Step") AS rows')).toEqual([{ rows: '0' }])
  expect((await stage.query('SELECT 1 FROM "Usage"')).length).toBeGreaterThan(10)
  expect((await fetch(preview)).status).toBe(404)
})
