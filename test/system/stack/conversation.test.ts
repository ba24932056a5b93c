import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { lookAt } from '#test/support/look-at.ts'
import { startScriptedModel, type ScriptedModel } from '#test/support/scripted-model.ts'
import { AT, startStack, untilTrue, type Stack } from '#test/support/stack/start-stack.ts'
import { COMPONENT } from '../../support/stack/greeting.ts'
import { command, untilEnded } from '../../support/stack/one-of-each.ts'
import { startConversation, headOf, push, read, talk, untilCommented } from '../../support/stack/conversation-client.ts'
import type { Conversation } from '../../support/stack/conversation-client.ts'

let model: ScriptedModel
let stage: Stack
let talking: Conversation

beforeAll(async () => {
  model = await startScriptedModel(talk)
  stage = await startStack({ modelUrl: model.url, settings: { DEFAULT_MONTHLY_CREDITS: '1000' } })
  talking = await startConversation(stage)
})
afterEach(() => model.onCall(null))
afterAll(async () => {
  await stage.close()
  await model.close()
})

/** Posts a command on the pull request and waits until its turn has ended. */
async function say(body: string): Promise<string> {
  return untilEnded(stage, (await command(stage, body, talking.pull)).comment)
}
const now = () => read(stage, talking.branch)
const commits = async () => (await stage.person('writer').rest.pulls.listCommits({ ...AT, pull_number: talking.pull, per_page: 100 })).data
/** Runs `meanwhile` while the model responds to its next call. */
function whileItThinks(meanwhile: () => Promise<unknown>): void {
  model.onCall(async () => {
    model.onCall(null)
    await meanwhile()
  })
}
const balance = async () => (await stage.query<{ balance: number }>('SELECT balance FROM "Repository"'))[0]?.balance ?? 0

describe('undo and restore', () => {
  test('undo and restore bring a version back with a new commit and a preview, without model calls and credits', async () => {
    expect(await say('/ollio say "Your seedlings waited."')).toBe('PUBLISHED')
    const [calls, credits, before] = [model.calls.length, await balance(), (await commits()).length]
    expect(await say('/ollio undo')).toBe('PUBLISHED')
    expect(await now()).toContain('Your seedlings missed you.')
    expect([model.calls.length, await balance(), (await commits()).length]).toEqual([calls, credits, before + 1])
    const told = await untilCommented(stage, talking.pull, /v3 is ready: Greeting Card/)
    expect(told).toContain('Restored v1')
    const preview = /\[Preview\]\((\S+)\)/.exec(told)?.[1] ?? ''
    expect((await lookAt(preview)).frameText).toContain('Your seedlings missed you.')

    expect(await say('/ollio restore v2')).toBe('PUBLISHED')
    expect(await now()).toContain('Your seedlings waited.')
  })

  test('undo and restore keep changes by people', async () => {
    const text = (await now()) ?? ''
    await push(stage, talking.branch, COMPONENT, text.replace('Welcomes a visitor', 'Greets a visitor'))
    expect(await say('/ollio undo')).toBe('PUBLISHED')
    expect(await now()).toMatch(/Greets a visitor[^]*Your seedlings missed you/)
  })

  test('undo and restore change nothing if people changed the same lines, and name the file', async () => {
    const text = (await now()) ?? ''
    const head = await push(stage, talking.branch, COMPONENT, text.replace('Your seedlings missed you.', 'A line of ours.'))
    expect(await say('/ollio restore v4')).toBe('FAILED')
    expect(await headOf(stage, talking.branch)).toBe(head)
    expect(await untilCommented(stage, talking.pull, /Later commits changed the same lines/)).toContain(COMPONENT)
  })
})

describe('a push while the agent works', () => {
  test('a push while the agent works is kept, and the commit of the turn comes after it', async () => {
    whileItThinks(() => push(stage, talking.branch, 'src/components/by-hand.ts', 'export const byHand = 1\n'))
    expect(await say('/ollio say "They grew."')).toBe('PUBLISHED')
    expect(await now()).toContain('They grew.')
    expect(await read(stage, talking.branch, 'src/components/by-hand.ts')).toBe('export const byHand = 1\n')
  })

  test('a push while the agent works of the same lines is kept, and the turn names the conflicting file', async () => {
    const text = (await now()) ?? ''
    let head = ''
    whileItThinks(async () => {
      // The agent has started from the previous state of the branch.
      head = await push(stage, talking.branch, COMPONENT, text.replace('They grew.', 'By hand.'))
    })
    expect(await say('/ollio say "By the agent."')).toBe('FAILED')
    expect(await headOf(stage, talking.branch)).toBe(head)
    expect(
      await untilCommented(stage, talking.pull, /Somebody pushed to the branch while this turn ran and changed the same lines/),
    ).toContain(COMPONENT)
  })

  test('a push while the agent works that resets the branch is respected, and nothing that it removed comes back', async () => {
    const [first] = await commits()
    whileItThinks(() =>
      stage.person('maintainer').rest.git.updateRef({ ...AT, ref: `heads/${talking.branch}`, sha: first?.sha ?? '', force: true }),
    )
    const state = await say('/ollio say "After the reset."')
    // It changes a line that is different in the first version.
    expect(state).toBe('FAILED')
    expect(await headOf(stage, talking.branch)).toBe(first?.sha)
    expect(await say('/ollio say "Once more."')).toBe('PUBLISHED')
    expect(await read(stage, talking.branch, 'src/components/by-hand.ts')).toBeNull()
  })
})

describe('rebase', () => {
  test('rebase merges the base in a merge commit with checks and pictures', async () => {
    await push(stage, 'main', 'NEWS.md', 'A newer base.\n')
    expect(await say('/ollio update')).toBe('PUBLISHED')
    const merge = (await commits()).at(-1)
    expect(merge?.parents).toHaveLength(2)
    expect(await read(stage, talking.branch, 'NEWS.md')).toBe('A newer base.\n')
    expect(await untilCommented(stage, talking.pull, /Merged main into the branch/)).toContain(merge?.sha.slice(0, 7))
    expect(await say('/ollio rebase')).toBe('UNCHANGED')
  })

  test('rebase that needs a person names the files and leaves the branch unchanged', async () => {
    await push(stage, 'main', COMPONENT, 'export const something = "else"\n')
    const head = await headOf(stage, talking.branch)
    expect(await say('/ollio rebase')).toBe('FAILED')
    expect(await headOf(stage, talking.branch)).toBe(head)
    expect(await untilCommented(stage, talking.pull, /does not resolve such conflicts/)).toContain(COMPONENT)
  })
})

test('an instruction for the running turn reaches it and gets a reaction', async () => {
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

describe('a cancelled turn', () => {
  test('a cancelled turn can be retried for its original cost', async () => {
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

  test('a cancelled turn cannot be retried again once it is published', async () => {
    await command(stage, '/ollio retry', talking.pull)
    expect(await untilCommented(stage, talking.pull, /nothing to retry/)).toContain('/ollio <what to change>')
  })
})

describe('the repository’s own checks', () => {
  test('the repository’s own checks are reported in the comment if they fail, and fixed with their output', async () => {
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
    expect(await untilCommented(stage, talking.pull, /\*\*Your checks failed:\*\* `lint`/)).toContain('In the end.')
    expect(await say('/ollio fix')).toBe('PUBLISHED')
    expect(await now()).toContain('They are fixed.')
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

  test('the repository’s own checks need no fix if they all pass', async () => {
    await command(stage, '/ollio fix', talking.pull)
    expect(await untilCommented(stage, talking.pull, /None of your checks failed/)).toContain('/ollio fix')
  })
})

test('delete removes the stored data and confirms it, and links to it stop working', async () => {
  const told = await untilCommented(stage, talking.pull, /They are fixed/)
  const preview = /\[Preview\]\((\S+)\)/.exec(told)?.[1] ?? ''
  expect((await fetch(preview)).status).toBe(200)
  await command(stage, '/ollio delete', talking.pull)
  await untilCommented(stage, talking.pull, /^Deleted: everything/m)
  expect(await stage.query('SELECT (SELECT count(*) FROM "Project") + (SELECT count(*) FROM "Step") AS rows')).toEqual([{ rows: '0' }])
  expect((await stage.query('SELECT 1 FROM "Usage"')).length).toBeGreaterThan(10)
  expect((await fetch(preview)).status).toBe(404)
})
